//! Link layers: from the first byte of a frame to the first byte of its IP header.
//!
//! Numbers are those of tcpdump.org's "Link-Layer Header Types".

use std::fmt;

use super::{Network, be16};

/// Ethernet.
pub(super) const ETHERNET: u16 = 1;

/// Whether frames of this link type are decoded.
pub(crate) const fn is_known(link_type: u16) -> bool {
    matches!(link_type, 0 | 1 | 9 | 12 | 14 | 50 | 51 | 101 | 104 | 108 | 113 | 228 | 229 | 276)
}

/// What a frame carries that is not IP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotIp {
    /// Another EtherType (IEEE 802 Numbers, IANA).
    EtherType(u16),
    /// An 802.2 frame for this service access point.
    Llc(u8),
    /// Another PPP protocol number (RFC 1661).
    Ppp(u16),
    /// Another address family of a BSD loopback.
    Family(u32),
    /// An MPLS packet whose first nibble is neither 4 nor 6.
    Mpls,
    /// A link type that is not decoded here.
    LinkType(u16),
}

impl fmt::Display for NotIp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::EtherType(number) => match ether_name(number) {
                Some(name) => f.write_str(name),
                None => write!(f, "EtherType 0x{number:04x}"),
            },
            Self::Llc(0x42) => f.write_str("STP"),
            Self::Llc(0xe0 | 0xff) => f.write_str("IPX"),
            Self::Llc(0xf0) => f.write_str("NetBEUI"),
            Self::Llc(0xfe) => f.write_str("IS-IS"),
            Self::Llc(point) => write!(f, "802.2 0x{point:02x}"),
            Self::Ppp(number) => write!(f, "PPP 0x{number:04x}"),
            Self::Family(number) => write!(f, "address family {number}"),
            Self::Mpls => f.write_str("MPLS without IP"),
            Self::LinkType(number) => write!(f, "link type {number}"),
        }
    }
}

const fn ether_name(number: u16) -> Option<&'static str> {
    Some(match number {
        0x0806 => "ARP",
        0x8035 => "RARP",
        0x809b => "AppleTalk",
        0x8137 | 0x8138 => "IPX",
        0x8808 => "Ethernet flow control",
        0x8809 => "LACP",
        0x8863 => "PPPoE discovery",
        0x888e => "802.1X",
        0x88cc => "LLDP",
        0x88e5 => "MACsec",
        0x8902 => "CFM",
        0x9000 => "Ethernet loopback",
        _ => return None,
    })
}

const SHORT: Network<'_> = Network::Bad("the frame ends within its link-layer header");

/// Finds the IP packet in a frame.
pub(super) fn network(link_type: u16, frame: &[u8]) -> Network<'_> {
    match link_type {
        0 | 108 => loopback(frame),
        ETHERNET => ethernet(frame),
        9 | 50 => ppp_framed(frame),
        12 | 14 | 101 => raw(frame),
        51 => pppoe(frame),
        104 => cisco(frame),
        113 => cooked(frame),
        228 => Network::V4(frame),
        229 => Network::V6(frame),
        276 => cooked_2(frame),
        other => Network::NotIp(NotIp::LinkType(other)),
    }
}

/// An IP packet without anything before it: the version says which.
fn raw(frame: &[u8]) -> Network<'_> {
    match frame.first().map(|byte| byte >> 4) {
        Some(4) => Network::V4(frame),
        Some(6) => Network::V6(frame),
        Some(_) => Network::Bad("the IP version is neither 4 nor 6"),
        None => Network::Bad("the frame is empty"),
    }
}

/// BSD loopback: the address family in the capturing machine's byte order (0), or the network's (108).
fn loopback(frame: &[u8]) -> Network<'_> {
    let Some((family, packet)) = frame.split_first_chunk::<4>() else { return SHORT };
    // Families are small numbers, so the byte order shows.
    let family = u32::from_le_bytes(*family).min(u32::from_be_bytes(*family));
    match family {
        2 => Network::V4(packet),
        // Linux, NetBSD and OpenBSD, FreeBSD, Darwin.
        10 | 24 | 28 | 30 => Network::V6(packet),
        other => Network::NotIp(NotIp::Family(other)),
    }
}

fn ethernet(frame: &[u8]) -> Network<'_> {
    match frame.split_first_chunk::<12>() {
        Some((_, rest)) => typed(rest),
        None => SHORT,
    }
}

