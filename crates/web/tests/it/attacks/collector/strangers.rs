//! Who may not deliver, and what is not there.

use desk::pki::Authority;
use kernel::Clock;
use observe::fleet::RefusedFor;
use testkit::DataFolder;
use wire::SensorId;
use wire::http::{DELIVER_PATH, ENROL_PATH};

use super::peer::Credentials;
use super::world::{World, delivery, key};

/// A certificate that `authority` signs for the sensor of this id.
fn signed(authority: &Authority, id: SensorId, world: &World) -> Credentials {
    let (key, csr) = key();
    let signed = authority.sign(&csr, &id.to_string(), world.clock.now()).unwrap();
    Credentials { certificate: signed.pem, key }
}

#[tokio::test]
async fn without_a_certificate_nothing_is_delivered() {
    let world = World::new().await;
    let sensor = world.sensor("asahi").await;
    let mut nobody = world.connect(None).await.unwrap();
    let said = nobody.deliver(delivery(&[sensor.frame(1, 5)])).await;
    assert_eq!((said.status, said.acknowledged()), (401, None));
    assert_eq!(world.refused(RefusedFor::NoCertificate).await, (1, None));
    assert_eq!(world.packets().await, 0);
    world.proves_well().await;
}

#[tokio::test]
async fn a_certificate_of_another_authority_does_not_get_past_the_handshake() {
    let world = World::new().await;
    let sensor = world.sensor("asahi").await;
    let elsewhere = DataFolder::new();
    let theirs = Authority::open(elsewhere.path(), world.clock.now()).unwrap();
    let credentials = signed(&theirs, sensor.id, &world);
    // In TLS 1.3 the client has ended its handshake before it hears that it is not welcome.
    let delivered = match world.connect(Some(&credentials)).await {
        Ok(mut peer) => peer.post(DELIVER_PATH, delivery(&[sensor.frame(1, 5)])).await,
        Err(error) => Err(error),
    };
    assert!(delivered.is_err(), "{delivered:?}");
    world.refused_in_the_end(RefusedFor::NoCertificate, 1).await;
    assert_eq!(world.packets().await, 0);
    world.proves_well().await;
}

#[tokio::test]
async fn a_certificate_that_no_sensor_has_is_a_strangers_whatever_it_is_made_out_to() {
    let world = World::new().await;
    let sensor = world.sensor("asahi").await;
    // Whoever had the authority's key for a moment: the name in a certificate counts for nothing.
    for id in [sensor.id, SensorId([7; 16])] {
        let credentials = signed(&world.authority, id, &world);
        let mut peer = world.connect(Some(&credentials)).await.unwrap();
        assert_eq!(peer.deliver(delivery(&[sensor.frame(1, 5)])).await.status, 401);
    }
    assert_eq!(world.refused(RefusedFor::Stranger).await, (2, None));
    assert_eq!(world.packets().await, 0);
    world.proves_well().await;
}

#[tokio::test]
async fn a_certificate_without_its_key_is_of_no_use() {
    let world = World::new().await;
    let sensor = world.sensor("asahi").await;
    let stolen = Credentials { certificate: sensor.credentials.certificate.clone(), key: key().0 };
    assert!(world.connect(Some(&stolen)).await.is_err(), "rustls itself sees that they do not belong");
    world.proves_well().await;
}

#[tokio::test]
async fn a_retired_sensor_and_a_revoked_key_are_refused_at_once_on_open_connections_too() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    assert_eq!(sensor.deliver(&[sensor.frame(1, 5)]).await.status, 200);
    let fleet = &world.app.observe;

    fleet.retire_sensor("asahi", "ume").await.unwrap();
    assert_eq!(sensor.deliver(&[sensor.frame(2, 5)]).await.status, 403);
    assert_eq!(world.refused(RefusedFor::Retired).await, (1, Some("asahi".to_owned())));
    fleet.reinstate_sensor("asahi", "ume").await.unwrap();
    assert_eq!(sensor.deliver(&[sensor.frame(2, 5)]).await.acknowledged(), Some(2));

    fleet.revoke_sensor("asahi", "ume").await.unwrap();
    assert_eq!(sensor.deliver(&[sensor.frame(3, 5)]).await.status, 403);
    // What is acknowledged long ago is not told to a revoked key either.
    let said = sensor.deliver(&[sensor.frame(1, 5)]).await;
    assert_eq!((said.status, said.acknowledged()), (403, None));
    assert_eq!(world.refused(RefusedFor::Revoked).await, (2, Some("asahi".to_owned())));
    assert_eq!(world.packets().await, 10);
    world.proves_well().await;
}

#[tokio::test]
async fn the_old_key_of_a_sensor_that_was_invited_again_is_good_no_more() {
    let world = World::new().await;
    let mut old = world.sensor("asahi").await;
    assert_eq!(old.deliver(&[old.frame(1, 5)]).await.status, 200);
    let mut new = world.sensor("asahi").await;
    assert_ne!(old.id, new.id);
    assert_eq!(old.deliver(&[old.frame(2, 5)]).await.status, 403);
    // Its frames do not come in by the new key; the new one begins at 1.
    assert_eq!(new.deliver(&[old.frame(2, 5)]).await.status, 422);
    let said = new.deliver(&[new.frame(1, 7)]).await;
    assert_eq!((said.status, said.acknowledged()), (200, Some(1)));
    assert_eq!(world.packets().await, 12);
    world.proves_well().await;
}

#[tokio::test]
async fn nothing_of_the_site_is_reached_here() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    for path in ["/", "/observe", "/desk", "/sign-in", "/api/v1/observe/top", "/healthz", "/v1/../desk"] {
        assert_eq!(sensor.peer.get(path).await.unwrap().status, 404, "{path}");
    }
    for path in [DELIVER_PATH, ENROL_PATH] {
        assert_eq!(sensor.peer.get(path).await.unwrap().status, 405, "{path}");
    }
    world.proves_well().await;
}
