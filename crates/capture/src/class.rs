//! Scan, backscatter or other.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::packet::proto;

/// What a packet to an unused address tells by its header alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Class {
    /// Somebody asks: a TCP segment that is no answer, a UDP datagram, an ICMP request.
    #[default]
    Scan = 0,
    /// An answer to something that we never sent: our address was forged as somebody's source.
    Backscatter = 1,
    /// Neither can be said: a later fragment, an ACK alone, another protocol.
    Other = 2,
}

impl Class {
    /// All, by number.
    pub const ALL: [Self; 3] = [Self::Scan, Self::Backscatter, Self::Other];

    /// The name in data and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Backscatter => "backscatter",
            Self::Other => "other",
        }
    }

    /// The class of a TCP segment with these flags; none where the record does not tell flags.
    ///
    /// SYN-ACK and RST answer a packet (Moore, Shannon, Brown, Voelker, Savage: Inferring Internet
    /// Denial-of-Service Activity, 2006). An ACK alone is either an answer or an ACK scan: other.
    /// NULL, FIN and Xmas segments are scans, as nothing sends them in earnest.
    #[inline]
    pub const fn of_tcp(flags: Option<u8>) -> Self {
        const SYN: u8 = 2;
        const RST: u8 = 4;
        const ACK: u8 = 16;
        match flags {
            None => Self::Scan,
            Some(f) if f & RST != 0 || f & (SYN | ACK) == SYN | ACK => Self::Backscatter,
            Some(f) if f & ACK != 0 => Self::Other,
            Some(_) => Self::Scan,
        }
    }

    /// The class of a UDP datagram from `sport`: services that are misused as reflectors answer from their
    /// own port; everything else is a scan.
    #[inline]
    pub const fn of_udp(sport: u16) -> Self {
        match sport {
            17 | 19 | 53 | 111 | 123 | 137 | 161 | 389 | 1900 | 3702 | 5353 | 10001 | 11211 | 37810 => {
                Self::Backscatter
            }
            _ => Self::Scan,
        }
    }

    /// The class of an ICMP message (RFC 792) of this type: requests scan, replies and errors answer.
    #[inline]
    pub const fn of_icmp(icmp_type: u8) -> Self {
        match icmp_type {
            8 | 10 | 13 | 15 | 17 => Self::Scan,
            0 | 3 | 4 | 5 | 11 | 12 | 14 | 16 | 18 => Self::Backscatter,
            _ => Self::Other,
        }
    }

    /// The class of an ICMPv6 message (RFC 4443) of this type.
    #[inline]
    pub const fn of_icmpv6(icmp_type: u8) -> Self {
        match icmp_type {
            128 => Self::Scan,
            1..=4 | 129 => Self::Backscatter,
            _ => Self::Other,
        }
    }

    /// The class by protocol; `port` is the destination port or ICMP type, `sport` the source port if told.
    #[inline]
    pub const fn of(protocol: u8, port: u16, sport: u16, tcp_flags: Option<u8>) -> Self {
        match protocol {
            proto::TCP => Self::of_tcp(tcp_flags),
            proto::UDP => Self::of_udp(sport),
            proto::ICMP => Self::of_icmp(port as u8),
            proto::ICMPV6 => Self::of_icmpv6(port as u8),
            _ => Self::Other,
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Class {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|c| c.name() == s)
            .ok_or_else(|| format!("no class {s:?}: scan, backscatter or other"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_backscatter_and_questions_scans() {
        let tcp = |flags| Class::of(proto::TCP, 80, 1024, flags);
        assert_eq!(tcp(None), Class::Scan);
        assert_eq!(tcp(Some(0x02)), Class::Scan, "SYN");
        assert_eq!(tcp(Some(0xc2)), Class::Scan, "SYN with ECE and CWR");
        assert_eq!(tcp(Some(0x00)), Class::Scan, "NULL scan");
        assert_eq!(tcp(Some(0x29)), Class::Scan, "Xmas scan");
        assert_eq!(tcp(Some(0x12)), Class::Backscatter, "SYN-ACK");
        assert_eq!(tcp(Some(0x14)), Class::Backscatter, "RST-ACK");
        assert_eq!(tcp(Some(0x10)), Class::Other, "ACK alone");
        assert_eq!(Class::of(proto::ICMP, 8, 0, None), Class::Scan);
        assert_eq!(Class::of(proto::ICMP, 3, 1, None), Class::Backscatter);
        assert_eq!(Class::of(proto::UDP, 1026, 53, None), Class::Backscatter);
        assert_eq!(Class::of(47, 0, 0, None), Class::Other);
    }
}
