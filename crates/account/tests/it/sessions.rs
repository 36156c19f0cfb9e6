//! How long sessions last, and who ends them.

use account::{Error, Role, Secret};
use jiff::SignedDuration;

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_at_last_in_any_case() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (idle, _) = world.begun("aoki").await;
    world.after(SignedDuration::from_hours(8));
    assert_eq!(world.accounts.session(&idle).await.unwrap(), None, "not used for 8 hours");
    let (used, _) = world.begun("aoki").await;
    for hours in (7..168).step_by(7) {
        world.after(SignedDuration::from_hours(7));
        assert!(world.accounts.session(&used).await.unwrap().is_some(), "{hours} hours");
    }
    world.after(SignedDuration::from_hours(7));
    assert_eq!(world.accounts.session(&used).await.unwrap(), None, "a week old");
    assert!(world.accounts.session(&Secret::from(String::new())).await.unwrap().is_none());
}

#[tokio::test]
async fn ones_own_sessions_are_listed_and_ended() {
    let world = World::new(&[("aoki", Role::Analyst), ("baba", Role::Analyst)]).await;
    let (first_token, first) = world.begun("aoki").await;
    world.after(SignedDuration::from_mins(10));
    let (_, second) = world.begun("aoki").await;
    let (third_token, _) = world.begun("aoki").await;
    let (baba_token, baba) = world.begun("baba").await;
    let listed = world.accounts.sessions(first.user.id).await.unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[2].id, first.id, "the one used last first");
    assert_eq!((listed[0].client.as_str(), listed[0].agent.as_str()), ("192.0.2.1", "Browser/1.0"));
    let foreign = world.accounts.end_session(&first, baba.id).await;
    assert!(matches!(foreign, Err(Error::NotFound(_))));
    world.accounts.end_session(&first, second.id).await.unwrap();
    assert_eq!(world.accounts.end_other_sessions(&first).await.unwrap(), 1);
    assert!(world.accounts.session(&third_token).await.unwrap().is_none());
    for going_on in [first_token, baba_token] {
        assert!(world.accounts.session(&going_on).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_new_password_ends_sessions() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (here, session) = world.begun("aoki").await;
    let (there, _) = world.begun("aoki").await;
    world.accounts.change_password(&session, PASSWORD, "battery staple horse").await.unwrap();
    assert!(world.accounts.session(&here).await.unwrap().is_some());
    assert!(world.accounts.session(&there).await.unwrap().is_none());
    world.accounts.reset_password("aoki", PASSWORD, "cli").await.unwrap();
    assert!(world.accounts.session(&here).await.unwrap().is_none(), "an admin's new one ends them all");
}
