//! One packet: header fields only, as the lake keeps them.

use crate::class::Class;

/// An IP address as the integer it is: `u32` for IPv4, `u128` for IPv6.
///
/// The two families are two types, so that IPv4, which is nearly everything, pays nothing for IPv6.
pub trait Address: Copy + Ord + std::hash::Hash + std::fmt::Debug + Default + Send + Sync + 'static {
    /// The address for people to read.
    fn ip(self) -> std::net::IpAddr;
}

impl Address for u32 {
    fn ip(self) -> std::net::IpAddr {
        std::net::Ipv4Addr::from_bits(self).into()
    }
}

impl Address for u128 {
    fn ip(self) -> std::net::IpAddr {
        std::net::Ipv6Addr::from_bits(self).into()
    }
}

/// IP protocol numbers that have ports or types here (IANA "Assigned Internet Protocol Numbers").
pub mod proto {
    /// ICMP.
    pub const ICMP: u8 = 1;
    /// TCP.
    pub const TCP: u8 = 6;
    /// UDP.
    pub const UDP: u8 = 17;
    /// ICMP for IPv6.
    pub const ICMPV6: u8 = 58;
}

/// Which fields of a [`Packet`] its source told; the others are zero and are stored as NULL.
///
/// A capture tells all that its protocol has; a firewall log may lack the sequence number, a CSV the TTL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Known(u8);

impl Known {
    /// No field.
    pub const NOTHING: Self = Self(0);
    /// Source port (TCP, UDP) or ICMP code.
    pub const SPORT: Self = Self(1);
    /// Time to live, or hop limit.
    pub const TTL: Self = Self(2);
    /// IPv4 identification.
    pub const IP_ID: Self = Self(4);
    /// IP length.
    pub const LENGTH: Self = Self(8);
    /// TCP flags.
    pub const FLAGS: Self = Self(16);
    /// TCP sequence number.
    pub const SEQ: Self = Self(32);
    /// TCP window.
    pub const WINDOW: Self = Self(64);

    /// All fields.
    const ALL: u8 = 127;

    /// The fields as bits, by the numbers above; frames between sensor and collector are built on these.
    #[inline]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// The fields of these bits; none where a bit stands for no field.
    #[inline]
    pub const fn from_bits(bits: u8) -> Option<Self> {
        if bits & !Self::ALL == 0 { Some(Self(bits)) } else { None }
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` is known.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// One packet that a sensor saw.
///
/// The order of the fields is the lake's order of rows (but for the day, which is the partition), so that
/// the derived `Ord` sorts a day's packets into the one canonical sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Packet<A> {
    /// IP protocol number.
    pub proto: u8,
    /// Destination port (TCP, UDP), ICMP type, or 0: other protocols, later fragments, cut-off headers.
    pub dport: u16,
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub ts: i64,
    /// Index of the sensor: of the reading's sensor list in a reader, of the lake's in the lake.
    pub sensor: u16,
    /// Source address.
    pub src: A,
    /// Destination address; 0 where the record does not say (a honeypot's own address is often left out).
    pub dst: A,
    /// Source port (TCP, UDP), ICMP code, or 0.
    pub sport: u16,
    /// TCP sequence number.
    pub seq: u32,
    /// IPv4 identification.
    pub ip_id: u16,
    /// TCP window.
    pub window: u16,
    /// Bytes of the IP packet, header included, as its header says.
    pub length: u16,
    /// Time to live, or hop limit.
    pub ttl: u8,
    /// TCP flags: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128 (RFC 9293).
    pub flags: u8,
    /// Scan, backscatter or other.
    pub class: Class,
    /// What the source told.
    pub known: Known,
}
