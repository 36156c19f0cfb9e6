//! What a sensor may not deliver, though it is one: sensors stand in the field, and their keys are stolen.

use observe::fleet::RefusedFor;
use wire::SensorId;

use super::sealed;
use super::world::{Sensor, World, delivery};

/// A frame of `sensor` whose checksum is right, whatever else is in it.
fn frame(sensor: SensorId, v4: u16, columns: &[u8]) -> Vec<u8> {
    let mut frame = sealed::frame(v4, 0, 0, columns);
    frame[16..32].copy_from_slice(&sensor.0);
    sealed::seal(frame)
}

/// A column of zeros in zstd: `bytes` of them.
fn zeros(column: u8, bytes: usize) -> Vec<u8> {
    let packed = zstd::bulk::compress(&vec![0; bytes], 3).unwrap();
    [&[column, 0x02], &(packed.len() as u32).to_le_bytes()[..], &packed].concat()
}

/// Delivers, and holds the status; nothing may have come into the lake.
async fn check(world: &World, sensor: &mut Sensor, body: Vec<u8>, status: u16) {
    let said = sensor.peer.deliver(body).await;
    assert_eq!(said.status, status, "{said:?}");
    let refusal: wire::Refusal = serde_json::from_slice(&said.body).unwrap();
    assert!(!refusal.reason.is_empty());
    assert_eq!(world.packets().await, 0);
}

#[tokio::test]
async fn a_delivery_that_is_repeated_is_acknowledged_and_counts_once() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let body = delivery(&[sensor.frame(1, 5), sensor.frame(2, 7)]);
    for _ in 0..5 {
        let said = sensor.peer.deliver(body.clone()).await;
        assert_eq!((said.status, said.acknowledged()), (200, Some(2)));
        assert_eq!(world.packets().await, 12);
    }
    // A frame of a known number with other packets in it: the first one stands.
    let said = sensor.deliver(&[sensor.frame(2, 100)]).await;
    assert_eq!((said.status, said.acknowledged()), (200, Some(2)));
    // Twice in one delivery, and a part of it once more.
    let said = sensor.deliver(&[sensor.frame(3, 1), sensor.frame(3, 1), sensor.frame(2, 7)]).await;
    assert_eq!((said.status, said.acknowledged()), (200, Some(3)));
    assert_eq!(world.packets().await, 13);
    world.proves_well().await;
}

#[tokio::test]
async fn the_same_delivery_on_ten_connections_at_once_counts_once() {
    let world = World::new().await;
    let sensor = world.sensor("asahi").await;
    let body = delivery(&[sensor.frame(1, 5), sensor.frame(2, 7)]);
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let mut peer = world.connect(Some(&sensor.credentials)).await.unwrap();
        let body = body.clone();
        all.spawn(async move { peer.deliver(body).await });
    }
    for said in all.join_all().await {
        assert_eq!((said.status, said.acknowledged()), (200, Some(2)), "{said:?}");
    }
    assert_eq!(world.packets().await, 12);
    world.proves_well().await;
}

#[tokio::test]
async fn a_gap_is_asked_for_and_nothing_behind_it_is_taken() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let gap = async |sensor: &mut Sensor, numbers: &[u64], expect: (u16, u64)| {
        let frames: Vec<_> = numbers.iter().map(|number| sensor.frame(*number, 1)).collect();
        let said = sensor.deliver(&frames).await;
        assert_eq!((said.status, said.acknowledged()), (expect.0, Some(expect.1)), "{numbers:?}");
        assert_eq!(world.packets().await, expect.1, "{numbers:?}");
    };
    gap(&mut sensor, &[2], (409, 0)).await;
    gap(&mut sensor, &[1, 3, 4], (200, 1)).await;
    gap(&mut sensor, &[3], (409, 1)).await;
    gap(&mut sensor, &[9, 2, 3], (409, 1)).await;
    gap(&mut sensor, &[3, 2], (409, 1)).await;
    gap(&mut sensor, &[2, 3], (200, 3)).await;
    gap(&mut sensor, &[u64::MAX >> 1], (409, 3)).await;
    world.proves_well().await;
}

#[tokio::test]
async fn frames_of_another_sensor_are_refused_and_the_good_ones_beside_them() {
    let world = World::new().await;
    let victim = world.sensor("biwa").await;
    let mut sensor = world.sensor("asahi").await;
    check(&world, &mut sensor, delivery(&[victim.frame(1, 5)]), 422).await;
    let both = delivery(&[sensor.frame(1, 5), victim.frame(1, 5)]);
    check(&world, &mut sensor, both, 422).await;
    assert_eq!(world.refused(RefusedFor::OtherSensor).await, (2, Some("asahi".to_owned())));
    // Neither has been told to go on from another number.
    for mut of in [sensor, victim] {
        assert_eq!(of.deliver(&[of.frame(1, 5)]).await.acknowledged(), Some(1));
    }
    world.proves_well().await;
}

