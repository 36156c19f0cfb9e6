//! IP addresses (RFC 791, RFC 4291 2.2) with what people write on them: ports, prefixes, zones.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Found, What, is_word, looks_like_v6};

/// Words before four numbers that make a version of them.
const VERSIONS: &[&str] = &[
    "version",
    "ver",
    "ver.",
    "v",
    "rev",
    "release",
    "firefox",
    "chrome",
    "opera",
    "build",
    "バージョン",
    "版",
    "firmware",
];

/// The address that a word is. `end` is the end of the word's letters, digits, dots and colons.
pub(in crate::reading) fn address_at(line: &str, at: usize, end: usize) -> Option<Found> {
    let bytes = line.as_bytes();
    let word = &line[at..end];
    let first = bytes[at];
    if !(first.is_ascii_hexdigit() || first == b':') || (at > 0 && glued(bytes[at - 1])) {
        return None;
    }
    if first.is_ascii_digit()
        && let Some((length, address)) = v4(word)
    {
        let rest = &word[length..];
        let (port, used) = match rest.strip_prefix(':').map(number) {
            Some(Some((port, used))) => (Some(port), used + 1),
            _ => (None, 0),
        };
        // `1.2.3.4.5`, `1.2.3.4-beta`, `192.0.2.1x`.
        let after = word[length + used..].trim_start_matches('.');
        if !(after.is_empty()
            || after.starts_with(':')
            || after.starts_with("->")
            || (after.starts_with('-') && v4(&after[1..]).is_some()))
            || (after.len() < rest.len() - used && !after.is_empty())
            || versioned(line, at)
        {
            return None;
        }
        let mut stop = at + length + used;
        if used == 0 {
            stop += prefix(&bytes[stop..]);
        }
        return Some(Found { span: at..stop, what: What::Address(address.into(), port) });
    }
    let word = word.trim_end_matches(['.', '-', ':', '_']);
    let word = if line[at..].starts_with("::") && word.is_empty() { return None } else { word };
    if word.bytes().filter(|byte| *byte == b':').count() < 2 || !looks_like_v6(word.as_bytes()) {
        return None;
    }
    let address = word.parse::<Ipv6Addr>().ok()?.to_canonical();
    // Outside of what is given out, `a::b` is rather a name of a program.
    if let IpAddr::V6(v6) = address
        && v6.segments()[0] < 0x2000
    {
        return None;
    }
    let mut stop = at + word.len();
    let mut port = None;
    if bytes.get(stop) == Some(&b'%') {
        stop += 1 + bytes[stop + 1..].iter().take_while(|byte| is_word(**byte)).count();
    }
    if bytes.get(stop) == Some(&b']')
        && bytes.get(stop + 1) == Some(&b':')
        && let Some((number, used)) = line.get(stop + 2..).and_then(number)
    {
        port = Some(number);
        stop += 2 + used;
    }
    stop += prefix(&bytes[stop..]);
    Some(Found { span: at..stop, what: What::Address(address, port) })
}

/// Whether the byte before a word shows that the word is only a part of something.
const fn glued(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/' | b'@' | b'%' | b'_')
}

/// The four numbers at the start of a text, and their length in bytes. Numbers may have leading zeros where all
/// have three digits.
fn v4(text: &str) -> Option<(usize, Ipv4Addr)> {
    let mut octets = [0u8; 4];
    let mut at = 0;
    let bytes = text.as_bytes();
    let mut padded = 0;
    for (index, octet) in octets.iter_mut().enumerate() {
        if index > 0 {
            (bytes.get(at) == Some(&b'.')).then_some(())?;
            at += 1;
        }
        let digits = bytes[at..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let number: u16 = text.get(at..at + digits)?.parse().ok()?;
        *octet = u8::try_from(number).ok()?;
        padded += usize::from(digits > 1 && bytes[at] == b'0');
        (padded == 0 || digits == 3).then_some(())?;
        at += digits;
    }
    let next = bytes.get(at).copied().unwrap_or(b' ');
    (!next.is_ascii_alphanumeric() && next != b'_').then_some((at, octets.into()))
}

/// A port at the start of a text, and its length.
fn number(text: &str) -> Option<(u16, usize)> {
    let digits = text.bytes().take(6).take_while(u8::is_ascii_digit).count();
    let port = text.get(..digits)?.parse().ok()?;
    let next = text.as_bytes().get(digits).copied().unwrap_or(b' ');
    (!next.is_ascii_alphanumeric()).then_some((port, digits))
}

/// The length of a prefix length as `/24`.
fn prefix(bytes: &[u8]) -> usize {
    if bytes.first() != Some(&b'/') {
        return 0;
    }
    let digits = bytes[1..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=3).contains(&digits) { 1 + digits } else { 0 }
}

fn versioned(line: &str, at: usize) -> bool {
    let before = line[..at].trim_end_matches([' ', ':', '：']);
    let near = before.char_indices().rev().take(10).last().map_or("", |(from, _)| &before[from..]);
    let near = near.to_ascii_lowercase();
    VERSIONS.iter().any(|word| {
        near.strip_suffix(word).is_some_and(|rest| {
            !word.is_ascii() || !rest.bytes().next_back().is_some_and(|byte| byte.is_ascii_alphanumeric())
        })
    })
}

/// Whether an address can be somebody's on the internet. Documentation's ranges are treated as ordinary ones.
pub(in crate::reading) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(a == 0
                || a == 10
                || a == 127
                || a >= 224
                || (a == 100 && (64..128).contains(&b))
                || (a == 169 && b == 254)
                || (a == 172 && (16..32).contains(&b))
                || (a == 192 && b == 168)
                || (a == 192 && b == 0 && c == 0))
        }
        IpAddr::V6(v6) => (v6.segments()[0] & 0xe000) == 0x2000,
    }
}
