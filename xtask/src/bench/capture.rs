//! Captures to measure with: what a few /24 of unused addresses hear in a day, from a seed.
//!
//! Classic pcap, Ethernet, all frames 58 bytes: 92 % TCP SYN with an MSS option, 6 % UDP, 2 % ICMP echo request, to
//! eight /24; about 200,000 sources and 40 favourite ports whose shares fall off as a power of their rank, and a
//! fifth of the packets to any port. These are shapes that darknets report; the packets are made up.
//! In order of time, with a jitter that keeps the order.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::random::Random;

/// 2024-01-01T00:00:00Z: the first day of a quarter of 91 days.
const BEGIN: u64 = 1_704_067_200;

const SOURCES: usize = 200_000;

/// Bytes of a record: header and frame.
const RECORD: usize = 16 + 58;

/// Bytes of the file's header.
const HEADER: usize = 24;

const PORTS: [u16; 40] = [
    23, 443, 22, 80, 8080, 3389, 445, 5900, 6379, 1433, 2323, 5555, 8443, 2222, 3306, 81, 5060, 37215, 7547,
    25, 21, 8728, 60023, 52869, 9530, 2375, 9200, 27017, 110, 143, 1025, 2967, 5168, 135, 139, 53413, 4899,
    10000, 8291, 5432,
];

const WINDOWS: [u16; 6] = [1024, 5840, 14600, 29200, 64240, 65535];

/// A capture to be measured with.
#[derive(Debug, Clone)]
pub(crate) struct Capture {
    pub(crate) path: PathBuf,
    pub(crate) packets: u64,
}

/// Makes the capture of `packets` over `hours` in `folder`, unless it is there already.
pub(crate) fn make(folder: &Path, packets: u64, hours: u64, seed: u64) -> Result<Capture> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("scan-{packets}-{hours}h-{seed}.pcap"));
    let whole = HEADER as u64 + packets * RECORD as u64;
    if fs::metadata(&path).is_ok_and(|file| file.len() == whole) {
        return Ok(Capture { path, packets });
    }
    println!("making {} ({} MB)", path.display(), whole / 1_000_000);
    let file = File::create(&path).with_context(|| format!("could not make {}", path.display()))?;
    let mut writer = BufWriter::with_capacity(1 << 20, file);
    write(&mut writer, packets, hours, seed)?;
    writer.flush()?;
    Ok(Capture { path, packets })
}

fn write(writer: &mut impl Write, packets: u64, hours: u64, seed: u64) -> Result<()> {
    let mut random = Random::new(seed);
    let pool: Vec<u32> = (0..SOURCES).map(|_| 0x0100_0000 + random.below(0xde00_0000) as u32).collect();
    let sources = quantiles(SOURCES, 0.7, 1 << 22);
    let ports = quantiles(PORTS.len(), 0.9, 1 << 16);

    for word in [0xa1b2_c3d4_u32, 0x0004_0002, 0, 0, 65535, 1] {
        writer.write_all(&word.to_le_bytes())?;
    }
    let slot = hours * 3_600_000_000 / packets.max(1);
    for index in 0..packets {
        let micros = u128::from(index) * u128::from(hours) * 3_600_000_000 / u128::from(packets);
        let time = micros as u64 + random.below(slot.clamp(1, 1 << 31));
        let source = pool[sources[random.below(sources.len() as u64) as usize] as usize];
        let favourite = PORTS[ports[random.below(ports.len() as u64) as usize] as usize];
        writer.write_all(&record(&mut random, time, source, favourite))?;
    }
    Ok(())
}

