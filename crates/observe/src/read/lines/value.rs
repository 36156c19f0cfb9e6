//! Single values as logs and tables write them: numbers, addresses, protocols, TCP flags.

use std::net::{IpAddr, Ipv6Addr};

use capture::proto;

/// An address of either family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ip {
    V4(u32),
    V6(u128),
}

/// A decimal number without sign that `T` can hold.
pub(super) fn number<T: TryFrom<u64>>(bytes: &[u8]) -> Option<T> {
    // 19 digits always fit into 64 bits.
    if bytes.is_empty() || bytes.len() > 19 {
        return None;
    }
    let mut value = 0_u64;
    for &byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u64::from(digit);
    }
    T::try_from(value).ok()
}

/// Four decimal numbers with dots; zeros in front are allowed (DShield pads with them) and mean nothing.
pub(super) fn dotted(bytes: &[u8]) -> Option<u32> {
    let mut address = 0_u32;
    let mut parts = 0;
    let mut part = 0_u32;
    let mut digits = 0;
    for &byte in bytes.iter().chain(b".") {
        if byte == b'.' {
            if digits == 0 || part > 255 || parts == 4 {
                return None;
            }
            address = address << 8 | part;
            parts += 1;
            (part, digits) = (0, 0);
        } else {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 || digits == 3 {
                return None;
            }
            part = part * 10 + u32::from(digit);
            digits += 1;
        }
    }
    (parts == 4).then_some(address)
}

/// A dotted IPv4 address or an IPv6 address (RFC 4291); IPv4 mapped into IPv6 is the IPv4 that was sent.
pub(super) fn address(bytes: &[u8]) -> Option<Ip> {
    if let Some(address) = dotted(bytes) {
        return Some(Ip::V4(address));
    }
    let address: Ipv6Addr = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    Some(match IpAddr::V6(address).to_canonical() {
        IpAddr::V4(mapped) => Ip::V4(mapped.to_bits()),
        IpAddr::V6(address) => Ip::V6(address.to_bits()),
    })
}

/// A protocol by number, or by a name of IANA's "Assigned Internet Protocol Numbers" or `/etc/protocols`,
/// in any case.
pub(super) fn protocol(bytes: &[u8]) -> Option<u8> {
    const NAMES: [(&str, u8); 22] = [
        ("tcp", proto::TCP),
        ("udp", proto::UDP),
        ("icmp", proto::ICMP),
        ("icmpv6", proto::ICMPV6),
        ("icmp6", proto::ICMPV6),
        ("ipv6-icmp", proto::ICMPV6),
        ("igmp", 2),
        ("ipencap", 4),
        ("ipip", 4),
        ("egp", 8),
        ("dccp", 33),
        ("ipv6", 41),
        ("gre", 47),
        ("esp", 50),
        ("ah", 51),
        ("ospf", 89),
        ("pim", 103),
        ("ipcomp", 108),
        ("vrrp", 112),
        ("l2tp", 115),
        ("sctp", 132),
        ("udplite", 136),
    ];
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return number(bytes);
    }
    NAMES.iter().find(|(name, _)| bytes.eq_ignore_ascii_case(name.as_bytes())).map(|&(_, number)| number)
}

/// The bit of a TCP flag by its name.
pub(super) fn flag(name: &[u8]) -> Option<u8> {
    Some(match name {
        b"FIN" => 1,
        b"SYN" => 2,
        b"RST" => 4,
        b"PSH" => 8,
        b"ACK" => 16,
        b"URG" => 32,
        b"ECE" => 64,
        b"CWR" => 128,
        _ => return None,
    })
}

/// TCP flags as letters in any order (`S`, `SA`, Snort's `***A**S*`); `1` and `2` are CWR and ECE, as in
/// Snort and DShield.
pub(super) fn flag_letters(letters: &[u8]) -> Option<u8> {
    letters.iter().try_fold(0, |flags, letter| {
        let bit = match letter.to_ascii_uppercase() {
            b'F' => 1,
            b'S' => 2,
            b'R' => 4,
            b'P' => 8,
            b'A' => 16,
            b'U' => 32,
            b'E' | b'2' => 64,
            b'C' | b'1' => 128,
            b'*' | b'.' | b'-' => 0,
            _ => return None,
        };
        Some(flags | bit)
    })
}

/// TCP flags as a number (`2`, `0x12`), as names (`SYN`, `SYN,ACK`, `syn ack`) or as letters.
pub(super) fn flags(bytes: &[u8]) -> Option<u8> {
    if let Some(hex) = bytes.strip_prefix(b"0x").or_else(|| bytes.strip_prefix(b"0X")) {
        return u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok();
    }
    if bytes.first().is_some_and(u8::is_ascii_digit) {
        return number(bytes);
    }
    let names = bytes.to_ascii_uppercase();
    names
        .split(|byte| !byte.is_ascii_alphabetic())
        .filter(|name| !name.is_empty())
        .try_fold(0, |flags, name| Some(flags | flag(name)?))
        .or_else(|| flag_letters(bytes))
}

/// Whether a field says that there is nothing to say: empty, `-`, `?`, `???`, `NULL`, `NA` and the like.
pub(super) fn is_nothing(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| byte == b'?')
        || matches!(
            bytes,
            b"-" | b"NULL" | b"null" | b"NA" | b"N/A" | b"n/a" | b"NaN" | b"nan" | b"None" | b"\\N"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_or_are_none() {
        assert_eq!(number::<u16>(b"65535"), Some(65535));
        assert_eq!(number::<u16>(b"0080"), Some(80));
        for wrong in ["", "65536", "-1", "+1", "1 ", "0x10", "99999999999999999999"] {
            assert_eq!(number::<u16>(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_of_both_families() {
        let check = |text: &str, expect| assert_eq!(address(text.as_bytes()), expect, "{text}");
        check("192.0.2.1", Some(Ip::V4(0xc000_0201)));
        check("192.000.002.001", Some(Ip::V4(0xc000_0201)));
        check("2001:0db8:0000:0000:0000:0000:0000:0001", Some(Ip::V6(0x2001_0db8 << 96 | 1)));
        check("2001:db8::1", Some(Ip::V6(0x2001_0db8 << 96 | 1)));
        check("::ffff:192.0.2.1", Some(Ip::V4(0xc000_0201)));
        for wrong in
            ["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.0004", "1..2.3", "1.2.3.4 ", "a.b.c.d", ":::"]
        {
            check(wrong, None);
        }
    }

    #[test]
    fn protocols_by_name_and_number() {
        for (text, expect) in [("TCP", 6), ("udp", 17), ("ICMPv6", 58), ("47", 47), ("GRE", 47), ("0", 0)] {
            assert_eq!(protocol(text.as_bytes()), Some(expect), "{text}");
        }
        for wrong in ["", "256", "tcpx", "6x"] {
            assert_eq!(protocol(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn flags_in_every_spelling() {
        for text in ["SA", "AS", "18", "0x12", "SYN,ACK", "syn ack", "ACK|SYN", "***A**S*"] {
            assert_eq!(flags(text.as_bytes()), Some(0x12), "{text}");
        }
        assert_eq!(flag_letters(b"12S"), Some(0xc2));
        for wrong in ["X", "SYNC", "300", "0x123", "0x"] {
            assert_eq!(flags(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
