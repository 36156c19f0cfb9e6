//! Tokens: each makes one sensor, within its time.

use jiff::SignedDuration;
use kernel::Clock;
use observe::fleet::RefusedFor;
use wire::enrol::Secret;
use wire::http::ENROL_PATH;

use super::world::{World, key};

/// Enrolments that are refused, and how often that was counted.
async fn refused(world: &World, secret: Secret, expect: u64) {
    let said = world.enrol(secret, key().1).await;
    assert_eq!(said.status, 403, "{said:?}");
    assert_eq!(world.refused(RefusedFor::Token).await, (expect, None));
}

#[tokio::test]
async fn a_token_that_was_used_withdrawn_or_made_up_makes_no_sensor() {
    let world = World::new().await;
    let (used, _) = world.invite("asahi").await;
    assert_eq!(world.enrol(used, key().1).await.status, 200);
    refused(&world, used, 1).await;
    let (withdrawn, id) = world.invite("biwa").await;
    world.app.observe.withdraw_invitation(id, "ume").await.unwrap();
    refused(&world, withdrawn, 2).await;
    refused(&world, Secret([0; 16]), 3).await;
    assert_eq!(world.app.observe.fleet().await.unwrap().sensors.len(), 1);
    world.proves_well().await;
}

#[tokio::test]
async fn a_token_ends_with_its_day() {
    let world = World::new().await;
    let (secret, _) = world.invite("asahi").await;
    let (late, _) = world.invite("biwa").await;
    world.clock.set(world.clock.now() + SignedDuration::from_hours(24) - SignedDuration::from_secs(1));
    assert_eq!(world.enrol(secret, key().1).await.status, 200);
    world.clock.set(world.clock.now() + SignedDuration::from_secs(1));
    refused(&world, late, 1).await;
    world.proves_well().await;
}

#[tokio::test]
async fn of_twenty_who_come_at_once_with_one_token_one_becomes_the_sensor() {
    let world = World::new().await;
    let (secret, _) = world.invite("asahi").await;
    let request = |csr| wire::enrol::Request { secret, csr, version: String::new() };
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let mut peer = world.connect(None).await.unwrap();
        let body = serde_json::to_vec(&request(key().1)).unwrap();
        all.spawn(async move { peer.post(ENROL_PATH, body).await.unwrap().status });
    }
    let mut statuses = all.join_all().await;
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[403; 19][..]));
    assert_eq!(world.refused(RefusedFor::Token).await, (19, None));
    assert_eq!(world.app.observe.fleet().await.unwrap().sensors.len(), 1);
    world.proves_well().await;
}

#[tokio::test]
async fn a_request_that_can_not_be_read_uses_up_no_token() {
    let world = World::new().await;
    let (secret, _) = world.invite("asahi").await;
    let csr = key().1;
    let forged = csr.replace(&csr[60..64], if &csr[60..64] == "AAAA" { "BBBB" } else { "AAAA" });
    for wrong in [String::new(), "no request".to_owned(), csr[..csr.len() / 2].to_owned(), forged] {
        assert_eq!(world.enrol(secret, wrong).await.status, 400);
    }
    let mut peer = world.connect(None).await.unwrap();
    for body in
        ["", "null", "[]", "{\"secret\":\"00\"}", "{", "\u{fffd}", &"[".repeat(10_000), &"1".repeat(20_000)]
    {
        let said = peer.post(ENROL_PATH, body.as_bytes().to_vec()).await.unwrap();
        assert_eq!(said.status, 400, "{body:.20}");
    }
    assert_eq!(world.refused(RefusedFor::Damaged).await, (12, None));
    assert_eq!(world.enrol(secret, csr).await.status, 200);
    world.proves_well().await;
}
