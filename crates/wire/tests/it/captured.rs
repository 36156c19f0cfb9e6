//! Packets as an interface hands them over: they come out as they went in, and what follows from a header is not sent.

use std::path::{Path, PathBuf};

use capture::frame::{Outcome, Seen, decode};
use capture::{Packet, Sink, capture};
use wire::{Batch, Frame, MAX_PACKETS};

/// Link type of packets without anything before them (`LINKTYPE_RAW`).
const RAW: u16 = 101;

#[derive(Default)]
struct Taken(Batch);

impl Sink for Taken {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.0.v4.push(*packet);
    }

    fn v6(&mut self, packet: &Packet<u128>) {
        self.0.v6.push(*packet);
    }
}

fn check(batch: &Batch) -> Vec<u8> {
    let bytes = batch.encode().unwrap();
    assert_eq!(Frame::read(&bytes).unwrap().into_batch().as_ref(), Ok(batch));
    bytes
}

/// The numbers of the columns of a frame of one packet, which are all constant.
fn columns(frame: &[u8]) -> Vec<u8> {
    let mut rest = &frame[96..frame.len() - 8];
    let mut numbers = Vec::new();
    while let [number, coding, values @ ..] = rest {
        assert_eq!(coding & 15, 0, "one packet is constant");
        numbers.push(*number);
        rest = &values[1 << (coding >> 4)..];
    }
    numbers
}

/// An IP packet with this header and these bytes behind it.
fn packet(version: u8, protocol: u8, behind: &[u8]) -> Vec<u8> {
    let mut header = if version == 4 { vec![0x45; 20] } else { vec![0x60; 40] };
    let length = behind.len() as u8 + if version == 4 { 20 } else { 0 };
    let (length_at, protocol_at) = if version == 4 { (3, 9) } else { (5, 6) };
    header[length_at - 1..=length_at].copy_from_slice(&[0, length]);
    header[protocol_at] = protocol;
    if version == 4 {
        header[6..8].fill(0);
    }
    [header, behind.to_vec()].concat()
}

#[test]
fn what_follows_from_the_header_of_a_whole_packet_is_not_sent() {
    let check = |version: u8, protocol: u8, behind: &[u8], expect: &[u8]| {
        let mut taken = Taken(Batch { first: 1, last: 1, ..Batch::default() });
        let seen = Seen { ts: 1, sensor: 0 };
        assert_eq!(decode(RAW, &packet(version, protocol, behind), seen, &mut taken), Outcome::Packet);
        assert_eq!(columns(&check(&taken.0)), expect, "IPv{version} {protocol}");
    };
    let tcp: Vec<u8> = (1..=20).collect();
    check(4, 6, &tcp, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    check(4, 17, &tcp[..8], &[1, 2, 3, 4, 5, 6, 8, 10, 11]);
    check(4, 1, &[8, 1, 0, 0], &[1, 2, 3, 4, 5, 6, 8, 10, 11]);
    check(4, 47, &tcp, &[1, 2, 4, 5, 8, 10, 11]);
    check(6, 6, &tcp, &[33, 34, 35, 36, 37, 38, 39, 41, 42, 43, 44]);
    check(6, 58, &[128, 1, 0, 0], &[33, 34, 35, 36, 37, 38, 42, 43]);
    // Cut off: what is known is told, and the class where it can't be told from that.
    check(4, 6, &tcp[..4], &[1, 2, 3, 4, 5, 6, 8, 10, 11, 13]);
    check(4, 17, &[], &[1, 2, 4, 5, 8, 10, 11, 13]);
    check(4, 1, &[3], &[1, 2, 3, 4, 5, 8, 10, 11, 13, 14]);
}

#[test]
fn captures_of_others_come_out_as_they_went_in() {
    let shared = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/observe"));
    let mut files = Vec::new();
    collect(shared, &mut files);
    if files.is_empty() {
        println!("left out: there are no captures beside the checkout");
        return;
    }
    let (mut packets, mut bytes) = (0, 0);
    for file in &files {
        let mut taken = Taken::default();
        capture(std::fs::File::open(file).unwrap(), 0, &mut taken);
        let Batch { v4, v6, .. } = taken.0;
        let from_us = v4.first().map(|p| p.ts).or(v6.first().map(|p| p.ts)).unwrap_or_default();
        let empty = Batch { first: 1, last: 1, from_us, ..Batch::default() };
        for v4 in v4.chunks(MAX_PACKETS) {
            bytes += check(&Batch { v4: v4.to_vec(), ..empty.clone() }).len();
        }
        for v6 in v6.chunks(MAX_PACKETS) {
            bytes += check(&Batch { v6: v6.to_vec(), ..empty.clone() }).len();
        }
        packets += v4.len() + v6.len();
    }
    println!("{packets} packets of {} captures in {bytes} bytes", files.len());
    assert!(packets > 0);
}

/// All captures below a folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "pcap" || end == "pcapng") {
            files.push(path);
        }
    }
}
