#![no_main]

mod reports;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    reports::file("", bytes);
    reports::file("", &[b"date,URL,description\n", bytes].concat());
});