/// From an EtherType on, through tags and labels.
fn typed(mut rest: &[u8]) -> Network<'_> {
    loop {
        let Some((_, inner)) = rest.split_first_chunk::<2>() else { return SHORT };
        let ether_type = be16(rest, 0);
        let header = match ether_type {
            0x0800 => return Network::V4(inner),
            0x86dd => return Network::V6(inner),
            0x8847 | 0x8848 => return mpls(inner),
            0x8864 => return pppoe(inner),
            0..=0x05dc => return llc(inner),
            // 802.1Q and its stacks: two bytes of tag before the next EtherType.
            0x8100 | 0x88a8 | 0x9100 | 0x9200 => 2,
            // 802.1ah (PBB): service tag, then the customer's two addresses.
            0x88e7 => 4 + 12,
            other => return Network::NotIp(NotIp::EtherType(other)),
        };
        match inner.get(header..) {
            Some(behind) => rest = behind,
            None => return SHORT,
        }
    }
}

/// 802.2: SNAP carries an EtherType again, 06 is IP itself.
fn llc(frame: &[u8]) -> Network<'_> {
    match frame {
        [0xaa, 0xaa, 3, 0, 0, 0, rest @ ..] => typed(rest),
        [6, 6, 3, packet @ ..] => Network::V4(packet),
        [point, ..] => Network::NotIp(NotIp::Llc(*point)),
        [] => SHORT,
    }
}

/// Labels of four bytes (RFC 3032) down to the one with the bottom bit; the first nibble behind tells IP apart
/// (RFC 4928).
fn mpls(mut rest: &[u8]) -> Network<'_> {
    while let Some((label, behind)) = rest.split_first_chunk::<4>() {
        rest = behind;
        if label[2] & 1 == 1 {
            return match rest.first().map(|byte| byte >> 4) {
                Some(4) => Network::V4(rest),
                Some(6) => Network::V6(rest),
                Some(_) => Network::NotIp(NotIp::Mpls),
                None => SHORT,
            };
        }
    }
    SHORT
}

/// PPPoE session (RFC 2516): six bytes, then PPP.
fn pppoe(frame: &[u8]) -> Network<'_> {
    match frame.split_first_chunk::<6>() {
        Some((_, rest)) => ppp(rest),
        None => SHORT,
    }
}

/// PPP with or without HDLC-like framing (RFC 1662), or Cisco HDLC, as some captures of type 50 have.
fn ppp_framed(frame: &[u8]) -> Network<'_> {
    match frame {
        [0xff, 3, rest @ ..] => ppp(rest),
        [0x0f | 0x8f, 0, ..] => cisco(frame),
        _ => ppp(frame),
    }
}

fn ppp(frame: &[u8]) -> Network<'_> {
    // An odd first byte is a protocol number cut to one byte (RFC 1661 section 6.5).
    let (number, rest) = match frame {
        [low, rest @ ..] if low & 1 == 1 => (u16::from(*low), rest),
        [high, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
        _ => return SHORT,
    };
    match number {
        0x0021 => Network::V4(rest),
        0x0057 => Network::V6(rest),
        0x0281 | 0x0283 => mpls(rest),
        other => Network::NotIp(NotIp::Ppp(other)),
    }
}

/// Cisco HDLC: address, control, EtherType.
fn cisco(frame: &[u8]) -> Network<'_> {
    frame.get(2..).map_or(SHORT, typed)
}

/// Linux "any" interface, first version: the EtherType ends its 16 bytes.
fn cooked(frame: &[u8]) -> Network<'_> {
    frame.get(14..).map_or(SHORT, cooked_type)
}

/// Linux "any" interface, second version: the EtherType begins its 20 bytes.
fn cooked_2(frame: &[u8]) -> Network<'_> {
    let Some((header, packet)) = frame.split_first_chunk::<20>() else { return SHORT };
    match be16(header, 0) {
        0x0800 => Network::V4(packet),
        0x86dd => Network::V6(packet),
        0x8847 | 0x8848 => mpls(packet),
        0x8864 => pppoe(packet),
        4 => llc(packet),
        0x8100 | 0x88a8 | 0x9100 | 0x9200 => packet.get(2..).map_or(SHORT, typed),
        other => Network::NotIp(NotIp::EtherType(other)),
    }
}

/// Linux's own numbers stand where an EtherType would: 1 is Novell's raw 802.3, 4 is 802.2.
fn cooked_type(rest: &[u8]) -> Network<'_> {
    match be16(rest, 0) {
        4 => rest.get(2..).map_or(SHORT, llc),
        1 => Network::NotIp(NotIp::Llc(0xff)),
        other @ 0..=0x05dc => Network::NotIp(NotIp::EtherType(other)),
        _ => typed(rest),
    }
}
