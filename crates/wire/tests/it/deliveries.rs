//! Deliveries: in pieces, cut off, too large, and not deliveries at all.

use wire::{
    Batch, Delivery, DeliveryError, DeliveryReader, Frame, FrameError, MAX_DELIVERY, MAX_DELIVERY_FRAMES,
    MAX_DELIVERY_PACKETS, MAX_FRAME, Status,
};

use crate::sealed;

/// What came out of a delivery: offsets and numbers of packets, and how it ended.
type Outcome = (Vec<(Option<i64>, usize)>, Result<(), DeliveryError>);

/// Reads a delivery that comes in pieces of this size.
fn read(bytes: &[u8], piece: usize) -> Outcome {
    let mut reader = DeliveryReader::default();
    let mut frames = Vec::new();
    let end = bytes.chunks(piece).try_for_each(|piece| {
        reader.feed(piece)?;
        while let Some(delivered) = reader.next()? {
            frames.push((delivered.offset_us, delivered.frame.v4));
        }
        Ok(())
    });
    (frames, end.and_then(|()| reader.finish()))
}

fn status() -> Status {
    Status { sent_us: -5, waiting_frames: 3, waiting_bytes: 4, version: "1.0".to_owned() }
}

fn small() -> Vec<u8> {
    sealed::frame(7, 0, 0, &[2, 0x00, 6])
}

/// A delivery of two frames, and where its parts begin.
fn two() -> (Vec<u8>, [usize; 3]) {
    let frame = small();
    let frame = Frame::read(&frame).unwrap();
    let mut delivery = Delivery::new(&status());
    assert!(delivery.add(&frame, None) && delivery.add(&frame, Some(i64::MIN)));
    assert_eq!(delivery.frames(), 2);
    let first = 33 + 3;
    let second = first + 1 + 4 + frame.bytes().len();
    (delivery.into_bytes(), [first, second, second + 1 + 8 + 4 + frame.bytes().len()])
}

#[test]
fn a_delivery_is_the_same_in_pieces_of_any_size() {
    let (bytes, _) = two();
    for piece in 1..=bytes.len() {
        assert_eq!(read(&bytes, piece), (vec![(None, 7), (Some(i64::MIN), 7)], Ok(())), "pieces of {piece}");
    }
}

#[test]
fn a_delivery_that_is_cut_off_gives_the_frames_that_came_and_says_so() {
    let (bytes, [_, second, end]) = two();
    for there in 0..bytes.len() {
        let (frames, outcome) = read(&bytes[..there], 64);
        assert_eq!(frames.len(), usize::from(there >= second) + usize::from(there >= end), "{there}");
        assert_eq!(outcome, Err(DeliveryError::Truncated(there)));
    }
}

#[test]
fn the_status_comes_first() {
    let (bytes, [first, ..]) = two();
    let mut reader = DeliveryReader::default();
    reader.feed(&bytes[..first - 1]).unwrap();
    assert_eq!(reader.next(), Ok(None));
    assert_eq!(reader.status(), None);
    let mut reader = DeliveryReader::default();
    reader.feed(&bytes[..first]).unwrap();
    assert_eq!(reader.next(), Ok(None));
    assert_eq!(reader.status(), Some(&status()));
}

#[test]
fn a_long_version_is_cut_between_letters() {
    let long = Status { version: "版".repeat(30), ..status() };
    let mut reader = DeliveryReader::default();
    reader.feed(&Delivery::new(&long).into_bytes()).unwrap();
    assert_eq!(reader.next(), Ok(None));
    assert_eq!(reader.status().map(|status| status.version.as_str()), Some("版".repeat(21).as_str()));
}

