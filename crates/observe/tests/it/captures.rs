//! Containers: pcap, pcapng, compression, and damage in each.

use std::io::{Read, Write};

use observe::Reading;
use observe::read::{Kind, capture, decompressed, sniff};

use crate::made::{Kept, Pcap, ethernet, ipv4, ipv6, syn, udp};

const START: u32 = 1_200_000_000;

fn frames(count: u32) -> Vec<(u32, u32, Vec<u8>)> {
    (0..count).map(|n| (START + n, n, ethernet(0x0800, &ipv4(6, n, &syn(445))))).collect()
}

fn read(bytes: &[u8]) -> (Kept, Reading) {
    let mut kept = Kept::default();
    let reading = capture(bytes, 7, &mut kept);
    assert_eq!(reading.packets, (kept.v4.len() + kept.v6.len()) as u64);
    (kept, reading)
}

/// The sources that were read, and the offsets of the problems.
fn sources(bytes: &[u8]) -> (Vec<u32>, Vec<u64>) {
    let (kept, reading) = read(bytes);
    (kept.v4.iter().map(|packet| packet.src).collect(), reading.problems.iter().map(|p| p.offset).collect())
}

#[test]
fn all_variants_of_pcap_read_the_same() {
    for big_endian in [false, true] {
        for (magic, fraction) in [(0xa1b2_c3d4, 5), (0xa1b2_3c4d, 5_999), (0xa1b2_cd34, 5)] {
            // With and without the length of a frame check sequence.
            for link_type in [1, 0x4400_0001] {
                let made = Pcap { magic, big_endian, link_type };
                let file = made.file(&[(START, fraction, ethernet(0x0800, &ipv4(6, 9, &syn(445))))]);
                assert_eq!(sniff(&file), Some(Kind::Pcap));
                let (kept, reading) = read(&file);
                assert_eq!(reading, Reading { packets: 1, ..Reading::default() }, "{made:?}");
                assert_eq!(
                    (kept.v4[0].ts, kept.v4[0].sensor),
                    (i64::from(START) * 1_000_000 + 5, 7),
                    "{made:?}"
                );
            }
        }
    }
}

#[test]
fn captures_one_behind_the_other_are_one() {
    let mut file = Pcap::default().file(&frames(3));
    let other = Pcap { big_endian: true, link_type: 101, ..Pcap::default() };
    file.extend(other.file(&[(START, 0, ipv4(17, 77, &udp(53)))]));
    assert_eq!(sources(&file), (vec![0, 1, 2, 77], vec![]));
}

#[test]
fn what_is_not_ip_is_counted_by_name_and_what_is_damaged_is_a_problem() {
    let arp = ethernet(0x0806, &[0; 28]);
    let file = Pcap::default().file(&[(START, 0, arp.clone()), (START, 1, arp), (START, 2, vec![1, 2, 3])]);
    let (_, reading) = read(&file);
    assert_eq!(reading.not_ip.iter().map(|(name, &n)| (name.as_str(), n)).collect::<Vec<_>>(), [("ARP", 2)]);
    assert_eq!((reading.packets, reading.problem_count), (0, 1));
    assert_eq!(reading.problems[0].offset, 24 + 2 * (16 + 42) + 16);
    let (_, reading) = read(&Pcap { link_type: 105, ..Pcap::default() }.file(&frames(2)));
    assert_eq!((reading.not_ip["link type 105"], reading.problem_count), (2, 1));
}

#[test]
fn a_cut_off_pcap_gives_what_is_there() {
    let file = Pcap::default().file(&frames(3));
    let record = 16 + 14 + 40;
    for cut in 1..record {
        let (read, problems) = sources(&file[..file.len() - cut]);
        assert_eq!((read, problems), (vec![0, 1], vec![24 + 2 * record as u64]), "{cut} bytes cut off");
    }
    assert_eq!(sources(&file[..20]), (vec![], vec![0]));
    assert_eq!(sources(b""), (vec![], vec![0]));
    assert_eq!(sources(b"nothing that is a capture"), (vec![], vec![0]));
}

#[test]
fn damage_in_a_pcap_costs_what_is_damaged() {
    let record = 16 + 14 + 40;
    let whole = Pcap::default().file(&frames(100));
    let at = 24 + 50 * record;
    let without = |lost: &[u32]| (0..100).filter(|n| !lost.contains(n)).collect::<Vec<u32>>();
    // A length that cannot be.
    let mut file = whole.clone();
    file[at + 8..at + 12].fill(0xff);
    assert_eq!(sources(&file), (without(&[50]), vec![at as u64]));
    // A hole of zeros over two records.
    let mut file = whole.clone();
    file[at..at + 2 * record].fill(0);
    assert_eq!(sources(&file), (without(&[50, 51]), vec![at as u64]));
    // Bytes that are gone from a frame: the next header is where none is.
    let mut file = whole.clone();
    file.drain(at + 30..at + 40);
    let (read, problems) = sources(&file);
    assert!(
        read.starts_with(&without(&[50, 51])[..50]) && read.ends_with(&(52..100).collect::<Vec<_>>()),
        "{read:?}"
    );
    assert_eq!(problems.len(), 2, "the frame that lacks bytes, and the header that is not there");
    // Bytes that came in between.
    let mut file = whole.clone();
    file.splice(at..at, [0xee; 333]);
    assert_eq!(sources(&file), (without(&[]), vec![at as u64]));
    // A length that would swallow all records to the end of the file.
    let mut file = whole;
    file[at + 8..at + 12].copy_from_slice(&200_000_u32.to_le_bytes());
    assert_eq!(sources(&file), (without(&[50]), vec![at as u64]));
}

