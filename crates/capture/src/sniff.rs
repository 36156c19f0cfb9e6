//! What an input is, by its first bytes; names and endings lie.

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Classic pcap.
    Pcap,
    /// Pcapng.
    Pcapng,
    /// Lines of text; whoever reads lines knows more.
    Text,
}

/// Bytes that [`sniff`] would like to see; fewer do where there are no more.
pub const SNIFF: usize = 4096;

/// Tells what begins with these bytes; none where it is neither a capture nor text.
pub fn sniff(first: &[u8]) -> Option<Kind> {
    match first {
        [0xd4, 0xc3, 0xb2, 0xa1, ..]
        | [0xa1, 0xb2, 0xc3, 0xd4, ..]
        | [0x4d, 0x3c, 0xb2, 0xa1, ..]
        | [0xa1, 0xb2, 0x3c, 0x4d, ..]
        | [0x34, 0xcd, 0xb2, 0xa1, ..]
        | [0xa1, 0xb2, 0xcd, 0x34, ..] => Some(Kind::Pcap),
        [0x0a, 0x0d, 0x0d, 0x0a, ..] => Some(Kind::Pcapng),
        _ if is_text(first) => Some(Kind::Text),
        _ => None,
    }
}

/// Text has printable characters, of whatever character set, and hardly any control bytes.
fn is_text(first: &[u8]) -> bool {
    let control =
        first.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x1b)).count();
    !first.is_empty() && control * 50 <= first.len() && first.iter().any(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        let check = |first: &[u8], expect| assert_eq!(sniff(first), expect, "{first:02x?}");
        check(&[0xd4, 0xc3, 0xb2, 0xa1, 2, 0], Some(Kind::Pcap));
        check(&[0xa1, 0xb2, 0x3c, 0x4d], Some(Kind::Pcap));
        check(&[0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0], Some(Kind::Pcapng));
        check(b"Mar  1 00:00:01 fw kernel: IN=eth0 OUT= SRC=192.0.2.1", Some(Kind::Text));
        check("時刻,送信元\n".as_bytes(), Some(Kind::Text));
        check(b"\n\nSRC=", Some(Kind::Text));
        check(&[], None);
        check(&[0; 64], None);
        check(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0], None);
    }
}