#[tokio::test]
async fn numbers_and_times_that_can_not_be_break_nothing() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let last = wire::Batch { last: u64::MAX, ..sensor.batch(1, 0) }.encode().unwrap();
    check(&world, &mut sensor, delivery(&[last]), 422).await;
    assert_eq!(world.refused(RefusedFor::Impossible).await, (1, Some("asahi".to_owned())));
    // Times at both ends of what can be written: taken and marked, as a wrong clock is nobody's fault. What they
    // say of the hours listened is not believed.
    for (number, made_us, from_us, until_us) in
        [(1, i64::MAX, i64::MIN, i64::MAX), (2, i64::MIN, i64::MAX, i64::MIN), (3, 0, -1, 0)]
    {
        let mut batch = wire::Batch { made_us, from_us, until_us, ..sensor.batch(number, 2) };
        batch.v4[0].ts = i64::MAX;
        batch.v4[1].ts = i64::MIN;
        let said = sensor.deliver(&[batch.encode().unwrap()]).await;
        assert_eq!((said.status, said.acknowledged()), (200, Some(number)), "{said:?}");
    }
    let seen = world.app.observe.fleet_sensor("asahi").await.unwrap();
    let lost: u64 = seen.lost.iter().map(|loss| loss.packets).sum();
    assert_eq!(seen.packets + lost, 6, "in the lake or told as lost: {seen:?}");
    assert!(seen.covered.hours <= 1, "{:?}", seen.covered.hours);
    // Losses that no counter holds.
    let loss =
        wire::Loss { cause: wire::Cause::Kernel, packets: u64::MAX, from_us: i64::MIN, until_us: i64::MAX };
    let batch = wire::Batch { losses: vec![loss; wire::MAX_LOSSES], not_ip: u64::MAX, ..sensor.batch(4, 0) };
    assert_eq!(sensor.deliver(&[batch.encode().unwrap()]).await.status, 200);
    world.app.observe.fleet().await.unwrap();
    world.proves_well().await;
}

#[tokio::test]
async fn bombs_are_refused_before_they_are_unpacked() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let id = sensor.id;
    // A quarter of a gigabyte in a column of a hundred packets, in a few KiB of zstd.
    let bomb = frame(id, 100, &zeros(2, 1 << 28));
    assert!(bomb.len() < 64 << 10, "{}", bomb.len());
    check(&world, &mut sensor, delivery(&[bomb]), 400).await;
    // Values that are not there: dictionaries that are larger than the frame, plain columns without bytes.
    check(&world, &mut sensor, delivery(&[frame(id, u16::MAX, &[4, 0x23, 255, 255, 0x21])]), 400).await;
    check(&world, &mut sensor, delivery(&[frame(id, u16::MAX, &[7, 0x21, 1, 2, 3, 4])]), 400).await;
    // Constant columns need no bytes at all: a thousand frames of 65,535 packets each in a tenth of a megabyte.
    let constant = delivery(&vec![frame(id, u16::MAX, &[]); 1000]);
    assert!(constant.len() < 128 << 10, "{}", constant.len());
    check(&world, &mut sensor, constant, 413).await;
    assert_eq!(world.refused(RefusedFor::Damaged).await, (3, Some("asahi".to_owned())));
    assert_eq!(world.refused(RefusedFor::TooLarge).await, (1, Some("asahi".to_owned())));
    world.proves_well().await;
}

#[tokio::test]
async fn lies_about_sizes_are_refused() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let good = sensor.frame(1, 50);
    let with = |at: usize, bytes: &[u8]| {
        let mut frame = good.clone();
        frame[at..at + bytes.len()].copy_from_slice(bytes);
        sealed::seal(frame)
    };
    let body = |length: u32, frame: &[u8]| {
        let mut body = delivery(std::slice::from_ref(&frame.to_vec()));
        let at = body.len() - 1 - frame.len() - 4;
        body[at..at + 4].copy_from_slice(&length.to_le_bytes());
        body
    };
    let length = good.len() as u32;
    for (body, status) in [
        // Of the delivery: longer and shorter than what is there, nothing, more than may be.
        (body(length + 1, &good), 400),
        (body(length - 1, &good), 400),
        (body(0, &good), 400),
        (body(u32::MAX, &good), 400),
        // Of the frame: its length, its packets of both families, its losses.
        (delivery(&[with(8, &(length - 1).to_le_bytes())]), 400),
        (delivery(&[with(8, &u32::MAX.to_le_bytes())]), 400),
        (delivery(&[with(72, &51_u32.to_le_bytes())]), 400),
        (delivery(&[with(72, &u32::MAX.to_le_bytes())]), 400),
        (delivery(&[with(76, &65_536_u32.to_le_bytes())]), 400),
        (delivery(&[with(12, &256_u16.to_le_bytes())]), 400),
        // Cut off, nothing at all, something else, more behind the end.
        (delivery(std::slice::from_ref(&good))[..good.len()].to_vec(), 400),
        (Vec::new(), 400),
        (b"GET / HTTP/1.1\r\n\r\n".to_vec(), 400),
        ([delivery(std::slice::from_ref(&good)), vec![1]].concat(), 400),
        // Larger than any delivery, and more frames than one may have.
        (vec![0; wire::MAX_DELIVERY + 1], 413),
        (delivery(&vec![sensor.frame(1, 0); wire::MAX_DELIVERY_FRAMES + 1]), 413),
    ] {
        check(&world, &mut sensor, body, status).await;
    }
    let refused = world.refused(RefusedFor::Damaged).await.0 + world.refused(RefusedFor::TooLarge).await.0;
    assert_eq!(refused, 16);
    world.proves_well().await;
}

#[tokio::test]
async fn no_byte_can_be_turned_on_the_way() {
    let world = World::new().await;
    let mut sensor = world.sensor("asahi").await;
    let good = sensor.frame(1, 50);
    for at in (0..good.len()).step_by(7) {
        let mut turned = good.clone();
        turned[at] ^= 0x10;
        check(&world, &mut sensor, delivery(&[turned]), 400).await;
    }
    assert_eq!(sensor.deliver(&[good]).await.acknowledged(), Some(1));
    world.proves_well().await;
}
