//! Capture files over the wire.

use capture::{Packet, Sink};

use crate::captures::{pcap, scans};
use crate::collector::{Collector, Fault};
use crate::program::{Program, text};

#[derive(Debug, Default, PartialEq, Eq)]
struct Packets {
    v4: Vec<Packet<u32>>,
    v6: Vec<Packet<u128>>,
}

impl Sink for Packets {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.v4.push(*packet);
    }

    fn v6(&mut self, packet: &Packet<u128>) {
        self.v6.push(*packet);
    }
}

fn of_file(path: &std::path::Path) -> Packets {
    let mut packets = Packets::default();
    let reading = capture::capture(capture::open(path).unwrap(), 0, &mut packets);
    assert_eq!(reading.problem_count, 0);
    packets
}

fn of_collector(collector: &Collector) -> Packets {
    let mut packets = Packets::default();
    for (batch, _) in &collector.taken().batches {
        packets.v4.extend(&batch.v4);
        packets.v6.extend(&batch.v6);
    }
    packets
}

/// What arrives is what the file holds, packet for packet, whatever goes wrong on the way.
#[test]
fn a_file_arrives_once_whatever_fails() {
    let collector = Collector::here();
    let program = Program::new();
    program.enrol(&collector);
    let file = program.path("scans.pcap");
    pcap(&file, &scans(5_000));
    use Fault::{CutAfter, CutBefore, OnlyFirst, Status};
    collector.fail([
        CutAfter,
        Status(502),
        OnlyFirst,
        CutBefore,
        Status(413),
        Status(503),
        OnlyFirst,
        CutAfter,
    ]);

    program.ok(&["replay", text(&file), "--batch-packets", "100"]);

    assert_eq!(of_collector(&collector), of_file(&file));
    let taken = collector.taken();
    assert!(taken.faults.is_empty(), "{:?}", taken.faults);
    assert!(taken.repeated > 0);
    assert_eq!((taken.acknowledged, taken.lost()), (50, 0));
    assert!(taken.batches.windows(2).all(|pair| pair[0].0.until_us == pair[1].0.from_us));
    assert!(taken.batches.iter().all(|(_, offset_us)| *offset_us == Some(0)), "a file's times are its own");
}
