//! The exact counter against a naive one, and against the reference.

use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use observe::count::{Input, Options, Row, count};
use proptest::prelude::*;

use crate::made::{Pcap, ethernet, ipv4, ipv6, syn, udp};

/// A packet to count: seconds, protocol, port, source.
type Made = (u32, u8, u16, IpAddr);

fn frame(&(_, protocol, port, src): &Made) -> Vec<u8> {
    let payload = match protocol {
        6 => syn(port),
        17 => udp(port),
        _ => vec![port as u8, 0, 0, 0],
    };
    match src {
        IpAddr::V4(src) => ethernet(0x0800, &ipv4(protocol, src.to_bits(), &payload)),
        IpAddr::V6(src) => ethernet(0x86dd, &ipv6(protocol, src.to_bits(), &payload)),
    }
}

fn file(packets: &[Made]) -> Vec<u8> {
    Pcap::default().file(&packets.iter().map(|packet| (packet.0, 0, frame(packet))).collect::<Vec<_>>())
}

fn naive(packets: &[Made]) -> Vec<Row> {
    let mut rows: BTreeMap<(i32, u8, u16), (u64, HashSet<IpAddr>)> = BTreeMap::new();
    for &(seconds, proto, port, src) in packets {
        let port = if matches!(proto, 6 | 17 | 1 | 58) { port } else { 0 };
        let (packets, sources) = rows.entry(((seconds / 3600) as i32, proto, port)).or_default();
        *packets += 1;
        sources.insert(src);
    }
    let row = |((hour, proto, port), (packets, sources)): (_, (u64, HashSet<_>))| Row {
        hour,
        proto,
        port,
        packets,
        sources: sources.len() as u64,
    };
    rows.into_iter().map(row).collect()
}

fn rows(paths: &[PathBuf], options: &Options) -> (Vec<Row>, u64) {
    let counts = count(paths.iter().cloned().map(Input::File).collect(), options).unwrap();
    assert_eq!(counts.readings.len(), paths.len());
    let problems = counts.readings.iter().map(|reading| reading.problem_count).sum();
    let mut rows = Vec::new();
    counts
        .each_hour(|hour| {
            rows.extend_from_slice(hour);
            Ok(())
        })
        .unwrap();
    (rows, problems)
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// All ways to count the same packets.
fn check(packets: &[Made]) {
    let folder = tempfile::tempdir().unwrap();
    let whole = written(folder.path(), "whole", &file(packets));
    let (front, back) = packets.split_at(packets.len() / 3);
    let front = written(folder.path(), "front", &file(front));
    let back = written(folder.path(), "back", &file(back));
    let expect = naive(packets);
    for memory in [1, 300_000, 1 << 26] {
        for threads in [1, 2, 3] {
            let options = Options { threads, memory, piece: 4096, ..Options::default() };
            assert!(rows(std::slice::from_ref(&whole), &options) == (expect.clone(), 0), "{options:?}");
            assert!(
                rows(&[front.clone(), back.clone()], &options) == (expect.clone(), 0),
                "{options:?}, two files"
            );
        }
    }
}

fn packets(count: usize, sources: u32) -> impl Strategy<Value = Vec<Made>> {
    let src = prop_oneof![
        8 => (0..sources).prop_map(|n| IpAddr::V4(n.into())),
        1 => (0..u128::from(sources)).prop_map(|n| IpAddr::V6(n.into())),
    ];
    let protocol =
        prop_oneof![4 => Just(6_u8), 2 => Just(17), 1 => Just(1), 1 => Just(58), 1 => Just(47), 1 => Just(0)];
    let packet = (0..6_u32, protocol, 0..5_u16, src).prop_map(|(hour, protocol, port, src)| {
        // An IPv6 hop-by-hop header would not be the last one.
        let protocol = if src.is_ipv6() && protocol == 0 { 47 } else { protocol };
        (hour * 3600 + 7, protocol, port, src)
    });
    proptest::collection::vec(packet, 0..count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn equals_the_naive_count_in_any_order_memory_and_threads(packets in packets(2000, 40)) {
        check(&packets);
    }
}

/// Enough packets of one hour that it leaves the log for a table, with hours before and after mixed in.
#[test]
fn busy_hours_equal_the_naive_count() {
    let mut state = 1_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let packets: Vec<Made> = (0..90_000)
        .map(|n| {
            let hour = if next(10) == 0 { next(3) as u32 } else { n / 45_000 };
            let src = next(20_000) as u32;
            let src = if next(4) == 0 { IpAddr::V6(u128::from(src).into()) } else { IpAddr::V4(src.into()) };
            (hour * 3600 + 1, [6, 6, 6, 17, 1][next(5) as usize], next(200) as u16, src)
        })
        .collect();
    check(&packets);
}

#[test]
fn a_wrong_guess_of_a_record_is_thrown_away() {
    // The payload of every frame is itself the middle of a capture, so that the guess falls into one.
    let inner =
        Pcap::default().file(&vec![(7, 0, frame(&(7, 6, 1, IpAddr::V4(3.into())))); 40])[24..].to_vec();
    let outer: Vec<Made> = (0..60).map(|n| (7, 17, 9, IpAddr::V4(n.into()))).collect();
    let records: Vec<_> =
        outer.iter().map(|packet| (7, 0, [frame(packet), inner.clone()].concat())).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "nested", &Pcap::default().file(&records));
    for threads in [1, 2, 3, 7] {
        let options = Options { threads, piece: 4096, ..Options::default() };
        assert_eq!(rows(std::slice::from_ref(&path), &options), (naive(&outer), 0), "{threads} threads");
    }
}

#[test]
fn a_damaged_capture_counts_the_same_in_pieces() {
    let packets: Vec<Made> = (0..4000).map(|n| (n, 6, 445, IpAddr::V4((n % 91).into()))).collect();
    let mut bytes = file(&packets);
    let middle = bytes.len() / 2;
    for place in [middle - 5000, middle, middle + 5000] {
        bytes[place..place + 300].fill(0xa5);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), "damaged", &bytes);
    let alone = rows(std::slice::from_ref(&path), &Options::default());
    assert!(alone.1 >= 3);
    for threads in [2, 3, 4] {
        let options = Options { threads, piece: 4096, ..Options::default() };
        assert_eq!(rows(std::slice::from_ref(&path), &options), alone, "{threads} threads");
    }
}

