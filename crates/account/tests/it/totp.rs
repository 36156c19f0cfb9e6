//! The second factor.

use account::{Error, Refusal, Role, Secret, Session, SignIn};
use jiff::SignedDuration;
use kernel::Clock;
use totp_rs::Builder;

use crate::world::{PASSWORD, World, from};

/// What the app shows now.
fn code(world: &World, secret: &str) -> String {
    let bytes = data_encoding::BASE32_NOPAD.decode(secret.replace(' ', "").as_bytes()).unwrap();
    let app = Builder::new().with_secret(bytes.into_boxed_slice()).build().unwrap();
    app.generate(world.clock.now().as_second() as u64).to_string()
}

/// A user with a second factor: its secret, the recovery codes, a session.
async fn enrolled(world: &World) -> (String, Vec<String>, Session) {
    let (_, session) = world.begun("aoki").await;
    let offer = world.accounts.offer_second_factor(&session, "Sample CSIRT").await.unwrap();
    let wrong = world.accounts.confirm_second_factor(&session, "000000").await;
    assert!(matches!(wrong, Err(Error::Refused(Refusal::CodeWrong))));
    assert!(
        matches!(world.sign_in("aoki", PASSWORD).await, SignIn::Done(_)),
        "not in force before it is confirmed"
    );
    let codes = world.accounts.confirm_second_factor(&session, &code(world, &offer.secret)).await.unwrap();
    (offer.secret, codes, session)
}

async fn ticket(world: &World) -> Secret {
    let SignIn::SecondFactor(ticket) = world.sign_in("aoki", PASSWORD).await else { panic!("no ticket") };
    ticket
}

async fn show(world: &World, ticket: &Secret, code: &str) -> SignIn {
    world.accounts.second_factor(ticket, code, &from("192.0.2.1")).await.unwrap()
}

#[tokio::test]
async fn a_code_is_needed_and_good_once() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (secret, _, _) = enrolled(&world).await;
    let first = ticket(&world).await;
    assert_eq!(world.accounts.session(&first).await.unwrap(), None, "a ticket is no session");
    assert_eq!(
        show(&world, &first, &code(&world, &secret)).await,
        SignIn::Wrong,
        "the code that confirmed is used up"
    );
    world.after(SignedDuration::from_secs(30));
    let now = code(&world, &secret);
    let second = ticket(&world).await;
    assert!(matches!(show(&world, &first, &now).await, SignIn::Done(_)));
    assert_eq!(show(&world, &first, &now).await, SignIn::Over, "a ticket is good once");
    assert_eq!(show(&world, &second, &now).await, SignIn::Wrong, "a code is good once");
    world.after(SignedDuration::from_mins(5));
    assert_eq!(
        show(&world, &second, &code(&world, &secret)).await,
        SignIn::Over,
        "a ticket lasts five minutes"
    );
}

#[tokio::test]
async fn guessing_codes_ends_the_ticket_and_then_has_to_wait() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (secret, _, _) = enrolled(&world).await;
    world.after(SignedDuration::from_secs(30));
    let guessed = ticket(&world).await;
    for attempt in 1..=5 {
        let outcome = show(&world, &guessed, "12345").await;
        let expect = if attempt < 5 { SignIn::Wrong } else { SignIn::Over };
        assert_eq!(outcome, expect, "{attempt}");
    }
    assert_eq!(show(&world, &guessed, &code(&world, &secret)).await, SignIn::Over);
    assert!(
        matches!(world.sign_in("aoki", PASSWORD).await, SignIn::Wait(_)),
        "the right password does not forget it"
    );
    world.after(SignedDuration::from_secs(30));
    let again = ticket(&world).await;
    assert_eq!(show(&world, &again, "12345").await, SignIn::Wrong);
    assert!(
        matches!(show(&world, &again, &code(&world, &secret)).await, SignIn::Wait(_)),
        "one guess at a time now"
    );
}

#[tokio::test]
async fn recovery_codes_are_good_once_and_renewed() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (_, codes, session) = enrolled(&world).await;
    assert_eq!(codes.len(), 10);
    let typed = codes[3].to_uppercase().replace('-', " ");
    assert!(matches!(show(&world, &ticket(&world).await, &typed).await, SignIn::Done(_)));
    assert_eq!(show(&world, &ticket(&world).await, &codes[3]).await, SignIn::Wrong);
    assert_eq!(world.accounts.recovery_codes_left(session.user.id).await.unwrap(), 9);
    let wrong = world.accounts.renew_recovery_codes(&session, "wrong").await;
    assert!(matches!(wrong, Err(Error::Refused(Refusal::PasswordWrong))));
    let renewed = world.accounts.renew_recovery_codes(&session, PASSWORD).await.unwrap();
    assert_eq!(show(&world, &ticket(&world).await, &codes[4]).await, SignIn::Wrong);
    assert!(matches!(show(&world, &ticket(&world).await, &renewed[4]).await, SignIn::Done(_)));
}

#[tokio::test]
async fn it_is_taken_away_with_the_password_or_by_an_admin() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (_, codes, session) = enrolled(&world).await;
    let twice = world.accounts.offer_second_factor(&session, "x").await;
    assert!(matches!(twice, Err(Error::Refused(Refusal::HasSecondFactor))));
    let pending = ticket(&world).await;
    world.accounts.drop_second_factor(&session, PASSWORD).await.unwrap();
    assert_eq!(show(&world, &pending, &codes[0]).await, SignIn::Over);
    assert!(matches!(world.sign_in("aoki", PASSWORD).await, SignIn::Done(_)));
    enrolled(&world).await;
    world.accounts.reset_second_factor("aoki", "kanri").await.unwrap();
    assert!(matches!(world.sign_in("aoki", PASSWORD).await, SignIn::Done(_)));
    let deeds = world.deeds().await;
    assert!(deeds.contains(&"kanri account.second-factor user/aoki off".to_owned()), "{deeds:?}");
}

#[tokio::test]
async fn guessing_ones_own_password_has_to_wait_as_well() {
    let world = World::new(&[("aoki", Role::Analyst)]).await;
    let (_, session) = world.begun("aoki").await;
    for _ in 0..5 {
        let wrong = world.accounts.change_password(&session, "wrong", "battery staple horse").await;
        assert!(matches!(wrong, Err(Error::Refused(Refusal::PasswordWrong))));
    }
    let right = world.accounts.change_password(&session, PASSWORD, "battery staple horse").await;
    assert!(matches!(right, Err(Error::Refused(Refusal::Wait))));
}
