//! Signing in, and how guessing is slowed down.

use account::{Role, SignIn};
use jiff::SignedDuration;
use kernel::Clock;

use crate::world::{PASSWORD, World, from};

#[tokio::test]
async fn the_name_may_be_written_in_capitals_and_the_password_may_not() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    assert!(matches!(world.sign_in(" Aoki ", PASSWORD).await, SignIn::Done(_)));
    for (name, password) in
        [("aoki", "Correct horse battery"), ("aoki", ""), ("", PASSWORD), ("baba", PASSWORD)]
    {
        assert_eq!(world.sign_in(name, password).await, SignIn::Wrong, "{name} {password}");
    }
}

#[tokio::test]
async fn a_disabled_user_is_answered_as_a_wrong_password() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (token, _) = world.begun("aoki").await;
    world.accounts.set_disabled("aoki", true, "cli").await.unwrap();
    assert_eq!(world.sign_in("aoki", PASSWORD).await, SignIn::Wrong);
    assert_eq!(world.accounts.session(&token).await.unwrap(), None);
    world.accounts.set_disabled("aoki", false, "cli").await.unwrap();
    assert!(matches!(world.sign_in("aoki", PASSWORD).await, SignIn::Done(_)));
    assert_eq!(world.accounts.session(&token).await.unwrap(), None, "the session does not come back");
}

#[tokio::test]
async fn waits_grow_survive_a_restart_and_end_with_the_right_password() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    for name in ["aoki", "nobody"] {
        for _ in 0..5 {
            assert_eq!(world.sign_in(name, "wrong").await, SignIn::Wrong, "{name}");
        }
        let until = world.clock.now().checked_add(SignedDuration::from_secs(30)).unwrap();
        assert_eq!(world.sign_in(name, PASSWORD).await, SignIn::Wait(until), "{name}");
        let other = world.reopened().await;
        let elsewhere = other.sign_in(name, PASSWORD, &from("198.51.100.7")).await.unwrap();
        assert_eq!(elsewhere, SignIn::Wait(until), "{name}: another process, from elsewhere");
    }
    world.after(SignedDuration::from_secs(30));
    assert_eq!(world.sign_in("aoki", "wrong").await, SignIn::Wrong);
    let until = world.clock.now().checked_add(SignedDuration::from_secs(60)).unwrap();
    assert_eq!(world.sign_in("aoki", PASSWORD).await, SignIn::Wait(until), "twice as long");
    world.after(SignedDuration::from_secs(60));
    assert!(matches!(world.sign_in("aoki", PASSWORD).await, SignIn::Done(_)));
    for _ in 0..4 {
        assert_eq!(world.sign_in("aoki", "wrong").await, SignIn::Wrong, "counted from the beginning again");
    }
    assert!(matches!(world.sign_in("aoki", PASSWORD).await, SignIn::Done(_)));
}

#[tokio::test]
async fn a_client_that_tries_many_names_has_to_wait_and_others_do_not() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    for attempt in 0..20 {
        let name = format!("name{attempt}");
        let client = from(&format!("2001:db8:0:1::{attempt}"));
        assert_eq!(world.accounts.sign_in(&name, "wrong", &client).await.unwrap(), SignIn::Wrong);
    }
    let same = world.accounts.sign_in("aoki", PASSWORD, &from("2001:db8:0:1:ffff::1")).await.unwrap();
    assert!(matches!(same, SignIn::Wait(_)), "the same /64");
    let other = world.accounts.sign_in("aoki", PASSWORD, &from("2001:db8:0:2::1")).await.unwrap();
    assert!(matches!(other, SignIn::Done(_)));
    world.after(SignedDuration::from_hours(25));
    let later = world.accounts.sign_in("aoki", PASSWORD, &from("2001:db8:0:1::1")).await.unwrap();
    assert!(matches!(later, SignIn::Done(_)), "forgotten after a day");
}

#[tokio::test]
async fn many_at_once_are_counted_one_by_one() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let attempts: Vec<_> = (0..12)
        .map(|i| {
            let accounts = world.accounts.clone();
            tokio::spawn(async move {
                accounts.sign_in("aoki", "wrong", &from(&format!("192.0.2.{i}"))).await.unwrap()
            })
        })
        .collect();
    let mut looked_at = 0;
    for attempt in attempts {
        looked_at += usize::from(attempt.await.unwrap() == SignIn::Wrong);
    }
    assert_eq!(looked_at, 5, "the others have to wait, though none was known to be wrong when they came");
}

#[tokio::test]
async fn the_journal_tells_of_sign_ins_and_never_what_was_typed_by_nobody() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    world.sign_in("hunter2hunter2", "x").await;
    world.sign_in("aoki", "secretly wrong").await;
    let (token, _) = world.begun("aoki").await;
    world.accounts.sign_out(&token).await.unwrap();
    world.accounts.sign_out(&token).await.unwrap();
    assert_eq!(
        world.deeds().await,
        [
            "cli account.add user/aoki analyst",
            "(nobody) account.sign-in-failed user/(nobody) password, 192.0.2.1",
            "aoki account.sign-in-failed user/aoki password, 192.0.2.1",
            "aoki account.sign-in user/aoki 192.0.2.1",
            "aoki account.sign-out user/aoki ",
        ]
    );
    assert_eq!(world.accounts.verify_journal().await.unwrap().broken_at, None);
}