/// Blocks of pcapng, in one byte order.
#[derive(Clone, Copy)]
struct Blocks {
    big_endian: bool,
}

impl Blocks {
    fn half(self, number: u16) -> Vec<u8> {
        if self.big_endian { number.to_be_bytes().into() } else { number.to_le_bytes().into() }
    }

    fn word(self, number: u32) -> Vec<u8> {
        if self.big_endian { number.to_be_bytes().into() } else { number.to_le_bytes().into() }
    }

    fn block(self, kind: u32, body: &[Vec<u8>]) -> Vec<u8> {
        let mut body = body.concat();
        body.resize(body.len().next_multiple_of(4), 0);
        let length = self.word(body.len() as u32 + 12);
        [self.word(kind), length.clone(), body, length].concat()
    }

    fn section(self) -> Vec<u8> {
        self.block(0x0a0d_0d0a, &[self.word(0x1a2b_3c4d), self.half(1), self.half(0), vec![0xff; 8]])
    }

    fn interface(self, link_type: u16, options: &[(u16, Vec<u8>)]) -> Vec<u8> {
        let mut body = vec![self.half(link_type), self.half(0), self.word(0)];
        for (code, value) in options {
            let mut padded = value.clone();
            padded.resize(value.len().next_multiple_of(4), 0);
            body.extend([self.half(*code), self.half(value.len() as u16), padded]);
        }
        self.block(1, &body)
    }

    fn enhanced(self, interface: u32, units: u64, frame: &[u8]) -> Vec<u8> {
        let length = self.word(frame.len() as u32);
        let (high, low) = (self.word((units >> 32) as u32), self.word(units as u32));
        self.block(6, &[self.word(interface), high, low, length.clone(), length, frame.to_vec()])
    }
}

#[test]
fn pcapng_with_sections_interfaces_and_resolutions() {
    let mut file = Vec::new();
    for big_endian in [false, true] {
        let made = Blocks { big_endian };
        let seconds = u64::from(START);
        let offset = if big_endian { 1000_i64.to_be_bytes() } else { 1000_i64.to_le_bytes() };
        file.extend(made.section());
        file.extend(made.interface(1, &[]));
        file.extend(made.interface(101, &[(9, vec![9])]));
        file.extend(
            made.interface(101, &[(2, b"any".to_vec()), (9, vec![0x80 | 10]), (14, offset.to_vec())]),
        );
        file.extend(made.interface(101, &[(9, vec![3])]));
        file.extend(made.enhanced(0, seconds * 1_000_000 + 1, &ethernet(0x0800, &ipv4(6, 1, &syn(1)))));
        file.extend(made.enhanced(1, seconds * 1_000_000_000 + 2_999, &ipv4(6, 2, &syn(1))));
        file.extend(made.enhanced(2, (seconds - 1000) << 10 | 512, &ipv4(6, 3, &syn(1))));
        file.extend(made.enhanced(3, seconds * 1000 + 4, &ipv4(6, 4, &syn(1))));
        file.extend(made.block(5, &[made.word(0), vec![0; 8]]));
        let old = ipv4(6, 5, &syn(1));
        let length = made.word(old.len() as u32);
        let units = (seconds * 1000 + 5, 3);
        let (high, low) = (made.word((units.0 >> 32) as u32), made.word(units.0 as u32));
        file.extend(
            made.block(2, &[made.half(units.1), made.half(0), high, low, length.clone(), length, old]),
        );
        file.extend(made.enhanced(1, seconds * 1_000_000_000, &ipv6(17, 6, &udp(53))));
    }
    assert_eq!(sniff(&file), Some(Kind::Pcapng));
    let (kept, reading) = read(&file);
    assert_eq!(reading, Reading { packets: 12, ..Reading::default() });
    let start = i64::from(START) * 1_000_000;
    let expect =
        [(1, start + 1), (2, start + 2), (3, start + 500_000), (4, start + 4_000), (5, start + 5_000)];
    let read: Vec<_> = kept.v4.iter().map(|packet| (packet.src, packet.ts)).collect();
    assert_eq!(read, [expect, expect].concat());
    assert_eq!(
        kept.v6.iter().map(|packet| (packet.src, packet.ts)).collect::<Vec<_>>(),
        [(6, start), (6, start)]
    );
}

