//! Any bytes as a frame, and any bytes behind a header that is right: what is taken is written and read as the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wire::{EncodeError, Frame};

#[path = "../../crates/wire/tests/it/sealed.rs"]
mod sealed;

fuzz_target!(|input: (u16, u16, u8, &[u8])| {
    let (v4, v6, losses, rest) = input;
    check(rest);
    check(&sealed::frame(v4, v6, losses, rest));
});

fn check(bytes: &[u8]) {
    let Ok(frame) = Frame::read(bytes) else { return };
    let Ok(batch) = frame.into_batch() else { return };
    match batch.encode() {
        Ok(again) => assert_eq!(Frame::read(&again).unwrap().into_batch().as_ref(), Ok(&batch)),
        Err(error) => assert!(matches!(error, EncodeError::Size(_)), "{error}"),
    }
}