#[test]
fn what_is_no_delivery_is_refused_with_its_place() {
    let check = |change: &dyn Fn(&mut Vec<u8>), taken: usize, expect: DeliveryError| {
        let (mut bytes, _) = two();
        change(&mut bytes);
        let (frames, outcome) = read(&bytes, bytes.len());
        assert_eq!((frames.len(), outcome), (taken, Err(expect)));
        assert_eq!(read(&bytes, 1), (frames, outcome), "byte by byte");
    };
    let (_, [first, second, end]) = two();
    let large = MAX_FRAME as u32 + 1;
    check(&|b| b[0] = b'P', 0, DeliveryError::Magic);
    check(&|b| b[4] = 2, 0, DeliveryError::Version(2));
    check(&|b| b[6] = 1, 0, DeliveryError::Reserved(6));
    check(&|b| b[32] = 65, 0, DeliveryError::Text);
    check(&|b| b[33] = 0xff, 0, DeliveryError::Text);
    check(&|b| b[second] = 3, 1, DeliveryError::Part { at: second, part: 3 });
    check(&|b| b[second] = 127, 1, DeliveryError::Part { at: second, part: 127 });
    check(
        &|b| b[first + 1..first + 5].copy_from_slice(&large.to_le_bytes()),
        0,
        DeliveryError::Length { at: first, length: large },
    );
    check(
        &|b| b[second + 13] = 0,
        1,
        DeliveryError::Frame { at: second + 13, number: 2, error: FrameError::Magic },
    );
    check(&|b| b.push(0), 2, DeliveryError::Trailing(end + 1));
    check(&|b| b[first] = 0, 0, DeliveryError::Trailing(first + 1));
}

#[test]
fn parts_of_the_future_are_skipped() {
    let (mut bytes, [_, second, _]) = two();
    bytes.splice(second..second, [200, 3, 0, 0, 0, 1, 1, 1, 128, 0, 0, 0, 0]);
    for piece in [1, 7, bytes.len()] {
        assert_eq!(read(&bytes, piece), (vec![(None, 7), (Some(i64::MIN), 7)], Ok(())));
    }
}

/// As many of this frame as a delivery takes, and what becomes of one more.
fn full(frame: &[u8]) -> (usize, Outcome) {
    let frame = Frame::read(frame).unwrap();
    let mut delivery = Delivery::new(&status());
    while delivery.add(&frame, None) {}
    let frames = delivery.frames();
    let mut bytes = delivery.into_bytes();
    let (taken, outcome) = read(&bytes, 65_536);
    assert_eq!((taken.len(), outcome), (frames, Ok(())));
    assert!(bytes.len() <= MAX_DELIVERY);
    bytes.pop();
    bytes.push(1);
    bytes.extend((frame.bytes().len() as u32).to_le_bytes());
    bytes.extend(frame.bytes());
    bytes.push(0);
    (frames, read(&bytes, 65_536))
}

#[test]
fn a_delivery_takes_what_it_may_have_and_no_more() {
    let (frames, (taken, outcome)) = full(&sealed::frame(0, 0, 0, &[]));
    assert_eq!((frames, taken.len(), outcome), (4_096, MAX_DELIVERY_FRAMES, Err(DeliveryError::Frames)));

    let (frames, (taken, outcome)) = full(&sealed::frame(32_768, 0, 0, &[2, 0x00, 6]));
    let most = MAX_DELIVERY_PACKETS / 32_768;
    assert_eq!((frames, taken.len(), outcome), (most, most, Err(DeliveryError::Packets)));

    let contents = [&[80, 0x10, 0, 4, 81, 0x01][..], &vec![9; 1_024 * 1_024]].concat();
    let (frames, (taken, outcome)) = full(&sealed::frame(1_024, 0, 0, &contents));
    assert_eq!((frames, taken.len(), outcome), (7, 7, Err(DeliveryError::TooLarge)));
}

#[test]
fn the_largest_frame_fits_a_delivery() {
    let content =
        |n: u32| (0..1_016).map(|at| (n.wrapping_add(at).wrapping_mul(0x9e37_79b9) >> 24) as u8).collect();
    let payloads: Vec<Vec<u8>> = (0..4_096).map(content).collect();
    let v6 = (0..4_096_u32)
        .map(|n| capture::Packet {
            src: u128::from(n).wrapping_mul(u128::MAX / 5),
            ..capture::Packet::default()
        })
        .collect();
    let batch = Batch { first: 1, last: 1, v6, payloads, ..Batch::default() };
    assert!(batch.bound() > MAX_FRAME);
    let batch = Batch { payloads: batch.payloads.iter().map(|p| p[..960].to_vec()).collect(), ..batch };
    let bytes = batch.encode().unwrap();
    let mut delivery = Delivery::new(&status());
    assert!(delivery.add(&Frame::read(&bytes).unwrap(), Some(0)));
    assert_eq!(read(&delivery.into_bytes(), 9_999), (vec![(Some(0), 0)], Ok(())));
}
