//! What a graph line or a table row is about: a port, an ICMP type, or a protocol as a whole.

use std::fmt;
use std::str::FromStr;

use kernel::Lang;
use serde::{Deserialize, Serialize};

use capture::proto;

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

impl Port {
    /// As it is said to people: `TCP 445`, `UDP 1026`, `ICMP type 8`, `ICMP`, `TCP, all ports`, `IP protocol 47`.
    pub fn label(self, lang: Lang) -> String {
        let has_types = matches!(self.proto, proto::ICMP | proto::ICMPV6);
        let name = proto_name(self.proto).map(|name| {
            if self.proto == proto::ICMPV6 { "ICMPv6".to_owned() } else { name.to_ascii_uppercase() }
        });
        match (lang, name, self.number) {
            (Lang::Ja, Some(name), Some(number)) if has_types => format!("{name} タイプ {number}"),
            (Lang::En, Some(name), Some(number)) if has_types => format!("{name} type {number}"),
            (_, Some(name), Some(number)) => format!("{name} {number}"),
            (_, Some(name), None) if has_types => name,
            (Lang::Ja, Some(name), None) => format!("{name} 全体"),
            (Lang::En, Some(name), None) => format!("{name}, all ports"),
            (Lang::Ja, None, _) => format!("IP プロトコル {} 番", self.proto),
            (Lang::En, None, _) => format!("IP protocol {}", self.proto),
        }
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
    fn a_port_is_said_in_both_languages() {
        let check = |text: &str, ja: &str, en: &str| {
            let port: Port = text.parse().unwrap();
            assert_eq!((port.label(Lang::Ja).as_str(), port.label(Lang::En).as_str()), (ja, en));
        };
        check("445/tcp", "TCP 445", "TCP 445");
        check("1026/udp", "UDP 1026", "UDP 1026");
        check("8/icmp", "ICMP タイプ 8", "ICMP type 8");
        check("icmp", "ICMP", "ICMP");
        check("128/icmpv6", "ICMPv6 タイプ 128", "ICMPv6 type 128");
        check("tcp", "TCP 全体", "TCP, all ports");
        check("47", "IP プロトコル 47 番", "IP protocol 47");
        check("0/47", "IP プロトコル 47 番", "IP protocol 47");
    }

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
