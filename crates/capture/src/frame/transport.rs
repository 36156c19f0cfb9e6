//! The first bytes behind the IP header: ports, types, flags.

use super::{be16, be32};
use crate::class::Class;
use crate::packet::{Known, proto};

/// What a transport header told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Transport {
    pub(super) sport: u16,
    pub(super) dport: u16,
    pub(super) seq: u32,
    pub(super) window: u16,
    pub(super) flags: u8,
    pub(super) class: Class,
    pub(super) known: Known,
}

impl Transport {
    /// Nothing: another protocol, a later fragment, a header that was cut off.
    const UNKNOWN: Self =
        Self { sport: 0, dport: 0, seq: 0, window: 0, flags: 0, class: Class::Other, known: Known::NOTHING };

    /// Nothing known, as a later fragment has no header.
    #[inline(always)]
    pub(super) const fn later_fragment() -> Self {
        Self::UNKNOWN
    }

    /// Reads the header of `protocol` at the start of `bytes`, which end where the IP packet or the capture ends.
    #[inline(always)]
    pub(super) fn read(protocol: u8, bytes: &[u8]) -> Self {
        match protocol {
            proto::TCP if let Some(header) = bytes.first_chunk::<20>() => {
                let flags = header[13];
                Self {
                    sport: be16(header, 0),
                    dport: be16(header, 2),
                    seq: be32(header, 4),
                    window: be16(header, 14),
                    flags,
                    class: Class::of_tcp(Some(flags)),
                    known: Known::SPORT.with(Known::FLAGS).with(Known::SEQ).with(Known::WINDOW),
                }
            }
            proto::UDP if let Some(header) = bytes.first_chunk::<4>() => {
                let sport = be16(header, 0);
                Self { sport, dport: be16(header, 2), class: Class::of_udp(sport), ..Self::UNKNOWN }
                    .knows(Known::SPORT)
            }
            proto::ICMP | proto::ICMPV6 if let Some(&kind) = bytes.first() => {
                let class =
                    if protocol == proto::ICMP { Class::of_icmp(kind) } else { Class::of_icmpv6(kind) };
                let typed = Self { dport: u16::from(kind), class, ..Self::UNKNOWN };
                match bytes.get(1) {
                    Some(&code) => Self { sport: u16::from(code), ..typed }.knows(Known::SPORT),
                    None => typed,
                }
            }
            proto::TCP => Self::cut_tcp(bytes),
            _ => Self::UNKNOWN,
        }
    }

    /// A TCP header of which the capture, or the IP packet, has less than the 20 bytes: field by field.
    #[cold]
    fn cut_tcp(bytes: &[u8]) -> Self {
        let mut told = Self::UNKNOWN;
        if bytes.len() >= 4 {
            told = Self { sport: be16(bytes, 0), dport: be16(bytes, 2), ..told }.knows(Known::SPORT);
        }
        if bytes.len() >= 8 {
            told = Self { seq: be32(bytes, 4), ..told }.knows(Known::SEQ);
        }
        if let Some(&flags) = bytes.get(13) {
            told = Self { flags, class: Class::of_tcp(Some(flags)), ..told }.knows(Known::FLAGS);
        }
        if bytes.len() >= 16 {
            told = Self { window: be16(bytes, 14), ..told }.knows(Known::WINDOW);
        }
        told
    }

    #[inline(always)]
    const fn knows(self, field: Known) -> Self {
        Self { known: self.known.with(field), ..self }
    }
}
