#![no_main]

mod reports;

/// A mail up to the report.
const HEAD: &[u8] = b"From: a@b.example\r\nContent-Type: message/feedback-report\r\n\r\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    reports::mail(bytes);
    reports::mail(&[HEAD, bytes].concat());
});