fn record(random: &mut Random, time: u64, source: u32, favourite: u16) -> [u8; RECORD] {
    let mut bytes = [0; RECORD];
    let second = (BEGIN + time / 1_000_000) as u32;
    put(&mut bytes, 0, &second.to_le_bytes());
    put(&mut bytes, 4, &((time % 1_000_000) as u32).to_le_bytes());
    put(&mut bytes, 8, &58_u32.to_le_bytes());
    put(&mut bytes, 12, &58_u32.to_le_bytes());
    put(&mut bytes, 16, &[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0]);

    let kind = random.below(100);
    let proto = if kind < 92 {
        6
    } else if kind < 98 {
        17
    } else {
        1_u8
    };
    let port = if random.below(5) == 0 { 1 + random.below(65535) as u16 } else { favourite };
    let target = 0xcb00_0000 + ((random.below(8) as u32) << 8) + random.below(256) as u32;
    put(&mut bytes, 30, &[0x45, 0, 0, 44]);
    put(&mut bytes, 34, &(random.next() as u16).to_be_bytes());
    put(&mut bytes, 38, &[40 + random.below(210) as u8, proto]);
    put(&mut bytes, 42, &source.to_be_bytes());
    put(&mut bytes, 46, &target.to_be_bytes());
    let sum = checksum(&bytes[30..50], 0);
    put(&mut bytes, 40, &sum.to_be_bytes());

    // The addresses, the protocol and the length, 24, are summed with TCP and UDP (RFC 9293, RFC 768).
    let pseudo = u32::from(proto) + 24 + sum_of(&bytes[42..50]);
    let sport = 1024 + random.below(64512) as u16;
    let at = match proto {
        1 => {
            bytes[50] = 8;
            52
        }
        17 => {
            put(&mut bytes, 50, &sport.to_be_bytes());
            put(&mut bytes, 52, &port.to_be_bytes());
            bytes[55] = 24;
            56
        }
        _ => {
            put(&mut bytes, 50, &sport.to_be_bytes());
            put(&mut bytes, 52, &port.to_be_bytes());
            put(&mut bytes, 54, &(random.next() as u32).to_be_bytes());
            put(&mut bytes, 62, &[0x60, 2]);
            put(&mut bytes, 64, &WINDOWS[random.below(6) as usize].to_be_bytes());
            put(&mut bytes, 70, &[2, 4, 5, 0xb4]);
            66
        }
    };
    let sum = checksum(&bytes[50..74], if proto == 1 { 0 } else { pseudo });
    put(&mut bytes, at, &sum.to_be_bytes());
    bytes
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn sum_of(bytes: &[u8]) -> u32 {
    bytes.chunks_exact(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).sum()
}

/// The internet checksum (RFC 1071) over an even number of bytes.
fn checksum(bytes: &[u8], start: u32) -> u16 {
    let mut sum = sum_of(bytes) + start;
    while sum > 0xffff {
        sum = (sum >> 16) + (sum & 0xffff);
    }
    !(sum as u16)
}

/// Ranks at `slots` equal steps of a distribution whose shares are `1 / rank^power`: one lookup draws a rank.
fn quantiles(ranks: usize, power: f64, slots: usize) -> Vec<u32> {
    let weight = |rank: usize| ((rank + 1) as f64).powf(-power);
    let total: f64 = (0..ranks).map(weight).sum();
    let mut found = Vec::with_capacity(slots);
    let (mut rank, mut reached) = (0, weight(0));
    for slot in 0..slots {
        let wanted = (slot as f64 + 0.5) / slots as f64 * total;
        while reached < wanted && rank + 1 < ranks {
            rank += 1;
            reached += weight(rank);
        }
        found.push(rank as u32);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_sound_in_order_and_the_same_every_time() {
        let mut first = Vec::new();
        write(&mut first, 5000, 24, 1).unwrap();
        let mut again = Vec::new();
        write(&mut again, 5000, 24, 1).unwrap();
        assert_eq!(first, again);
        let mut other = Vec::new();
        write(&mut other, 5000, 24, 2).unwrap();
        assert_ne!(first, other);

        let mut last = 0;
        let mut kinds = [0; 256];
        for record in first[HEADER..].chunks_exact(RECORD) {
            let word = |at: usize| u32::from_le_bytes(record[at..at + 4].try_into().unwrap());
            let time = u64::from(word(0)) * 1_000_000 + u64::from(word(4));
            assert!(time >= last && word(0) - (BEGIN as u32) < 24 * 3600);
            last = time;
            assert_eq!(checksum(&record[30..50], 0), 0, "IP checksum");
            let proto = record[39];
            let pseudo = u32::from(proto) + 24 + sum_of(&record[42..50]);
            let start = if proto == 1 { 0 } else { pseudo };
            assert_eq!(checksum(&record[50..74], start), 0, "checksum of protocol {proto}");
            kinds[usize::from(proto)] += 1;
        }
        assert!(kinds[6] > 4400 && kinds[17] > 200 && kinds[1] > 50, "{kinds:?}");
    }
}
