//! Where a packet's headers end and its content begins. Only looked for where contents were asked for.

use capture::proto;

use crate::link::ETHERNET;

/// The content of a frame's IP packet: behind the TCP, UDP or ICMP header, or behind the IP header of other
/// protocols. Empty for later fragments, and where headers are cut off.
pub(crate) fn behind_headers(link_type: u16, frame: &[u8]) -> &[u8] {
    let packet = if link_type == ETHERNET { network(frame) } else { Some(frame) };
    packet.and_then(content).unwrap_or_default()
}

/// What is behind an Ethernet header, VLAN tags included (IEEE 802.1Q).
fn network(frame: &[u8]) -> Option<&[u8]> {
    let mut at = 12;
    loop {
        match frame.get(at..at + 2)? {
            [0x81, 0x00] | [0x88, 0xa8] => at += 4,
            _ => return frame.get(at + 2..),
        }
    }
}

fn content(packet: &[u8]) -> Option<&[u8]> {
    let (protocol, rest) = match packet.first()? >> 4 {
        4 => v4(packet)?,
        6 => v6(packet)?,
        _ => return None,
    };
    let header = match protocol {
        proto::TCP => usize::from(rest.get(12)? >> 4) * 4,
        proto::UDP | proto::ICMP | proto::ICMPV6 => 8,
        _ => 0,
    };
    rest.get(header..)
}

/// RFC 791: the protocol, and what is behind the header; padding of the link is cut off.
fn v4(packet: &[u8]) -> Option<(u8, &[u8])> {
    let header = usize::from(packet[0] & 15) * 4;
    let fragment = u16::from_be_bytes([*packet.get(6)?, *packet.get(7)?]) & 0x1fff;
    let length = usize::from(u16::from_be_bytes([packet[2], packet[3]])).min(packet.len());
    (fragment == 0).then_some((*packet.get(9)?, packet.get(header..length)?))
}

/// RFC 8200: likewise, extension headers skipped.
fn v6(packet: &[u8]) -> Option<(u8, &[u8])> {
    const HOP_BY_HOP: u8 = 0;
    const ROUTING: u8 = 43;
    const FRAGMENT: u8 = 44;
    const DESTINATION: u8 = 60;
    let length = usize::from(u16::from_be_bytes([*packet.get(4)?, *packet.get(5)?])) + 40;
    let mut next = *packet.get(6)?;
    let mut rest = packet.get(40..length.min(packet.len()))?;
    loop {
        let skip = match next {
            HOP_BY_HOP | ROUTING | DESTINATION => (usize::from(*rest.get(1)?) + 1) * 8,
            FRAGMENT if u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]) & 0xfff8 != 0 => return None,
            FRAGMENT => 8,
            other => return Some((other, rest)),
        };
        next = rest[0];
        rest = rest.get(skip..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_begin_behind_all_headers() {
        let check = |packet: &[&[u8]], expect: &[u8]| {
            let packet = packet.concat();
            assert_eq!(behind_headers(101, &packet), expect, "{packet:02x?}");
            let tagged = [&[0; 12][..], &[0x81, 0, 0, 5, 8, 0], &packet].concat();
            assert_eq!(behind_headers(ETHERNET, &tagged), expect);
        };
        let v4 = |protocol, length, fragment| {
            [0x45, 0, 0, length, 0, 0, 0, fragment, 64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]
        };
        let udp = [4, 0, 0, 53, 0, 8, 0, 0];
        let mut tcp = [0; 24];
        tcp[12] = 0x60;
        check(&[&v4(17, 30, 0), &udp, b"hi", b"padding"], b"hi");
        check(&[&v4(6, 46, 0), &tcp, b"ab"], b"ab");
        check(&[&v4(17, 30, 1), &udp, b"hi"], b"");
        check(&[&v4(6, 30, 0), &tcp[..10]], b"");
        check(&[&v4(47, 23, 0), b"gre"], b"gre");
        let v6 = |next, length| [&[0x60, 0, 0, 0, 0, length, next, 64][..], &[0; 32]].concat();
        check(&[&v6(17, 10), &udp, b"hi"], b"hi");
        check(&[&v6(60, 18), &[17, 0, 0, 0, 0, 0, 0, 0], &udp, b"hi"], b"hi");
        check(&[&v6(44, 18), &[17, 0, 0, 8, 0, 0, 0, 0], &udp, b"hi"], b"");
        check(&[], b"");
    }
}
