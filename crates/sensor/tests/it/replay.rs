//! Capture files over the wire.

use std::process::Stdio;
use std::time::Duration;

use capture::{Packet, Sink};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::captures::{pcap, scans, syn, v4};
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

/// At the capture's pace, packets come as far apart as they did, and what has come does not wait for what comes later.
#[test]
fn the_pace_of_a_capture_is_kept() {
    let collector = Collector::here();
    let program = Program::new();
    program.enrol(&collector);
    let file = program.path("scans.pcap");
    // Three seconds of a packet a millisecond.
    pcap(&file, &scans(3_000));
    let began = std::time::Instant::now();
    program.ok(&["replay", "--pace", text(&file), "--batch-seconds", "1"]);
    assert!(began.elapsed().as_secs_f64() > 2.9);
    assert_eq!(of_collector(&collector), of_file(&file));
    assert!(collector.taken().batches.len() >= 2);
}

/// What is played without delivering waits, and a spool that is full says so.
#[test]
fn what_is_not_delivered_waits() {
    let collector = Collector::here();
    let program = Program::new();
    program.enrol(&collector);
    let file = program.path("scans.pcap");
    pcap(&file, &scans(2_000));
    let said = program.ok(&["replay", "--no-wait", text(&file), "--batch-packets", "500"]);
    assert_eq!(said, "4 frames wait for delivery.\n");
    assert_eq!(collector.taken().packets(), 0);
    // An empty capture brings nothing of its own.
    pcap(&file, &[]);
    let said = program.ok(&["replay", text(&file)]);
    assert_eq!(said, "Delivered; the collector has everything up to frame 4.\n");
    assert_eq!(collector.taken().packets(), 2_000);
}

/// Killed at any moment, while it reads, writes or delivers: what arrives of a file is its beginning, each packet once.
#[test]
fn a_kill_leaves_the_beginning_of_a_file() {
    let collector = Collector::here();
    let program = Program::new();
    program.enrol(&collector);
    let file = program.path("scans.pcap");
    let count = 20_000;
    let scan = |n: u32| v4(6, [198, 51, 100, 7], [192, 0, 2, 1], &syn(40_000, 23, n));
    pcap(&file, &(0..count).map(scan).collect::<Vec<_>>());
    let mut random = StdRng::seed_from_u64(11);
    let rounds = 15;
    for _ in 0..rounds {
        if random.gen_bool(0.5) {
            collector.fail([Fault::CutAfter]);
        }
        let mut command = program.command(&["replay", text(&file), "--batch-packets", "200"]);
        let mut replay = command.stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(random.gen_range(20..900)));
        replay.kill().unwrap();
        replay.wait().unwrap();
    }
    collector.taken().faults.clear();
    pcap(&file, &[]);
    program.ok(&["replay", text(&file)]);

    let packets = of_collector(&collector).v4;
    let mut times = vec![0_u32; count as usize];
    packets.iter().for_each(|packet| times[packet.seq as usize] += 1);
    assert!(times[0] > 0 && times[0] <= rounds, "{}", times[0]);
    assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "each round left a beginning");
    assert_eq!(collector.taken().lost(), 0);
}
