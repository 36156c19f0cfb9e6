//! Frames and captures made for tests: documentation addresses only.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;

/// An Ethernet frame with an IPv4 packet, checksums filled in.
pub(crate) fn v4(protocol: u8, src: [u8; 4], dst: [u8; 4], rest: &[u8]) -> Vec<u8> {
    let length = (20 + rest.len()) as u16;
    let mut header = vec![0x45, 0];
    header.extend(length.to_be_bytes());
    header.extend([0x12, 0x34, 0, 0, 64, protocol, 0, 0]);
    header.extend(src);
    header.extend(dst);
    let sum = checksum(&[&header]);
    header[10..12].copy_from_slice(&sum);
    let rest = summed(protocol, &[src, dst].concat(), rest);
    [ethernet(0x0800), header, rest].concat()
}

/// An Ethernet frame with an IPv6 packet, likewise.
pub(crate) fn v6(next: u8, src: Ipv6Addr, dst: Ipv6Addr, rest: &[u8]) -> Vec<u8> {
    let mut header = vec![0x60, 0, 0, 0];
    header.extend((rest.len() as u16).to_be_bytes());
    header.extend([next, 64]);
    header.extend(src.octets());
    header.extend(dst.octets());
    let rest = summed(next, &header[8..], rest);
    [ethernet(0x86dd), header, rest].concat()
}

/// The content of an IP packet with the checksum of TCP or UDP over it and the addresses.
fn summed(protocol: u8, addresses: &[u8], content: &[u8]) -> Vec<u8> {
    let mut content = content.to_vec();
    let at = match protocol {
        6 => 16,
        17 => 6,
        _ => return content,
    };
    let length = (content.len() as u16).to_be_bytes();
    let sum = checksum(&[addresses, &[0, protocol], &length, &content]);
    content[at..at + 2].copy_from_slice(&sum);
    content
}

/// The internet's checksum (RFC 1071).
fn checksum(parts: &[&[u8]]) -> [u8; 2] {
    let words = |part: &[u8]| {
        part.chunks(2)
            .map(|word| u32::from(word[0]) << 8 | word.get(1).map_or(0, |low| u32::from(*low)))
            .sum::<u32>()
    };
    let mut sum: u32 = parts.iter().map(|part| words(part)).sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    (!(sum as u16)).to_be_bytes()
}

/// The sensor's link address in the tests with a wire.
pub(crate) const SENSOR_LINK: [u8; 6] = [2, 0, 0, 0, 0, 0x10];

fn ethernet(kind: u16) -> Vec<u8> {
    let mut frame = SENSOR_LINK.to_vec();
    frame.extend([2, 0, 0, 0, 0, 9]);
    frame.extend(kind.to_be_bytes());
    frame
}

/// A TCP header with the SYN flag.
pub(crate) fn syn(sport: u16, dport: u16, seq: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(sport.to_be_bytes());
    header.extend(dport.to_be_bytes());
    header.extend(seq.to_be_bytes());
    header.extend([0, 0, 0, 0, 0x50, 2, 4, 0, 0, 0, 0, 0]);
    header
}

/// A UDP datagram with this content.
pub(crate) fn udp(sport: u16, dport: u16, content: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(sport.to_be_bytes());
    header.extend(dport.to_be_bytes());
    header.extend(((8 + content.len()) as u16).to_be_bytes());
    header.extend([0, 0]);
    header.extend(content);
    header
}

/// Scans of some ports: every tenth packet is IPv6, every seventh UDP; all differ.
pub(crate) fn scans(count: usize) -> Vec<Vec<u8>> {
    let scan = |n: usize| {
        let port = [22, 23, 445, 1433, 3389][n % 5];
        let rest = if n.is_multiple_of(7) { udp(4000, port, b"?") } else { syn(40_000, port, n as u32) };
        let protocol = if n.is_multiple_of(7) { 17 } else { 6 };
        let source = 0xc633_6400 + (n % 256) as u32;
        if n.is_multiple_of(10) {
            let source = Ipv6Addr::from_bits((0x2001_0db8_u128 << 96) + n as u128);
            v6(protocol, source, "2001:db8:1::10".parse().unwrap(), &rest)
        } else {
            v4(protocol, Ipv4Addr::from_bits(source).octets(), [192, 0, 2, (n / 256 % 4) as u8], &rest)
        }
    };
    (0..count).map(scan).collect()
}

/// A pcap file of these frames, a millisecond apart.
pub(crate) fn pcap(path: &Path, frames: &[Vec<u8>]) {
    let mut bytes = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
    for (n, frame) in frames.iter().enumerate() {
        let length = (frame.len() as u32).to_le_bytes();
        bytes.extend((1_206_975_600 + (n / 1000) as u32).to_le_bytes());
        bytes.extend(((n % 1000 * 1000) as u32).to_le_bytes());
        bytes.extend([length, length].concat());
        bytes.extend(frame);
    }
    std::fs::write(path, bytes).unwrap();
}
