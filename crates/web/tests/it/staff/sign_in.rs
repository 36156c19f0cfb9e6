//! Signing in and out.

use account::Role;
use axum::http::StatusCode;

use super::desk::{Browser, Desk, PASSWORD};

#[tokio::test]
async fn who_signs_in_comes_to_what_was_asked_for_and_signing_out_ends_it() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let mut browser = Browser::default();
    let turned_away = browser.get(&desk, "/desk/account?x=y").await;
    assert_eq!(turned_away.status, StatusCode::SEE_OTHER);
    assert_eq!(turned_away.header("location"), "/login?next=/desk/account%3Fx%3Dy");
    let answer = browser.sign_in(&desk, "aoki", PASSWORD, "/desk/account?x=y").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/desk/account?x=y"));
    assert_eq!(browser.get(&desk, "/desk/account").await.status, StatusCode::OK);
    let session = browser.clone();
    let answer = browser.fill(&desk, "/desk/account", "/logout", &[]).await;
    assert_eq!(answer.header("location"), "/login");
    assert_eq!(browser.cookie("hinomi"), None);
    for mut old in [browser, session] {
        assert_eq!(
            old.get(&desk, "/desk/account").await.status,
            StatusCode::SEE_OTHER,
            "the session has ended"
        );
    }
}

#[tokio::test]
async fn signing_in_makes_a_new_token_whatever_the_browser_had() {
    let desk = Desk::new(&[("aoki", Role::Analyst), ("baba", Role::Reader)]).await;
    // A token that somebody has put into the browser beforehand never becomes a session.
    let planted = "a".repeat(52);
    let mut browser = Browser { cookies: vec![("hinomi".to_owned(), planted.clone())] };
    browser.sign_in(&desk, "aoki", PASSWORD, "").await;
    let first = browser.cookie("hinomi").unwrap().to_owned();
    assert_ne!(first, planted);
    browser.sign_in(&desk, "baba", PASSWORD, "").await;
    assert_ne!(browser.cookie("hinomi").unwrap(), first);
    let mut before = Browser { cookies: vec![("hinomi".to_owned(), first)] };
    let answer = before.get(&desk, "/desk/account").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "the session that the browser had has ended");
}

#[tokio::test]
async fn cookies_are_as_strict_as_the_way_allows() {
    for (settings, name, end) in [
        ("", "hinomi", "; Path=/; HttpOnly; SameSite=Lax"),
        ("https = true\n", "__Host-hinomi", "; Path=/; HttpOnly; SameSite=Lax; Secure"),
    ] {
        let desk = Desk::with_settings(settings, &[("aoki", Role::Analyst)]).await;
        let answer = Browser::default().sign_in(&desk, "aoki", PASSWORD, "").await;
        let cookies: Vec<_> =
            answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let session = cookies.iter().find(|cookie| cookie.starts_with(&format!("{name}="))).unwrap();
        let (value, attributes) = session.split_at(name.len() + 1 + 52);
        assert!(value[name.len() + 1..].bytes().all(|b| b.is_ascii_alphanumeric()), "{value}");
        assert_eq!(attributes, end);
        assert!(!answer.text().contains(&value[name.len() + 1..]), "the token is in the cookie alone");
    }
}

#[tokio::test]
async fn wrong_names_and_passwords_are_answered_alike_and_the_sixth_has_to_wait() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let mut pages = Vec::new();
    for name in ["aoki", "nobody"] {
        for attempt in 1..=6 {
            let mut browser = Browser::default();
            let answer = browser.sign_in(&desk, name, "not the password", "/desk/users").await;
            assert_eq!(browser.cookie("hinomi"), None);
            if attempt <= 5 {
                assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name} {attempt}");
                assert!(answer.text().contains("User name or password is wrong."));
                assert!(!answer.text().contains("not the password"));
            } else {
                assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
                assert_eq!(answer.header("retry-after"), "31");
                // The clock of the tests stands at midnight.
                assert!(answer.text().contains("until 00:01"), "{}", answer.text());
            }
            pages.push(answer.text().replace(name, "NAME"));
        }
    }
    let (known, unknown) = pages.split_at(6);
    assert_eq!(known, unknown, "nothing tells whether there is such a user");
    let right = Browser::default().sign_in(&desk, "aoki", PASSWORD, "").await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS, "the right password has to wait as well");
}

#[tokio::test]
async fn the_way_on_is_local() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    for away in
        ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/logout"]
    {
        let answer = Browser::default().sign_in(&desk, "aoki", PASSWORD, away).await;
        assert_eq!(answer.header("location"), "/desk", "{away}");
        let mut browser = desk.signed_in("aoki").await;
        let address = format!("/login?next={}", super::desk::encoded(&[("", away)]).trim_start_matches('='));
        assert_eq!(browser.get(&desk, &address).await.header("location"), "/desk", "{away}");
    }
}

#[tokio::test]
async fn pages_speak_the_users_language_and_nobody_keeps_them() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let mut browser = desk.signed_in("aoki").await;
    let profile = [("display", "青木"), ("lang", "ja")];
    let answer = browser.fill(&desk, "/desk/account", "/desk/account/profile", &profile).await;
    let page = browser.get(&desk, answer.header("location")).await;
    assert!(page.text().contains("<html lang=\"ja\">") && page.text().contains("名前と言語を保存しました。"));
    for address in ["/desk/account", "/login", "/desk/nowhere"] {
        let answer = Browser::default().get(&desk, address).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{address}");
    }
    let public = browser.get(&desk, "/").await;
    assert!(!public.text().contains("青木") && !public.text().contains("aoki"));
    assert_eq!(public.header("cache-control"), "no-cache");
}
