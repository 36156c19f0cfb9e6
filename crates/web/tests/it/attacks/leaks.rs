//! Class 8: what pages, answers and mistakes tell (RT CVE-2026-44231: credentials in a list of users; OTRS
//! CVE-2021-36096: keys in a bundle).

use account::{NewToken, Role, Scope};
use axum::http::{Method, StatusCode};

use crate::desk::{MAIL, receive};
use crate::staff::desk::{Browser, Desk, FORM, PASSWORD};

#[tokio::test]
async fn no_answer_holds_a_secret() {
    let desk = Desk::new(&[("aoki", Role::Analyst), ("kanri", Role::Admin)]).await;
    let id = receive(&desk, MAIL).await;
    let new = NewToken { name: "feed", role: Role::Reader, scope: Scope::Read, days: 1 };
    let token = desk.app.account.add_token("aoki", new, "aoki").await.unwrap().expose().to_owned();
    let mut other = desk.signed_in("aoki").await;
    other.fill(&desk, "/desk/account", "/desk/account/second-factor", &[]).await;
    let mut browser = desk.signed_in("kanri").await;
    let sessions: Vec<String> =
        [&browser, &other].iter().map(|browser| browser.cookie("hinomi").unwrap().to_owned()).collect();
    let session = desk.app.account.session(&sessions[1].clone().into()).await.unwrap().unwrap();
    let offered = desk.app.account.offered_second_factor(&session, "x").await.unwrap().secret;
    let mut looked = 0;
    for path in web::addresses() {
        let address =
            path.replace("{id}", &id.to_string()).replace("{name}", "aoki").replace("{number}", "1");
        let answer = browser.get(&desk, &address).await;
        let said = String::from_utf8_lossy(&answer.bytes);
        looked += usize::from(answer.status == StatusCode::OK);
        for secret in [&token, &sessions[0], &sessions[1], &offered, &offered.replace(' ', "")] {
            assert!(!said.contains(secret.as_str()), "{address}");
        }
        for word in ["$argon2", "password_hash", "token_hash", PASSWORD, "PRIVATE KEY", "passphrase"] {
            assert!(!said.contains(word), "{address}: {word}");
        }
    }
    assert!(looked > 25, "{looked}");
}

#[tokio::test]
async fn a_mistake_tells_nothing_of_the_machine() {
    let desk = Desk::new(&[("kanri", Role::Admin)]).await;
    let id = receive(&desk, MAIL).await;
    let mut browser = desk.signed_in("kanri").await;
    // The original is gone, as after a disk's failure.
    let original = desk.app.incident.original(id).await.unwrap();
    let folder = original.ancestors().nth(3).unwrap().display().to_string();
    std::fs::remove_file(&original).unwrap();
    let token = NewToken { name: "feed", role: Role::Reader, scope: Scope::Read, days: 1 };
    let token = desk.app.account.add_token("kanri", token, "kanri").await.unwrap();
    let bearer = format!("Bearer {}", token.expose());
    let mut broken = 0;
    for address in [
        format!("/desk/message/{id}"),
        format!("/desk/message/{id}/original"),
        format!("/desk/message/{id}/part/1"),
        format!("/api/v1/incident/messages/{id}"),
        "/desk/nowhere".to_owned(),
        "/desk/incidents?period=x".to_owned(),
        "/api/v1/incident/messages?after=x".to_owned(),
        "/desk/message/99999999999999999999".to_owned(),
        "/desk/search?q=%22%27%3B--".to_owned(),
        "/api/v1/incident/search?q=%25_%27%20OR%201%3D1".to_owned(),
    ] {
        let headers =
            if address.starts_with("/api") { vec![("authorization", bearer.as_str())] } else { vec![] };
        let answer = browser.send(&desk, Method::GET, &address, &headers, String::new()).await;
        let said = String::from_utf8_lossy(&answer.bytes).replace("&#x2f;", "/");
        broken += usize::from(answer.status.is_server_error());
        for word in [
            folder.as_str(),
            "hinomi.db",
            "originals/",
            ".rs:",
            "panicked",
            "SELECT ",
            "sqlite",
            "incident_message",
            "os error",
        ] {
            assert!(!said.to_lowercase().contains(&word.to_lowercase()), "{address}: {word}: {said}");
        }
    }
    assert!(broken >= 1, "something was really broken");
}

#[tokio::test]
async fn who_has_not_signed_in_learns_of_no_user_and_no_record() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let id = receive(&desk, MAIL).await;
    let mut answers = Vec::new();
    for address in [
        "/desk/users/aoki",
        "/desk/users/nobody",
        &format!("/desk/message/{id}"),
        "/desk/message/999",
        "/desk/nowhere",
    ] {
        let answer = Browser::default().get(&desk, address).await;
        answers.push((answer.status, answer.bytes.len()));
    }
    // Of what is behind the door, all look alike; of what is nowhere, only the address itself is told.
    assert!(answers[..4].iter().all(|answer| *answer == answers[0]), "{answers:?}");
    // A preflight of another site's page is given nothing.
    for path in ["/api/v1/incident/messages", "/api/v1/account", "/desk"] {
        let headers = [FORM, ("origin", "https://evil.example"), ("access-control-request-method", "GET")];
        let answer = Browser::default().send(&desk, Method::OPTIONS, path, &headers, String::new()).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        assert_eq!(answer.header("access-control-allow-credentials"), "", "{path}");
    }
}
