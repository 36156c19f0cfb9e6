//! The desk for programs.

use account::{NewToken, Role, Scope};
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use tower::ServiceExt;

use super::{MAIL, desk, receive};
use crate::staff::desk::{Browser, Desk};
use crate::world::Answer;

async fn token(desk: &Desk, owner: &str, role: Role, scope: Scope) -> String {
    let new = NewToken { name: "test", role, scope, days: 1 };
    desk.app.account.add_token(owner, new, owner).await.unwrap().expose().to_owned()
}

async fn ask(desk: &Desk, method: Method, address: &str, token: &str, body: &[u8]) -> Answer {
    let request =
        Request::builder().method(method).uri(address).header("authorization", format!("Bearer {token}"));
    let request = request.body(Body::from(body.to_vec())).unwrap();
    let (parts, body) = desk.site.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

#[tokio::test]
async fn lists_and_records_are_had_with_a_token_and_not_without() {
    let desk = desk().await;
    let id = receive(&desk, MAIL).await;
    let token = token(&desk, "reader", Role::Reader, Scope::Read).await;
    for path in [
        "messages",
        &format!("messages/{id}"),
        "incidents",
        "search?q=scan",
        "statistics?period=2008Q2",
        "figures?period=2008Q2",
        "takedowns?period=2008Q2",
    ] {
        let address = format!("/api/v1/incident/{path}");
        let answer = ask(&desk, Method::GET, &address, &token, b"").await;
        assert_eq!(answer.status, StatusCode::OK, "{address} {}", answer.text());
        assert!(answer.json().is_object(), "{address}");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("access-control-allow-origin"), "", "not for other sites' pages");
        let answer = Browser::default().get(&desk, &address).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let answer = ask(&desk, Method::GET, &address, "hin_wrong", b"").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{address}");
    }
    let listed = ask(&desk, Method::GET, "/api/v1/incident/messages?limit=1", &token, b"").await.json();
    assert_eq!((listed["messages"][0]["id"].as_i64(), listed["next"].is_null()), (Some(id), true));
    for wrong in
        ["messages?colour=red", "messages?format=xml", "search", "figures?period=x", "incidents?limit=0"]
    {
        let answer = ask(&desk, Method::GET, &format!("/api/v1/incident/{wrong}"), &token, b"").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert_eq!(answer.json()["type"], "/api#error-parameters");
    }
    let answer = ask(&desk, Method::GET, "/api/v1/incident/messages/99", &token, b"").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let journal = desk.app.account.journal(Some(&format!("message/{id}")), None, 10).await.unwrap();
    assert_eq!(journal.iter().filter(|entry| entry.who == "reader").count(), 1, "a look at one record");
}

#[tokio::test]
async fn a_figure_leads_to_exactly_its_records() {
    let desk = desk().await;
    receive(&desk, MAIL).await;
    let token = token(&desk, "reader", Role::Reader, Scope::Read).await;
    let answer = ask(&desk, Method::GET, "/api/v1/incident/figures?period=2008Q2", &token, b"").await.json();
    let figures = answer["figures"].as_array().unwrap();
    assert!(figures.len() > 5);
    for figure in figures {
        let evidence =
            ask(&desk, Method::GET, figure["evidence"].as_str().unwrap(), &token, b"").await.json();
        let records = ["messages", "incidents", "notifications", "takedowns"];
        let records = records.iter().find_map(|list| evidence[*list].as_array()).unwrap();
        assert_eq!(records.len() as u64, figure["value"].as_u64().unwrap(), "{figure}");
    }
}

#[tokio::test]
async fn csv_holds_no_formula() {
    let desk = desk().await;
    receive(&desk, &MAIL.replace("scan of our hosts", "=HYPERLINK(\"http://evil.example\",\"x\")")).await;
    let token = token(&desk, "reader", Role::Reader, Scope::Read).await;
    let answer = ask(&desk, Method::GET, "/api/v1/incident/messages?format=csv", &token, b"").await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(answer.text().starts_with("id,received,channel,"));
    assert!(answer.text().contains(",\"'=HYPERLINK(\"\"http://evil.example\"\""), "{}", answer.text());
}

#[tokio::test]
async fn a_report_is_taken_in_once_and_only_by_who_may() {
    let desk = desk().await;
    let address = "/api/v1/incident/reports";
    let list = b"date,URL,description\n2008/01/02 10:00:00,http://bank.example/login,Bank\n";
    let read = token(&desk, "aoki", Role::Analyst, Scope::Read).await;
    let reader = token(&desk, "reader", Role::Reader, Scope::Write).await;
    for refused in [read, reader] {
        let answer = ask(&desk, Method::POST, address, &refused, list).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    let write = token(&desk, "aoki", Role::Analyst, Scope::Write).await;
    let answer = ask(&desk, Method::POST, address, &write, list).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    assert_eq!(
        (answer.json()["incidents"].as_u64(), answer.json()["already"].as_bool()),
        (Some(1), Some(false))
    );
    let answer = ask(&desk, Method::POST, address, &write, list).await;
    assert_eq!((answer.status, answer.json()["already"].as_bool()), (StatusCode::OK, Some(true)));
    assert_eq!(ask(&desk, Method::POST, address, &write, b"").await.status, StatusCode::BAD_REQUEST);
    let large = vec![b'x'; (32 << 20) + 1];
    assert_eq!(ask(&desk, Method::POST, address, &write, &large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // A browser's session asks, and changes nothing: no other site can use it.
    let mut browser = desk.signed_in("aoki").await;
    assert_eq!(browser.get(&desk, "/api/v1/incident/incidents").await.status, StatusCode::OK);
    let headers = [("sec-fetch-site", "same-origin")];
    let answer = browser.send(&desk, Method::POST, address, &headers, "x".to_owned()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
