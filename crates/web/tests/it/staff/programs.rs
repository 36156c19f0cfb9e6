//! Programs with tokens.

use account::{NewToken, Role, Scope};
use axum::http::{Method, StatusCode};

use super::desk::{Browser, Desk};

#[tokio::test]
async fn a_token_or_for_asking_a_session_lets_a_program_in() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let new = NewToken { name: "feed", role: Role::Reader, scope: Scope::Write, days: 1 };
    let token = desk.app.account.add_token("aoki", new, "aoki").await.unwrap();
    let ask = async |browser: &mut Browser, authorization: Option<&str>| {
        let headers: Vec<_> = authorization.map(|value| ("authorization", value)).into_iter().collect();
        browser.send(&desk, Method::GET, "/api/v1/account", &headers, String::new()).await
    };
    for scheme in ["Bearer", "bearer"] {
        let answer = ask(&mut Browser::default(), Some(&format!("{scheme} {}", token.expose()))).await;
        assert_eq!(answer.status, StatusCode::OK);
        let expect =
            serde_json::json!({ "name": "aoki", "display": "aoki", "role": "reader", "scope": "write" });
        assert_eq!(answer.json(), expect);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("access-control-allow-origin"), "", "no other site's page reads this");
    }
    let mut browser = desk.signed_in("aoki").await;
    let answer = ask(&mut browser, None).await;
    assert_eq!((&answer.json()["role"], &answer.json()["scope"]), (&"analyst".into(), &"read".into()));
    let wrong = format!("Bearer {}x", token.expose());
    for (browser, authorization) in [
        (&mut Browser::default(), None),
        (&mut Browser::default(), Some("Bearer ")),
        (&mut Browser::default(), Some("Basic YW9raTp4")),
        // A wrong token is not made up for by a session.
        (&mut browser, Some(wrong.as_str())),
    ] {
        let answer = ask(browser, authorization).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{authorization:?}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["title"], "You have to sign in");
    }
}
