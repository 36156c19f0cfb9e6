//! The internet at the collector's port: garbage, silence, and more of both than there are places.

use std::time::Duration;

use observe::fleet::RefusedFor;
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use wire::http::{DELIVER_PATH, ENROL_PATH};

use super::peer::tls;
use super::world::{World, delivery};

/// What scanners send first, and what nobody does.
const FIRST: [&[u8]; 6] = [
    b"",
    b"GET / HTTP/1.1\r\nHost: collector\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"SSH-2.0-Go\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\x16\x03\x03\xff\xff\x01\xff\xff\xff",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_connections_of_garbage_change_nothing() {
    const CONNECTIONS: usize = 10_000;
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let mut all = JoinSet::new();
    let mut taken = 0;
    for n in 0..CONNECTIONS {
        // As many at a time as a test may have open.
        if all.len() >= 128 {
            all.join_next().await.unwrap().unwrap();
        }
        let address = world.address;
        all.spawn(async move {
            let mut random = StdRng::seed_from_u64(n as u64);
            let mut garbage = FIRST[n % FIRST.len()].to_vec();
            let first = garbage.len();
            garbage.resize(first + random.gen_range(0..2000), 0);
            random.fill_bytes(&mut garbage[first..]);
            let mut stream = TcpStream::connect(address).await.unwrap();
            // It may be closed under the writing.
            let _ = stream.write_all(&garbage).await;
            if n % 2 == 0 {
                let _ = stream.shutdown().await;
            }
        });
        if n % 2500 == 0 {
            taken += 1;
            assert_eq!(sensor.deliver(&[sensor.frame(taken, 3)]).await.acknowledged(), Some(taken));
        }
    }
    while let Some(one) = all.join_next().await {
        one.unwrap();
    }
    world.refused_in_the_end(RefusedFor::NoCertificate, CONNECTIONS as u64).await;
    assert_eq!(world.packets().await, 3 * taken);
    world.proves_well().await;
}

#[tokio::test]
async fn peers_that_say_nothing_or_stop_in_the_middle_keep_nobody_waiting() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let mut silent = Vec::new();
    for _ in 0..50 {
        silent.push(TcpStream::connect(world.address).await.unwrap());
    }
    // Half a delivery, of a stranger and of the sensor itself.
    let half = delivery(&[sensor.frame(1, 500)])[..200].to_vec();
    for credentials in [None, Some(&sensor.credentials)] {
        let mut peer = world.connect(credentials).await.unwrap();
        let half = half.clone();
        tokio::spawn(async move { peer.begin(DELIVER_PATH, half).await.is_ok() });
    }
    let said = sensor.deliver(&[sensor.frame(1, 3)]).await;
    assert_eq!((said.status, said.acknowledged()), (200, Some(1)));
    drop(silent);
    world.proves_well().await;
}

#[tokio::test]
async fn a_stranger_is_refused_before_it_has_sent_its_body() {
    let world = World::new().await;
    let mut nobody = world.connect(None).await.unwrap();
    // The rest of this body never comes: who waited for it would wait for ever.
    assert_eq!(nobody.begin(DELIVER_PATH, vec![0; 1000]).await.unwrap().status, 401);
    let sensor = world.sensor("asahi").await;
    world.app.observe.revoke_sensor("asahi", "ume").await.unwrap();
    let mut revoked = world.connect(Some(&sensor.credentials)).await.unwrap();
    assert_eq!(revoked.begin(DELIVER_PATH, vec![0; 1000]).await.unwrap().status, 403);
    world.proves_well().await;
}

#[tokio::test]
async fn a_connection_without_a_certificate_is_not_kept() {
    let world = World::new().await;
    let sensor = world.sensor("asahi").await;
    let nobody = world.connect(None).await.unwrap();
    let mut mute = tls(world.authority.certificate(), world.address, None).await.unwrap();
    let mut half = world.connect(None).await.unwrap();
    let half = tokio::spawn(async move { half.begin(ENROL_PATH, b"{".to_vec()).await });
    // The collector closes them; a test that waits for ever here has found that it does not.
    let mut rest = Vec::new();
    let _ = mute.read_to_end(&mut rest).await;
    while !nobody.is_closed() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(half.await.unwrap().is_err(), "nor does the rest of a body keep it");
    assert!(!sensor.peer.is_closed(), "a sensor's own stays open");
    world.proves_well().await;
}
