//! IPv4 (RFC 791) and IPv6 (RFC 8200) headers.

use super::transport::Transport;
use super::{Outcome, Seen, be16, be32};
use crate::packet::{Known, Packet};
use crate::sink::Sink;

/// Reads an IPv4 packet that starts at `bytes`, and hands it to the sink.
#[inline(always)]
pub(super) fn v4<S: Sink>(bytes: &[u8], seen: Seen, sink: &mut S) -> Outcome {
    let Some(header) = bytes.first_chunk::<20>() else {
        return Outcome::Bad("the frame ends within the IPv4 header");
    };
    let header_length = usize::from(header[0] & 15) * 4;
    let total = be16(header, 2);
    if header[0] != 0x45 {
        if header[0] >> 4 != 4 {
            return Outcome::Bad("the IP version is not 4 where IPv4 was announced");
        }
        if header_length < 20 {
            return Outcome::Bad("the IPv4 header claims less than its 20 bytes");
        }
        if bytes.len() < header_length {
            return Outcome::Bad("the frame ends within the IPv4 options");
        }
    }
    // A length of 0 is what a capture sees where the network card cuts the segments later (TSO).
    if usize::from(total) < header_length && total != 0 {
        return Outcome::Bad("the IPv4 total length is less than its header");
    }
    let end = if total == 0 { bytes.len() } else { bytes.len().min(usize::from(total)) };
    let protocol = header[9];
    let transport = if be16(header, 6) & 0x1fff == 0 {
        Transport::read(protocol, bytes.get(header_length..end).unwrap_or_default())
    } else {
        Transport::later_fragment()
    };
    sink.v4(&Packet {
        proto: protocol,
        dport: transport.dport,
        ts: seen.ts,
        sensor: seen.sensor,
        src: be32(header, 12),
        dst: be32(header, 16),
        sport: transport.sport,
        seq: transport.seq,
        ip_id: be16(header, 4),
        window: transport.window,
        length: total,
        ttl: header[8],
        flags: transport.flags,
        class: transport.class,
        known: transport.known.with(Known::TTL).with(Known::IP_ID).with(Known::LENGTH),
    });
    Outcome::Packet
}

/// Reads an IPv6 packet that starts at `bytes`, and hands it to the sink.
#[inline]
pub(super) fn v6<S: Sink>(bytes: &[u8], seen: Seen, sink: &mut S) -> Outcome {
    let Some(header) = bytes.first_chunk::<40>() else {
        return Outcome::Bad("the frame ends within the IPv6 header");
    };
    if header[0] >> 4 != 6 {
        return Outcome::Bad("the IP version is not 6 where IPv6 was announced");
    }
    let payload = be16(header, 4);
    // A length of 0 is a jumbogram (RFC 2675) or a segment that the network card cuts later.
    let end = if payload == 0 { bytes.len() } else { bytes.len().min(40 + usize::from(payload)) };
    let (protocol, transport) = upper_layer(header[6], bytes.get(40..end).unwrap_or_default());
    sink.v6(&Packet {
        proto: protocol,
        dport: transport.dport,
        ts: seen.ts,
        sensor: seen.sensor,
        src: address(header, 8),
        dst: address(header, 24),
        sport: transport.sport,
        seq: transport.seq,
        ip_id: 0,
        window: transport.window,
        length: payload.saturating_add(40),
        ttl: header[7],
        flags: transport.flags,
        class: transport.class,
        known: transport.known.with(Known::TTL).with(Known::LENGTH),
    });
    Outcome::Packet
}

/// Walks the extension headers (RFC 8200 section 4, and the registry "IPv6 Extension Header Types").
///
/// The protocol is that of the last header that could be reached: where the chain is cut off or goes on in an
/// earlier fragment, an extension header's own number.
fn upper_layer(first: u8, mut rest: &[u8]) -> (u8, Transport) {
    const FRAGMENT: u8 = 44;
    const AUTHENTICATION: u8 = 51;
    let mut next = first;
    loop {
        let length = match (next, rest) {
            (FRAGMENT, [_, _, ..]) => 8,
            // Counted in 4 bytes, less 2 (RFC 4302).
            (AUTHENTICATION, [_, length, ..]) => usize::from(*length) * 4 + 8,
            // Hop-by-hop, routing, destination, mobility, HIP, shim6: counted in 8 bytes, less the first 8.
            (0 | 43 | 60 | 135 | 139 | 140, [_, length, ..]) => usize::from(*length) * 8 + 8,
            _ => return (next, Transport::read(next, rest)),
        };
        let Some((extension, behind)) = rest.split_at_checked(length) else {
            return (next, Transport::later_fragment());
        };
        let later = next == FRAGMENT && be16(extension, 2) & 0xfff8 != 0;
        next = extension[0];
        rest = behind;
        if later {
            return (next, Transport::later_fragment());
        }
    }
}

#[inline(always)]
fn address(header: &[u8; 40], at: usize) -> u128 {
    (0..4).fold(0, |bits, word| bits << 32 | u128::from(be32(header, at + 4 * word)))
}
