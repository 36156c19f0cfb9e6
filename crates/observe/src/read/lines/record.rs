//! What a line told, before it becomes a packet.

use super::Reason;
use super::value::Ip;
use crate::read::Sink;
use capture::Class;
use capture::{Address, Known, Packet, proto};

/// A packet as a line tells it. What is none was not told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) ts: i64,
    pub(super) sensor: u16,
    pub(super) src: Ip,
    pub(super) dst: Option<Ip>,
    pub(super) proto: u8,
    /// Destination port or ICMP type; none for later fragments and headers that are cut off.
    pub(super) dport: Option<u16>,
    /// Source port or ICMP code.
    pub(super) sport: Option<u16>,
    pub(super) seq: Option<u32>,
    pub(super) ip_id: Option<u16>,
    pub(super) window: Option<u16>,
    pub(super) length: Option<u16>,
    pub(super) ttl: Option<u8>,
    pub(super) flags: Option<u8>,
}

impl Record {
    /// A record that tells only what every line must.
    pub(super) fn new(ts: i64, sensor: u16, src: Ip, proto: u8) -> Self {
        Self {
            ts,
            sensor,
            src,
            dst: None,
            proto,
            dport: None,
            sport: None,
            seq: None,
            ip_id: None,
            window: None,
            length: None,
            ttl: None,
            flags: None,
        }
    }

    /// Hands the packet on `count` times.
    ///
    /// # Errors
    /// Where the addresses are of two families.
    pub(super) fn hand_on(&self, count: u64, sink: &mut impl Sink) -> Result<(), Reason> {
        match (self.src, self.dst) {
            (Ip::V4(src), None) => times(count, || sink.v4(&self.packet(src, 0))),
            (Ip::V4(src), Some(Ip::V4(dst))) => times(count, || sink.v4(&self.packet(src, dst))),
            (Ip::V6(src), None) => times(count, || sink.v6(&self.packet(src, 0))),
            (Ip::V6(src), Some(Ip::V6(dst))) => times(count, || sink.v6(&self.packet(src, dst))),
            _ => return Err("source and destination are not both IPv4 or both IPv6".into()),
        }
        Ok(())
    }

    fn packet<A: Address>(&self, src: A, dst: A) -> Packet<A> {
        let mut known = Known::default();
        let mut tell = |told: bool, which: Known| {
            if told {
                known = known.with(which);
            }
        };
        tell(self.sport.is_some(), Known::SPORT);
        tell(self.ttl.is_some(), Known::TTL);
        tell(self.ip_id.is_some(), Known::IP_ID);
        tell(self.length.is_some(), Known::LENGTH);
        tell(self.flags.is_some(), Known::FLAGS);
        tell(self.seq.is_some(), Known::SEQ);
        tell(self.window.is_some(), Known::WINDOW);
        let sport = self.sport.unwrap_or(0);
        let class = match self.dport {
            Some(dport) => Class::of(self.proto, dport, sport, self.flags),
            None => Class::Other,
        };
        Packet {
            proto: self.proto,
            dport: self.dport.unwrap_or(0),
            ts: self.ts,
            sensor: self.sensor,
            src,
            dst,
            sport,
            seq: self.seq.unwrap_or(0),
            ip_id: self.ip_id.unwrap_or(0),
            window: self.window.unwrap_or(0),
            length: self.length.unwrap_or(0),
            ttl: self.ttl.unwrap_or(0),
            flags: self.flags.unwrap_or(0),
            class,
            known,
        }
    }
}

fn times(count: u64, mut hand_on: impl FnMut()) {
    for _ in 0..count {
        hand_on();
    }
}

/// What a protocol's packets have besides addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    /// Ports.
    Ports,
    /// Type and code.
    Icmp,
    /// Nothing that is kept here.
    Neither,
}

impl Header {
    pub(super) const fn of(protocol: u8) -> Self {
        match protocol {
            proto::TCP | proto::UDP => Self::Ports,
            proto::ICMP | proto::ICMPV6 => Self::Icmp,
            _ => Self::Neither,
        }
    }
}
