//! What a graph line or a table row is about: a port, an ICMP type, or a protocol as a whole.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::packet::proto;

/// A destination port of TCP or UDP, a type of ICMP, or (number `None`) all of a protocol.
///
/// Written `445/tcp`, `1026/udp`, `8/icmp`, `128/icmpv6`, `0/47` (by number); as a whole `icmp`, `tcp`, `47`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    /// IP protocol number.
    pub proto: u8,
    /// Port or type; none for the protocol as a whole.
    pub number: Option<u16>,
}

impl Port {
    /// One port or type of a protocol.
    pub const fn new(proto: u8, number: u16) -> Self {
        Self { proto, number: Some(number) }
    }

    /// A protocol as a whole.
    pub const fn whole(proto: u8) -> Self {
        Self { proto, number: None }
    }

    /// A TCP port.
    pub const fn tcp(number: u16) -> Self {
        Self::new(proto::TCP, number)
    }

    /// A UDP port.
    pub const fn udp(number: u16) -> Self {
        Self::new(proto::UDP, number)
    }

    /// Whether a packet of `proto` and `dport` belongs to it.
    pub fn matches(self, proto: u8, dport: u16) -> bool {
        self.proto == proto && self.number.is_none_or(|n| n == dport)
    }
}

/// The protocol's name, where it has one here.
const fn proto_name(number: u8) -> Option<&'static str> {
    match number {
        proto::TCP => Some("tcp"),
        proto::UDP => Some("udp"),
        proto::ICMP => Some("icmp"),
        proto::ICMPV6 => Some("icmpv6"),
        _ => None,
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(number) = self.number {
            write!(f, "{number}/")?;
        }
        match proto_name(self.proto) {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.proto),
        }
    }
}

/// A port that was not written as one.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0:?} is no port: write 445/tcp, 1026/udp, 8/icmp (a type), or icmp for all of a protocol")]
pub struct PortError(String);

impl FromStr for Port {
    type Err = PortError;

    fn from_str(text: &str) -> Result<Self, PortError> {
        let wrong = || PortError(text.to_owned());
        let (number, protocol) = match text.split_once('/') {
            Some((number, protocol)) => (Some(number.parse::<u16>().map_err(|_| wrong())?), protocol),
            None => (None, text),
        };
        let protocol = match protocol.to_ascii_lowercase().as_str() {
            "tcp" => proto::TCP,
            "udp" => proto::UDP,
            "icmp" => proto::ICMP,
            "icmpv6" | "icmp6" => proto::ICMPV6,
            other => other.parse().map_err(|_| wrong())?,
        };
        let is_type = matches!(protocol, proto::ICMP | proto::ICMPV6);
        if is_type && number.is_some_and(|n| n > 255) {
            return Err(wrong());
        }
        Ok(Self { proto: protocol, number })
    }
}

impl Serialize for Port {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["445/tcp", "1026/udp", "8/icmp", "icmp", "128/icmpv6", "0/47", "tcp", "41"] {
            assert_eq!(text.parse::<Port>().unwrap().to_string(), text);
        }
        for text in ["", "445", "445/", "/tcp", "70000/tcp", "300/icmp", "8/foo", "tcp/445"] {
            assert_eq!(text.parse::<Port>(), Err(PortError(text.to_owned())));
        }
    }
}