#[test]
fn inputs_that_cannot_be_read_are_problems_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let good = written(folder.path(), "good", &file(&[(7, 6, 445, IpAddr::V4(1.into()))]));
    let bad = written(folder.path(), "bad", &[0; 100]);
    let inputs = [folder.path().join("absent"), good, bad].map(Input::File);
    let counts = count(inputs.into(), &Options { threads: 2, ..Options::default() }).unwrap();
    let read: Vec<_> =
        counts.readings.iter().map(|reading| (reading.packets, reading.problem_count)).collect();
    assert_eq!(read, [(0, 1), (1, 0), (0, 1)]);
    let mut csv = Vec::new();
    counts.write_csv(&mut csv).unwrap();
    assert_eq!(String::from_utf8(csv).unwrap(), "0,6,445,1,1\n");
}

/// The reference capture has 2 million packets; it is made anew, as it may not be kept here.
#[test]
fn the_reference_capture_equals_the_reference_count() {
    let bench = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench");
    let Ok(expected) = std::fs::File::open(bench.join("scan2m.expected.csv.gz")) else {
        return eprintln!("left out: the reference count, as ../shared/bench is absent");
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scan2m.pcap");
    let python = std::env::var_os("HINOMI_DUCKDB_PYTHON").unwrap_or_else(|| "python3".into());
    let made = Command::new(&python)
        .arg(bench.join("scan_pcap.py"))
        .arg(&path)
        .args(["2000000", "24", "1"])
        .output();
    if !made.is_ok_and(|output| output.status.success()) {
        return eprintln!(
            "left out: the reference count, as {} has no numpy to make the capture",
            python.display()
        );
    }
    let expected = std::io::read_to_string(flate2::read::GzDecoder::new(expected)).unwrap();
    // The reference is sorted as text, after the hour.
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    for (threads, memory) in [(1, 64 << 20), (2, 64 << 20), (2, 4 << 20)] {
        let inputs = vec![Input::File(path.clone())];
        let counts = count(inputs, &Options { threads, memory, ..Options::default() }).unwrap();
        let mut csv = Vec::new();
        counts.write_csv(&mut csv).unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(sorted(&csv) == sorted(&expected), "{threads} threads, {memory} bytes");
    }
}
