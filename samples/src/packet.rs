//! One packet on the wire: Ethernet II, IPv4 (RFC 791) and TCP (RFC 9293), UDP (RFC 768) or ICMP (RFC 792),
//! with valid checksums.
//!
//! Payloads are zeros: the sample shows how much came, it is no specimen of what came. A capture keeps the
//! first [`SNAP`] bytes, which is every header.

/// Bytes kept of a frame (tcpdump's `-s 96`, usual then). Less would cut headers; more would only add zeros.
pub(crate) const SNAP: usize = 96;

/// Bytes of a frame without its check sequence that Ethernet never goes below; shorter ones are padded.
const ETHERNET_MINIMUM: usize = 60;

const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMP: u8 = 1;

/// A packet before it is bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Packet {
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub(crate) ts: i64,
    pub(crate) src: u32,
    pub(crate) dst: u32,
    pub(crate) ttl: u8,
    pub(crate) id: u16,
    pub(crate) body: Body,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Body {
    Tcp {
        sport: u16,
        dport: u16,
        seq: u32,
        ack: u32,
        flags: u8,
        window: u16,
        options: Options,
    },
    /// `payload` in bytes.
    Udp {
        sport: u16,
        dport: u16,
        payload: u16,
    },
    /// An echo request; `payload` in bytes.
    Echo {
        id: u16,
        seq: u16,
        payload: u16,
    },
    /// An error about a UDP datagram that our address is said to have sent to `victim`.
    IcmpError {
        kind: u8,
        code: u8,
        victim: u32,
        sport: u16,
        dport: u16,
    },
}

/// TCP options as systems of the time sent them with a SYN.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Options {
    /// None: a tool that writes its own packets, or not a SYN.
    None,
    /// Windows: segment size and selective acknowledgement.
    Windows { segment: u16 },
    /// Linux: the same, timestamps and window scale.
    Linux { segment: u16, clock: u32 },
}

/// Writes a packet's frame into `frame`, cut at [`SNAP`]; returns the frame's whole length.
pub(crate) fn write_frame(packet: &Packet, frame: &mut Vec<u8>) -> usize {
    const ETHERNET: [u8; 14] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0xfe, 8, 0];
    let mut body = [0; 60];
    let (protocol, header, payload) = write_body(packet, &mut body);
    let ip_length = 20 + header.len() + usize::from(payload);
    frame.clear();
    frame.extend_from_slice(&ETHERNET);
    frame.extend_from_slice(&ip_header(packet, protocol, ip_length as u16));
    frame.extend_from_slice(header);
    let whole = (ETHERNET.len() + ip_length).max(ETHERNET_MINIMUM);
    frame.resize(whole.min(SNAP), 0);
    whole
}

fn ip_header(packet: &Packet, protocol: u8, length: u16) -> [u8; 20] {
    let mut header = [0; 20];
    let mut out = Writer { bytes: &mut header, at: 0 };
    out.put(&[0x45, 0]);
    out.put(&length.to_be_bytes());
    out.put(&packet.id.to_be_bytes());
    out.put(&[0, 0, packet.ttl, protocol, 0, 0]);
    out.put(&packet.src.to_be_bytes());
    out.put(&packet.dst.to_be_bytes());
    let sum = checksum(0, &header);
    header[10..12].copy_from_slice(&sum.to_be_bytes());
    header
}

/// Writes what follows the IP header; returns its protocol, its bytes and how many zeros follow them.
fn write_body<'a>(packet: &Packet, bytes: &'a mut [u8; 60]) -> (u8, &'a [u8], u16) {
    let mut out = Writer { bytes, at: 0 };
    let (protocol, checksum_at, payload) = match packet.body {
        Body::Tcp { sport, dport, seq, ack, flags, window, options } => {
            out.put(&sport.to_be_bytes());
            out.put(&dport.to_be_bytes());
            out.put(&seq.to_be_bytes());
            out.put(&ack.to_be_bytes());
            out.put(&[0x50, flags]);
            out.put(&window.to_be_bytes());
            out.put(&[0; 4]);
            write_options(options, &mut out);
            out.bytes[12] = (out.at as u8 / 4) << 4;
            (TCP, 16, 0)
        }
        Body::Udp { sport, dport, payload } => {
            out.put(&sport.to_be_bytes());
            out.put(&dport.to_be_bytes());
            out.put(&(8 + payload).to_be_bytes());
            out.put(&[0; 2]);
            (UDP, 6, payload)
        }
        Body::Echo { id, seq, payload } => {
            out.put(&[8, 0, 0, 0]);
            out.put(&id.to_be_bytes());
            out.put(&seq.to_be_bytes());
            (ICMP, 2, payload)
        }
        Body::IcmpError { kind, code, victim, sport, dport } => {
            out.put(&[kind, code, 0, 0, 0, 0, 0, 0]);
            let body = Body::Udp { sport, dport, payload: 0 };
            let ours = Packet { src: packet.dst, dst: victim, ttl: 1, body, ..*packet };
            let mut quoted = [0; 60];
            let (protocol, quoted, _) = write_body(&ours, &mut quoted);
            out.put(&ip_header(&ours, protocol, 28));
            out.put(quoted);
            (ICMP, 2, 0)
        }
    };
    let Writer { at, .. } = out;
    let length = at as u32 + u32::from(payload);
    let pseudo = if protocol == ICMP { 0 } else { pseudo_header(packet, protocol, length) };
    let sum = match checksum(pseudo, &bytes[..at]) {
        // In UDP, 0 would say that there is no checksum.
        0 if protocol == UDP => 0xffff,
        sum => sum,
    };
    bytes[checksum_at..checksum_at + 2].copy_from_slice(&sum.to_be_bytes());
    (protocol, &bytes[..at], payload)
}

fn write_options(options: Options, out: &mut Writer<'_>) {
    match options {
        Options::None => {}
        Options::Windows { segment } => {
            out.put(&[2, 4]);
            out.put(&segment.to_be_bytes());
            out.put(&[1, 1, 4, 2]);
        }
        Options::Linux { segment, clock } => {
            out.put(&[2, 4]);
            out.put(&segment.to_be_bytes());
            out.put(&[4, 2, 8, 10]);
            out.put(&clock.to_be_bytes());
            out.put(&[0, 0, 0, 0, 1, 3, 3, 2]);
        }
    }
}

/// The sum of the header that TCP and UDP make believe to have.
fn pseudo_header(packet: &Packet, protocol: u8, length: u32) -> u32 {
    let halves = |address: u32| (address >> 16) + (address & 0xffff);
    halves(packet.src) + halves(packet.dst) + u32::from(protocol) + length
}

/// The Internet checksum (RFC 1071) of `bytes`, begun with `start`. Zeros that follow do not change it.
fn checksum(start: u32, bytes: &[u8]) -> u16 {
    let mut sum = start;
    for pair in bytes.chunks(2) {
        sum += u32::from(pair[0]) << 8 | pair.get(1).map_or(0, |&low| u32::from(low));
    }
    while sum > 0xffff {
        sum = (sum >> 16) + (sum & 0xffff);
    }
    !(sum as u16)
}

struct Writer<'a> {
    bytes: &'a mut [u8],
    at: usize,
}

impl Writer<'_> {
    fn put(&mut self, bytes: &[u8]) {
        self.bytes[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 1071's own example.
    #[test]
    fn the_checksum_is_the_internets() {
        assert_eq!(checksum(0, &[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), !0xddf2);
    }
}
