//! Any bytes behind a pcap magic: no panic, no packet twice, problems within the input.

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

const MAGICS: [[u8; 4]; 6] = [
    [0xd4, 0xc3, 0xb2, 0xa1],
    [0xa1, 0xb2, 0xc3, 0xd4],
    [0x4d, 0x3c, 0xb2, 0xa1],
    [0xa1, 0xb2, 0x3c, 0x4d],
    [0x34, 0xcd, 0xb2, 0xa1],
    [0xa1, 0xb2, 0xcd, 0x34],
];

fuzz_target!(|input: (u8, &[u8])| {
    let magic = MAGICS[usize::from(input.0) % MAGICS.len()];
    let bytes = [&magic, input.1].concat();
    let mut count = Count::default();
    let reading = capture(&*bytes, 0, &mut count);
    assert_eq!(reading.packets, count.0);
    assert!(reading.packets <= bytes.len() as u64 / 16);
    assert!(reading.problems.iter().all(|problem| problem.offset <= bytes.len() as u64));
});
