//! Captures made for tests, and a sink that keeps everything.

use observe::Packet;
use observe::read::Sink;

/// Packets of both families, in the order in which they came.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) v4: Vec<Packet<u32>>,
    pub(crate) v6: Vec<Packet<u128>>,
}

impl Sink for Kept {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.v4.push(*packet);
    }
    fn v6(&mut self, packet: &Packet<u128>) {
        self.v6.push(*packet);
    }
}

/// How a pcap is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pcap {
    pub(crate) magic: u32,
    pub(crate) big_endian: bool,
    pub(crate) link_type: u32,
}

impl Default for Pcap {
    fn default() -> Self {
        Self { magic: 0xa1b2_c3d4, big_endian: false, link_type: 1 }
    }
}

impl Pcap {
    fn words(self, words: &[u32]) -> Vec<u8> {
        words
            .iter()
            .flat_map(|word| if self.big_endian { word.to_be_bytes() } else { word.to_le_bytes() })
            .collect()
    }

    pub(crate) fn header(self) -> Vec<u8> {
        // Version 2.4 is two halves of a word.
        let version = if self.big_endian { 0x0002_0004 } else { 0x0004_0002 };
        self.words(&[self.magic, version, 0, 0, 65_535, self.link_type])
    }

    pub(crate) fn record(self, seconds: u32, fraction: u32, frame: &[u8]) -> Vec<u8> {
        let length = frame.len() as u32;
        let mut bytes = self.words(&[seconds, fraction, length, length]);
        if self.magic == 0xa1b2_cd34 {
            bytes.extend_from_slice(&[0; 8]);
        }
        bytes.extend_from_slice(frame);
        bytes
    }

    pub(crate) fn file(self, records: &[(u32, u32, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = self.header();
        for (seconds, fraction, frame) in records {
            bytes.extend(self.record(*seconds, *fraction, frame));
        }
        bytes
    }
}

/// An IPv4 packet with the first bytes of its payload.
pub(crate) fn ipv4(protocol: u8, src: u32, payload: &[u8]) -> Vec<u8> {
    let length = (20 + payload.len()) as u16;
    let mut bytes = vec![0x45, 0];
    bytes.extend(length.to_be_bytes());
    bytes.extend([0xd4, 0x31, 0, 0, 64, protocol, 0, 0]);
    bytes.extend(src.to_be_bytes());
    bytes.extend([192, 0, 2, 1]);
    bytes.extend_from_slice(payload);
    bytes
}

/// An IPv6 packet.
pub(crate) fn ipv6(next: u8, src: u128, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x60, 0, 0, 0];
    bytes.extend((payload.len() as u16).to_be_bytes());
    bytes.extend([next, 60]);
    bytes.extend(src.to_be_bytes());
    bytes.extend((0x2001_0db8_u128 << 96 | 1).to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// A TCP SYN to a port.
pub(crate) fn syn(dport: u16) -> Vec<u8> {
    let mut bytes = vec![0x80, 0];
    bytes.extend(dport.to_be_bytes());
    bytes.extend([1, 2, 3, 4, 0, 0, 0, 0, 0x50, 2, 4, 0, 0, 0, 0, 0]);
    bytes
}

/// A UDP datagram to a port.
pub(crate) fn udp(dport: u16) -> Vec<u8> {
    let mut bytes = vec![0x80, 0];
    bytes.extend(dport.to_be_bytes());
    bytes.extend([0, 8, 0, 0]);
    bytes
}

/// An Ethernet frame of an EtherType.
pub(crate) fn ethernet(ether_type: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2];
    bytes.extend(ether_type.to_be_bytes());
    bytes.extend_from_slice(payload);
    bytes
}
