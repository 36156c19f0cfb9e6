#![no_main]

mod reports;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    reports::file("", bytes);
    // Behind the root, where most inputs would not get.
    reports::file("", &[b"<IODEF-Document><Incident>", bytes, b"</Incident></IODEF-Document>"].concat());
});
