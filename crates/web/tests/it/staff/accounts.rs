//! The pages about oneself, users and the journal.

use account::Role;
use axum::http::StatusCode;

use super::desk::{Browser, Desk, PASSWORD};

#[tokio::test]
async fn another_password_ends_the_other_sessions() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let (mut here, mut there) = (desk.signed_in("aoki").await, desk.signed_in("aoki").await);
    let new = "battery staple horse";
    for (present, new, twice, said) in [
        ("wrong wrong wrong", new, new, "The present password is wrong."),
        (PASSWORD, new, "something else now", "The two new passwords differ."),
        (PASSWORD, "short", "short", "12 characters or more"),
    ] {
        let fields = [("present", present), ("new", new), ("twice", twice)];
        let answer = here.fill(&desk, "/desk/account", "/desk/account/password", &fields).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{said}");
        assert!(answer.text().contains(said), "{said}");
    }
    let fields = [("present", PASSWORD), ("new", new), ("twice", new)];
    let answer = here.fill(&desk, "/desk/account", "/desk/account/password", &fields).await;
    assert_eq!(answer.header("location"), "/desk/account?done=password");
    assert_eq!(here.get(&desk, "/desk/account").await.status, StatusCode::OK);
    assert_eq!(there.get(&desk, "/desk/account").await.status, StatusCode::SEE_OTHER);
    let old = Browser::default().sign_in(&desk, "aoki", PASSWORD, "").await;
    assert_eq!(old.status, StatusCode::BAD_REQUEST);
    assert_eq!(Browser::default().sign_in(&desk, "aoki", new, "").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_admin_adds_changes_and_keeps_out() {
    let desk = Desk::new(&[("kanri", Role::Admin)]).await;
    let mut admin = desk.signed_in("kanri").await;
    let fields = [
        ("name", "aoki"),
        ("display", "青木 <b>"),
        ("role", "reader"),
        ("lang", "ja"),
        ("password", PASSWORD),
        ("twice", PASSWORD),
    ];
    let answer = admin.fill(&desk, "/desk/users", "/desk/users", &fields).await;
    assert_eq!(answer.header("location"), "/desk/users/aoki?done=added");
    let again = admin.fill(&desk, "/desk/users", "/desk/users", &fields).await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    assert!(
        again.text().contains("There is a user of this name already.") && !again.text().contains(PASSWORD)
    );
    let mut aoki = desk.signed_in("aoki").await;
    let answer = admin.fill(&desk, "/desk/users/aoki", "/desk/users/aoki/role", &[("role", "admin")]).await;
    assert_eq!(answer.header("location"), "/desk/users/aoki?done=role");
    assert_eq!(
        aoki.get(&desk, "/desk/users").await.status,
        StatusCode::OK,
        "a role holds from the next page on"
    );
    admin.fill(&desk, "/desk/users/aoki", "/desk/users/aoki/disable", &[]).await;
    assert_eq!(aoki.get(&desk, "/desk/users").await.status, StatusCode::SEE_OTHER);
    let answer = Browser::default().sign_in(&desk, "aoki", PASSWORD, "").await;
    assert!(answer.text().contains("利用者名かパスワード") || answer.text().contains("is wrong."));
    let last = admin.fill(&desk, "/desk/users/kanri", "/desk/users/kanri/disable", &[]).await;
    assert!(last.text().contains("The last admin stays one, and enabled."));
    assert_eq!(admin.get(&desk, "/desk/users/nobody").await.status, StatusCode::NOT_FOUND);
    let list = admin.get(&desk, "/desk/users").await;
    assert!(list.text().contains("青木 &lt;b&gt;"));
}

#[tokio::test]
async fn the_journal_tells_who_did_what_and_is_whole() {
    let desk = Desk::new(&[("kanri", Role::Admin), ("aoki", Role::Reader)]).await;
    Browser::default().sign_in(&desk, "aoki", "wrong wrong wrong", "").await;
    // Somebody types the password where the name goes.
    Browser::default().sign_in(&desk, "a secret of mine", "x", "").await;
    let mut admin = desk.signed_in("kanri").await;
    admin.fill(&desk, "/desk/users/aoki", "/desk/users/aoki/role", &[("role", "analyst")]).await;
    let page = admin.get(&desk, "/desk/journal").await;
    for said in
        ["account.sign-in-failed", "account.sign-in<", "account.role", "reader -&gt; analyst", "(nobody)"]
    {
        assert!(page.text().contains(said), "{said}: {}", page.text());
    }
    assert!(!page.text().contains("a secret of mine"));
    let one = admin.get(&desk, "/desk/journal?object=user%2Fkanri").await;
    assert!(one.text().contains("user&#x2f;kanri") && !one.text().contains("reader -&gt; analyst"));
    let verified = admin.fill(&desk, "/desk/journal", "/desk/journal/verify", &[]).await;
    assert!(verified.text().contains("is whole"), "{}", verified.text());
    assert_eq!(admin.get(&desk, "/desk/journal?before=x").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_token_is_shown_once() {
    let desk = Desk::new(&[("aoki", Role::Analyst)]).await;
    let mut browser = desk.signed_in("aoki").await;
    let fields = [("name", "feed"), ("role", "reader"), ("days", "30"), ("write", "yes")];
    let shown = browser.fill(&desk, "/desk/account", "/desk/account/tokens", &fields).await;
    let (_, token) = shown.text().split_once("<code>hin_").unwrap();
    let token = token.split('<').next().unwrap();
    assert_eq!(token.len(), 52);
    let page = browser.get(&desk, "/desk/account").await;
    assert!(page.text().contains("feed") && !page.text().contains(token));
    let answer = browser.fill(&desk, "/desk/account", "/desk/account/tokens/1/end", &[]).await;
    assert_eq!(answer.header("location"), "/desk/account?done=token-ended");
    assert!(!browser.get(&desk, "/desk/account").await.text().contains("feed"));
}
