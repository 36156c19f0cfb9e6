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
    assert_eq!(turned_away.header("location"), "/login?next=/desk/account?x=y");
    let answer = browser.sign_in(&desk, "aoki", PASSWORD, "/desk/account?x=y").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/desk/account?x=y"));
    assert_eq!(browser.get(&desk, "/desk/account").await.status, StatusCode::OK);
    let session = browser.clone();
    let answer = browser.fill(&desk, "/desk/account", "/logout", &[]).await;
    assert_eq!(answer.header("location"), "/login");
    assert_eq!(browser.cookie("hinomi"), None);
    for mut old in [browser, session] {
        assert_eq!(old.get(&desk, "/desk/account").await.status, StatusCode::SEE_OTHER, "the session has ended");
    }
}
