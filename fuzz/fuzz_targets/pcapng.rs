//! Any bytes behind a section header: no panic, no packet twice, problems within the input.

#![no_main]

use libfuzzer_sys::fuzz_target;
use observe::Packet;
use observe::read::{Sink, capture};

#[derive(Default)]
struct Count(u64);

impl Sink for Count {
    fn v4(&mut self, _: &Packet<u32>) {
        self.0 += 1;
    }
    fn v6(&mut self, _: &Packet<u128>) {
        self.0 += 1;
    }
}

const LITTLE: [u8; 28] = [
    0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255,
    255, 255, 28, 0, 0, 0,
];
const BIG: [u8; 28] = [
    0x0a, 0x0d, 0x0d, 0x0a, 0, 0, 0, 28, 0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0, 255, 255, 255, 255, 255, 255,
    255, 255, 0, 0, 0, 28,
];

fuzz_target!(|input: (bool, &[u8])| {
    let section = if input.0 { BIG } else { LITTLE };
    let bytes = [&section, input.1].concat();
    let mut count = Count::default();
    let reading = capture(&*bytes, 0, &mut count);
    assert_eq!(reading.packets, count.0);
    assert!(reading.packets <= bytes.len() as u64 / 16);
    assert!(reading.problems.iter().all(|problem| problem.offset <= bytes.len() as u64));
});
