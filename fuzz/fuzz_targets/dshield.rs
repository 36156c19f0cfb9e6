#![no_main]

mod lines;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    lines::check(observe::read::lines::Format::Dshield, None, bytes);
});
