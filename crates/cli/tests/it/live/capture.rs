//! Captures made for these tests: documentation addresses only, and no packet like another.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;

/// The sensor's link address at the end of a wire.
pub const SENSOR_LINK: [u8; 6] = [2, 0, 0, 0, 0, 0x10];

/// Link type of Ethernet (`LINKTYPE_ETHERNET`).
pub const ETHERNET: u16 = 1;

/// Where packets go to.
#[derive(Debug, Clone, Copy)]
pub struct To {
    pub v4: Ipv4Addr,
    pub v6: Ipv6Addr,
}

/// The addresses of sensor `n`.
pub fn to(n: u8) -> To {
    To {
        v4: Ipv4Addr::new(192, 0, 2, 10 + n),
        v6: Ipv6Addr::new(0x2001, 0xdb8, 1, 0, 0, 0, 0, 0x10 + u16::from(n)),
    }
}

/// Frame `n` of those to these addresses: TCP, UDP and ICMP over IPv4, every fourth over IPv6. `n` is in the sequence
/// number or the source, so that all differ.
pub fn frame(to: To, n: u32) -> Vec<u8> {
    let port = [22_u16, 23, 445, 1433, 3389, 5900][n as usize % 6];
    let low = n.to_be_bytes();
    let port = port.to_be_bytes();
    let source = 0x8000 | (n as u16 & 0x7fff);
    let source = source.to_be_bytes();
    let tcp = [&source[..], &port, &low, &[0, 0, 0, 0, 0x50, 2, 4, 0, 0, 0, 0, 0]].concat();
    let udp = [&source[..], &port, &[0, 12, 0, 0], &low].concat();
    let is_v6 = n % 4 == 3;
    let (protocol, content) = match n % 7 {
        0 | 1 => (17, udp),
        2 if is_v6 => (58, [&[128, 0, 0, 0][..], &low].concat()),
        2 => (1, [&[8, 0, 0, 0][..], &low].concat()),
        _ => (6, tcp),
    };
    if is_v6 {
        let source = Ipv6Addr::from_bits((0x2001_0db8_u128 << 96) + (0xffff_u128 << 64) + u128::from(n));
        let length = (content.len() as u16).to_be_bytes();
        let mut header = [&[0x60, 0, 0, 0][..], &length, &[protocol, 64]].concat();
        header.extend([source.octets(), to.v6.octets()].concat());
        let content = summed(protocol, &header[8..], content);
        return [ethernet(0x86dd), header, content].concat();
    }
    let source = Ipv4Addr::from_bits(0xc633_6400 + (n >> 8) % 256);
    let length = (20 + content.len() as u16).to_be_bytes();
    let mut header = [&[0x45, 0][..], &length, &low[2..], &[0, 0, 64, protocol, 0, 0]].concat();
    header.extend([source.octets(), to.v4.octets()].concat());
    let sum = checksum(&[&header]);
    header[10..12].copy_from_slice(&sum);
    let content = summed(protocol, &header[12..], content);
    [ethernet(0x0800), header, content].concat()
}

/// The content of an IP packet with its checksum filled in.
fn summed(protocol: u8, addresses: &[u8], mut content: Vec<u8>) -> Vec<u8> {
    let (at, addresses) = match protocol {
        6 => (16, addresses),
        17 => (6, addresses),
        1 => (2, &[][..]),
        _ => (2, addresses),
    };
    let length = (content.len() as u16).to_be_bytes();
    let sum = match protocol {
        1 => checksum(&[&content]),
        _ => checksum(&[addresses, &[0, protocol], &length, &content]),
    };
    content[at..at + 2].copy_from_slice(&sum);
    content
}

/// The internet's checksum (RFC 1071).
fn checksum(parts: &[&[u8]]) -> [u8; 2] {
    let words = |part: &[u8]| {
        let word = |word: &[u8]| u32::from(word[0]) << 8 | word.get(1).map_or(0, |low| u32::from(*low));
        part.chunks(2).map(word).sum::<u32>()
    };
    let mut sum: u32 = parts.iter().map(|part| words(part)).sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    (!(sum as u16)).to_be_bytes()
}

fn ethernet(kind: u16) -> Vec<u8> {
    [&SENSOR_LINK[..], &[2, 0, 0, 0, 0, 9], &kind.to_be_bytes()].concat()
}

/// Writes a pcap file of frames `first` to `first + count` to these addresses, `apart_us` apart from `from_us` on.
pub fn pcap(path: &Path, to: To, (first, count): (u32, u32), from_us: i64, apart_us: i64) {
    write(path, (0..count).map(|n| (from_us + i64::from(n) * apart_us, frame(to, first + n))));
}

/// Writes a pcap file of frames with their times, in microseconds.
pub fn write(path: &Path, frames: impl Iterator<Item = (i64, Vec<u8>)>) {
    let mut bytes = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0];
    bytes.extend(u32::from(ETHERNET).to_le_bytes());
    for (at_us, frame) in frames {
        let length = (frame.len() as u32).to_le_bytes();
        bytes.extend(((at_us / 1_000_000) as u32).to_le_bytes());
        bytes.extend(((at_us % 1_000_000) as u32).to_le_bytes());
        bytes.extend([length, length].concat());
        bytes.extend(frame);
    }
    std::fs::write(path, bytes).unwrap();
}
