//! Users, roles and what programs may do in their name.

use account::{Error, NewToken, NewUser, Refusal, Role, Scope, Secret};
use jiff::SignedDuration;
use kernel::Lang;

use crate::world::{PASSWORD, World};

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn there_is_always_an_admin() {
    let world = World::new(&[("aoki", Role::Admin), ("baba", Role::Admin), ("chiba", Role::Reader)]).await;
    world.accounts.set_role("baba", Role::Reader, "aoki").await.unwrap();
    assert_eq!(refusal(world.accounts.set_role("aoki", Role::Analyst, "aoki").await), Refusal::LastAdmin);
    assert_eq!(refusal(world.accounts.set_disabled("aoki", true, "aoki").await), Refusal::LastAdmin);
    world.accounts.set_role("baba", Role::Admin, "aoki").await.unwrap();
    world.accounts.set_disabled("aoki", true, "baba").await.unwrap();
    assert_eq!(refusal(world.accounts.set_disabled("baba", true, "baba").await), Refusal::LastAdmin);
    assert!(matches!(world.accounts.set_role("dan", Role::Reader, "baba").await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn users_that_cannot_be_are_refused() {
    let world = World::new(&[("aoki", Role::Admin)]).await;
    let good =
        NewUser { name: "baba", display: "馬場", role: Role::Reader, lang: Lang::Ja, password: PASSWORD };
    let long = "長".repeat(101);
    for (new, expect) in [
        (NewUser { name: "AOKI", ..good }, Refusal::NameTaken),
        (NewUser { name: "a b", ..good }, Refusal::NameForm),
        (NewUser { name: "cli", ..good }, Refusal::NameReserved),
        (NewUser { display: " ", ..good }, Refusal::DisplayForm),
        (NewUser { display: &long, ..good }, Refusal::DisplayForm),
        (NewUser { display: "a\nb", ..good }, Refusal::DisplayForm),
        (NewUser { password: "short", ..good }, Refusal::PasswordShort),
        (NewUser { password: "baba12345678", ..good }, Refusal::PasswordIsName),
    ] {
        assert_eq!(refusal(world.accounts.add_user(new, "aoki").await), expect, "{new:?}");
    }
    assert_eq!(world.accounts.users().await.unwrap().len(), 1);
    assert_eq!(world.accounts.add_user(good, "aoki").await.unwrap().display, "馬場");
}

#[tokio::test]
async fn a_token_speaks_with_the_lesser_role_until_it_ends() {
    let world = World::new(&[("aoki", Role::Coordinator)]).await;
    let new = NewToken { name: "feed", role: Role::Analyst, scope: Scope::Write, days: 30 };
    let token = world.accounts.add_token("aoki", new, "aoki").await.unwrap();
    let speaks = async || {
        world.accounts.bearer(&token).await.unwrap().map(|(user, role, scope)| (user.name, role, scope))
    };
    assert_eq!(speaks().await, Some(("aoki".to_owned(), Role::Analyst, Scope::Write)));
    world.accounts.set_role("aoki", Role::Reader, "cli").await.unwrap();
    assert_eq!(
        speaks().await,
        Some(("aoki".to_owned(), Role::Reader, Scope::Write)),
        "its owner may do less now"
    );
    world.accounts.set_disabled("aoki", true, "cli").await.unwrap();
    assert_eq!(speaks().await, None);
    world.accounts.set_disabled("aoki", false, "cli").await.unwrap();
    world.after(SignedDuration::from_hours(30 * 24 - 1));
    assert!(speaks().await.is_some());
    let user = world.accounts.user("aoki").await.unwrap();
    assert!(world.accounts.tokens(user.id).await.unwrap()[0].used.is_some());
    world.after(SignedDuration::from_hours(1));
    assert_eq!(speaks().await, None, "30 days are over");
    for nobody in ["", "hin_", "hin_aaaa"] {
        assert!(world.accounts.bearer(&Secret::from(nobody.to_owned())).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn tokens_that_cannot_be_are_refused() {
    let world = World::new(&[("aoki", Role::Analyst), ("baba", Role::Admin)]).await;
    let good = NewToken { name: "feed", role: Role::Reader, scope: Scope::Read, days: 1 };
    let long = "x".repeat(61);
    for (new, expect) in [
        (NewToken { role: Role::Coordinator, ..good }, Refusal::RoleAbove),
        (NewToken { days: 0, ..good }, Refusal::TokenDays),
        (NewToken { days: 367, ..good }, Refusal::TokenDays),
        (NewToken { name: " ", ..good }, Refusal::TokenName),
        (NewToken { name: &long, ..good }, Refusal::TokenName),
    ] {
        assert_eq!(refusal(world.accounts.add_token("aoki", new, "aoki").await), expect, "{new:?}");
    }
    for _ in 0..50 {
        world.accounts.add_token("aoki", good, "aoki").await.unwrap();
    }
    assert_eq!(refusal(world.accounts.add_token("aoki", good, "aoki").await), Refusal::TokenCount);
    assert!(matches!(world.accounts.end_token("baba", 1, "baba").await, Err(Error::NotFound(_))));
    world.accounts.end_token("aoki", 1, "baba").await.unwrap();
    let deeds = world.deeds().await;
    assert_eq!(deeds.last().unwrap(), "baba account.end-token user/aoki feed");
}