#[test]
fn simple_packets_have_the_time_of_the_one_before_and_a_problem_says_so() {
    let made = Blocks { big_endian: false };
    let frame = ipv4(6, 1, &syn(1));
    let simple = made.block(3, &[made.word(frame.len() as u32), frame.clone()]);
    let enhanced = made.enhanced(0, 4_000_000, &frame);
    let (kept, reading) =
        read(&[made.section(), made.interface(101, &[]), enhanced, simple.clone(), simple].concat());
    assert_eq!(kept.v4.iter().map(|packet| packet.ts).collect::<Vec<_>>(), [4_000_000; 3]);
    assert_eq!(reading.problem_count, 1);
}

#[test]
fn damage_in_a_pcapng_costs_what_is_damaged() {
    let made = Blocks { big_endian: false };
    let head = [made.section(), made.interface(101, &[])].concat();
    let blocks = |count| (0..count).map(|n| made.enhanced(0, 7, &ipv4(6, n, &syn(445)))).collect::<Vec<_>>();
    let block = blocks(1)[0].len();
    let whole = [head.clone(), blocks(50).concat()].concat();
    let at = head.len() + 20 * block;
    let without = |lost: &[u32]| (0..50).filter(|n| !lost.contains(n)).collect::<Vec<u32>>();
    for bad in [0_u32, 13, 0xffff_fff0] {
        let mut file = whole.clone();
        file[at + 4..at + 8].copy_from_slice(&bad.to_le_bytes());
        assert_eq!(sources(&file), (without(&[20]), vec![at as u64]), "length {bad}");
    }
    let mut file = whole.clone();
    file.splice(at..at, [0xee; 333]);
    assert_eq!(sources(&file), (without(&[]), vec![at as u64]));
    let mut file = whole.clone();
    file[at + block - 4..at + block].fill(9);
    assert_eq!(sources(&file), (without(&[]), vec![]), "only the second length is wrong");
    assert_eq!(sources(&whole[..whole.len() - 5]), (without(&[49]), vec![(whole.len() - block) as u64]));
    let unknown = [made.section(), made.enhanced(0, 7, &ipv4(6, 1, &syn(445)))].concat();
    assert_eq!(sources(&unknown), (vec![], vec![28]), "an interface that was not described");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn through(bytes: Vec<u8>) -> (Vec<u32>, Reading) {
    let mut kept = Kept::default();
    let reading = capture(decompressed(std::io::Cursor::new(bytes)).unwrap(), 0, &mut kept);
    (kept.v4.iter().map(|packet| packet.src).collect(), reading)
}

#[test]
fn compression_is_taken_off() {
    let file = Pcap::default().file(&frames(100));
    let all: Vec<u32> = (0..100).collect();
    let zst = |bytes: &[u8]| zstd::encode_all(bytes, 1).unwrap();
    let (front, back) = file.split_at(1000);
    let members = [gzip(front), gzip(back)].concat();
    let parts = [zst(front), zst(back)].concat();
    for bytes in [file.clone(), gzip(&file), zst(&file), zst(&gzip(&file)), gzip(&zst(&file)), members, parts]
    {
        let (read, reading) = through(bytes);
        assert_eq!((read, reading.problem_count), (all.clone(), 0));
    }
    let mut thrice = decompressed(std::io::Cursor::new(gzip(&gzip(&gzip(&file))))).unwrap();
    let mut bytes = Vec::new();
    thrice.read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, gzip(&file), "no deeper than twice");
}

#[test]
fn a_cut_off_compressed_file_gives_what_is_before_the_cut() {
    let file = Pcap::default().file(&frames(5000));
    for bytes in [gzip(&file), zstd::encode_all(&*file, 1).unwrap()] {
        let cut = bytes[..bytes.len() - bytes.len() / 4].to_vec();
        let (read, reading) = through(cut);
        assert!(!read.is_empty() && read.len() < 5000);
        assert_eq!(read, (0..read.len() as u32).collect::<Vec<_>>());
        assert!(reading.problems[0].reason.starts_with("cannot read on"), "{:?}", reading.problems);
        assert!(reading.problems[0].offset as usize >= 24 + read.len() * 70);
    }
}

proptest::proptest! {
    #[test]
    fn damaged_captures_are_read_without_a_panic(
        ng in proptest::prelude::any::<bool>(),
        holes in proptest::collection::vec((0..4000_usize, proptest::prelude::any::<u8>()), 0..20),
    ) {
        let made = Blocks { big_endian: false };
        let mut file = if ng {
            let packets = (0..50).map(|n| made.enhanced(0, 7, &ethernet(0x0800, &ipv4(6, n, &syn(445)))));
            [made.section(), made.interface(1, &[])].into_iter().chain(packets).flatten().collect()
        } else {
            Pcap::default().file(&frames(50))
        };
        for (place, byte) in holes {
            if let Some(at) = file.get_mut(place) {
                *at = byte;
            }
        }
        let (_, reading) = read(&file);
        proptest::prop_assert!(reading.problems.iter().all(|problem| problem.offset <= file.len() as u64));
    }
}
