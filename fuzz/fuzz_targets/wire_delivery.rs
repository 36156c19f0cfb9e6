//! Any bytes as a delivery: the same comes out of it whole and in pieces, and never more than was in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{Delivery, DeliveryError, DeliveryReader, Frame, Status};

#[path = "../../crates/wire/tests/it/sealed.rs"]
mod sealed;

/// One part: its number, the offset of its clock, packets, bytes behind its header.
type Part<'a> = (u8, i64, u16, &'a [u8]);

fuzz_target!(|input: (u8, &[u8], Vec<Part<'_>>, &[u8])| {
    let (piece, raw, parts, rest) = input;
    let piece = usize::from(piece) + 1;
    check(raw, piece);
    let mut bytes = Delivery::new(&Status { version: "fuzz".to_owned(), ..Status::default() }).into_bytes();
    bytes.pop();
    for (part, offset_us, packets, columns) in parts {
        bytes.push(part);
        if part == 2 {
            bytes.extend(offset_us.to_le_bytes());
        }
        let frame = sealed::frame(packets, 0, 0, columns);
        bytes.extend((frame.len() as u32).to_le_bytes());
        bytes.extend(frame);
    }
    bytes.extend(rest);
    check(&bytes, piece);
});

fn check(bytes: &[u8], piece: usize) {
    let whole = read(bytes, bytes.len().max(1));
    assert!(whole.0.iter().map(|(_, frame)| frame.len()).sum::<usize>() <= bytes.len());
    assert_eq!(whole, read(bytes, piece));
}

type Outcome = (Vec<(Option<i64>, Vec<u8>)>, Result<(), DeliveryError>);

fn read(bytes: &[u8], piece: usize) -> Outcome {
    let mut reader = DeliveryReader::default();
    let mut frames = Vec::new();
    for piece in bytes.chunks(piece) {
        reader.feed(piece).unwrap();
        loop {
            match reader.next() {
                Ok(Some(delivered)) => frames.push((delivered.offset_us, frame(&delivered.frame))),
                Ok(None) => break,
                Err(error) => return (frames, Err(error)),
            }
        }
    }
    let end = reader.finish();
    (frames, end)
}

fn frame(frame: &Frame<'_>) -> Vec<u8> {
    frame.bytes().to_vec()
}
