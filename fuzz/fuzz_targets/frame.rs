//! Any frame of any link type: exactly one outcome, and fields that its protocol has.

#![no_main]

use libfuzzer_sys::fuzz_target;
use observe::read::Sink;
use observe::read::frame::{Outcome, Seen, decode};
use observe::{Known, Packet, proto};

#[derive(Default)]
struct Check(u64);

impl Sink for Check {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.0 += 1;
        check(packet.proto, packet.dport, packet.known);
    }
    fn v6(&mut self, packet: &Packet<u128>) {
        self.0 += 1;
        check(packet.proto, packet.dport, packet.known);
    }
}

fn check(protocol: u8, dport: u16, known: Known) {
    let ports = matches!(protocol, proto::TCP | proto::UDP);
    let types = matches!(protocol, proto::ICMP | proto::ICMPV6);
    assert!(ports || dport == 0 || types && dport < 256);
    assert!(ports || types || !known.has(Known::SPORT));
    assert!(protocol == proto::TCP || !known.has(Known::FLAGS));
}

fuzz_target!(|input: (u16, &[u8])| {
    let mut sink = Check::default();
    let outcome = decode(input.0, input.1, Seen::default(), &mut sink);
    assert_eq!(sink.0, u64::from(outcome == Outcome::Packet));
});
