//! What others try.

use account::{NewToken, Role, Scope};
use axum::http::{Method, StatusCode};

use super::desk::{Browser, Desk, FORM, PASSWORD, encoded, hidden};

/// Every address below `/desk`, from the list of routes itself.
fn desk_routes() -> Vec<(&'static str, &'static str)> {
    let routes = web::addresses().filter(|path| path.starts_with("/desk"));
    routes.flat_map(|path| [("GET", path), ("POST", path)]).collect()
}

fn filled(path: &str) -> String {
    let places = [
        ("{name}", "aoki"),
        ("{id}", "1"),
        ("{act}", "close"),
        ("{number}", "1"),
        ("{kind}", "event"),
        ("{period}", "2008Q1"),
        ("{section}", "incidents"),
    ];
    places.iter().fold(path.to_owned(), |path, (place, word)| path.replace(place, word))
}

#[tokio::test]
async fn no_address_of_the_desk_answers_without_a_session() {
    let desk = Desk::new(&[("aoki", Role::Admin)]).await;
    let routes = desk_routes();
    assert!(routes.len() > 20);
    for (method, path) in routes {
        let headers = [FORM, ("sec-fetch-site", "same-origin")];
        let mut browser = Browser::default();
        let method = method.parse::<Method>().unwrap();
        let answer = browser.send(&desk, method.clone(), &filled(path), &headers, String::new()).await;
        if answer.status == StatusCode::METHOD_NOT_ALLOWED {
            continue;
        }
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{method} {path}");
        assert!(answer.header("location").starts_with("/login?next="), "{method} {path}");
        assert!(answer.bytes.is_empty(), "{method} {path}");
    }
}

#[tokio::test]
async fn no_form_of_the_desk_is_taken_from_another_site_or_session() {
    let desk = Desk::new(&[("aoki", Role::Admin), ("baba", Role::Admin)]).await;
    let mut browser = desk.signed_in("aoki").await;
    let own = hidden(browser.get(&desk, "/desk/account").await.text(), "csrf").to_owned();
    let mut other = desk.signed_in("baba").await;
    let others = hidden(other.get(&desk, "/desk/account").await.text(), "csrf").to_owned();
    let ours = ("sec-fetch-site", "same-origin");
    let posts = desk_routes().into_iter().filter(|(method, _)| *method == "POST").map(|(_, path)| path);
    for path in posts.chain(["/logout"]) {
        for (what, header, csrf) in [
            ("another site's form", ("sec-fetch-site", "cross-site"), own.as_str()),
            ("a neighbour's form", ("sec-fetch-site", "same-site"), &own),
            ("another origin's form", ("origin", "https://evil.example"), &own),
            ("a hidden origin's form", ("origin", "null"), &own),
            ("no origin at all", ("accept", "*/*"), &own),
            ("no token", ours, ""),
            ("a wrong token", ours, &"0".repeat(128)),
            ("another session's token", ours, &others),
        ] {
            let body = encoded(&[("csrf", csrf)]);
            let answer = browser.send(&desk, Method::POST, &filled(path), &[FORM, header], body).await;
            if answer.status == StatusCode::METHOD_NOT_ALLOWED {
                continue;
            }
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}: {what}");
        }
    }
    assert_eq!(browser.get(&desk, "/desk/account").await.status, StatusCode::OK, "the session goes on");
    let origin = ("origin", "http://desk.example");
    let body = encoded(&[("csrf", &own)]);
    let answer = browser.send(&desk, Method::POST, "/logout", &[FORM, origin], body).await;
    assert_eq!(answer.header("location"), "/login", "an old browser says its origin alone");
}

#[tokio::test]
async fn nobody_signs_a_browser_in_from_another_site() {
    let desk = Desk::new(&[("aoki", Role::Admin)]).await;
    for header in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("accept", "*/*")] {
        for address in ["/login", "/login/code"] {
            let body = encoded(&[("name", "aoki"), ("password", PASSWORD)]);
            let mut browser = Browser::default();
            let answer = browser.send(&desk, Method::POST, address, &[FORM, header], body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address} {header:?}");
            assert!(browser.cookies.is_empty());
        }
    }
}

#[tokio::test]
async fn users_and_journal_are_for_admins() {
    let roles = [("ra", Role::Reader), ("ab", Role::Analyst), ("co", Role::Coordinator), ("ad", Role::Admin)];
    let desk = Desk::new(&roles).await;
    for (name, role) in roles {
        let mut browser = desk.signed_in(name).await;
        let allowed = role == Role::Admin;
        for address in ["/desk/users", "/desk/users/ra", "/desk/journal"] {
            let status = browser.get(&desk, address).await.status;
            let expect = if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(status, expect, "{name} {address}");
        }
        let page = browser.get(&desk, "/desk/account").await;
        assert_eq!(page.text().contains("href=\"&#x2f;desk&#x2f;users\""), allowed, "{name}");
        if allowed {
            continue;
        }
        for (address, fields) in [
            (
                "/desk/users",
                vec![
                    ("name", "evil"),
                    ("display", ""),
                    ("role", "admin"),
                    ("lang", "en"),
                    ("password", PASSWORD),
                    ("twice", PASSWORD),
                ],
            ),
            ("/desk/users/ra/role", vec![("role", "admin")]),
            ("/desk/users/ad/password", vec![("new", PASSWORD), ("twice", PASSWORD)]),
            ("/desk/users/ad/profile", vec![("display", "x"), ("lang", "en")]),
            ("/desk/users/ad/disable", vec![]),
            ("/desk/users/ad/enable", vec![]),
            ("/desk/users/ad/second-factor/off", vec![]),
            ("/desk/users/ad/tokens/1/end", vec![]),
            ("/desk/journal/verify", vec![]),
        ] {
            let answer = browser.fill(&desk, "/desk/account", address, &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {address}");
        }
    }
    assert_eq!(desk.app.account.users().await.unwrap().len(), 4);
}

#[tokio::test]
async fn others_sessions_and_tokens_are_out_of_reach() {
    let desk = Desk::new(&[("aoki", Role::Analyst), ("baba", Role::Analyst)]).await;
    let mut baba = desk.signed_in("baba").await;
    let mut aoki = desk.signed_in("aoki").await;
    let new = NewToken { name: "feed", role: Role::Reader, scope: Scope::Read, days: 1 };
    desk.app.account.add_token("baba", new, "baba").await.unwrap();
    for address in ["/desk/account/sessions/1/end", "/desk/account/tokens/1/end"] {
        let answer = aoki.fill(&desk, "/desk/account", address, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(baba.get(&desk, "/desk/account").await.status, StatusCode::OK);
    let above = [("name", "x"), ("role", "admin"), ("days", "1")];
    let answer = aoki.fill(&desk, "/desk/account", "/desk/account/tokens", &above).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("at most your own"));
}
