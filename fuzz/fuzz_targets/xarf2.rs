#![no_main]

mod reports;

/// A mail up to the mapping.
const HEAD: &[u8] = b"From: a@b.example\r\nX-XARF: PLAIN\r\n\r\n---\nReport-Type: a\nSource: 192.0.2.1\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    reports::mail(bytes);
    reports::mail(&[HEAD, bytes].concat());
});
