//! One captured frame: through its link layer to the IP header, and from there to a packet.
//!
//! Written by hand and inlined into the caller's [`Sink`], because this is where all time goes: a sink that looks
//! at three fields pays for three fields. Layouts: IEEE 802.3 and 802.1Q, RFC 791 (IPv4), RFC 8200 (IPv6), and
//! the "Link-Layer Header Types" list of tcpdump.org. Only the outermost IP header counts: a packet that carries
//! another (IP in IP, GRE, the quotation in an ICMP error) is one packet, to the address that the sensor owns.
//!
//! Invariants: a frame is either one packet, or known not to be IP, or a problem, never two of these and never
//! none; nothing behind the end of the IP packet (Ethernet padding, FCS) is taken for its content.

mod ip;
pub(crate) mod link;
mod transport;

use crate::sink::Sink;
pub use link::NotIp;

/// What a frame was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An IP packet, handed to the sink.
    Packet,
    /// No IP in it.
    NotIp(NotIp),
    /// Damaged or cut off before the end of its IP header; what is wrong.
    Bad(&'static str),
}

/// When and by whom a frame was captured.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub ts: i64,
    /// Index of the sensor.
    pub sensor: u16,
}

/// Where an IP packet begins in a frame.
pub(super) enum Network<'a> {
    V4(&'a [u8]),
    V6(&'a [u8]),
    NotIp(NotIp),
    Bad(&'static str),
}

/// Decodes a frame of the given link type (`LINKTYPE_` number of tcpdump.org, without FCS bits).
#[inline(always)]
pub fn decode<S: Sink>(link_type: u16, frame: &[u8], seen: Seen, sink: &mut S) -> Outcome {
    // Untagged Ethernet with IPv4 first: elsewhere the order of the tests does not matter.
    if link_type == link::ETHERNET
        && let Some((header, packet)) = frame.split_first_chunk::<14>()
        && header[12] == 8
        && header[13] == 0
    {
        return ip::v4(packet, seen, sink);
    }
    decode_other(link_type, frame, seen, sink)
}

#[inline(never)]
fn decode_other<S: Sink>(link_type: u16, frame: &[u8], seen: Seen, sink: &mut S) -> Outcome {
    match link::network(link_type, frame) {
        Network::V4(packet) => ip::v4(packet, seen, sink),
        Network::V6(packet) => ip::v6(packet, seen, sink),
        Network::NotIp(what) => Outcome::NotIp(what),
        Network::Bad(reason) => Outcome::Bad(reason),
    }
}

/// The big-endian 16 bits at `at`; 0 where they are not there.
#[inline(always)]
fn be16(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..at + 2) {
        Some(&[a, b]) => u16::from_be_bytes([a, b]),
        _ => 0,
    }
}

/// The big-endian 32 bits at `at`; 0 where they are not there.
#[inline(always)]
fn be32(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => u32::from_be_bytes([a, b, c, d]),
        _ => 0,
    }
}
