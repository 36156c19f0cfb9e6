//! ISO-2022-JP as mails have it (RFC 1468, RFC 1554, JIS X 0202, Microsoft's code pages 50220 to 50222).
//!
//! The standard decoder for browsers refuses what mails do every day, so escape sequences are read here and the
//! double bytes are handed to `encoding_rs`, whose table has NEC's special characters (`①`, `㈱`). Beyond RFC 1468:
//!
//! - half-width kana by `ESC ( I`, by SO and SI (JIS7), and as raw bytes A1 to DF (JIS8);
//! - JIS X 0201 Roman is read as ASCII: programs leave text in it, and `~` and `\` of addresses have to survive;
//! - a fold or line end inside double bytes. The standard has it end the double bytes; where the next escape
//!   sequence goes back to ASCII the program has not kept to that, and they go on in the next line.

use encoding_rs::{EUC_JP, SHIFT_JIS};
use std::str::from_utf8;

const ESCAPE: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// What a line end is that stands in double bytes which go on after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// Of a body: it ends a line.
    Kept,
    /// Of a header field: it is nothing, with the white space after it.
    Fold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    /// ASCII or JIS X 0201 Roman.
    Single,
    /// JIS X 0201 Katakana.
    Kana,
    /// JIS X 0208, double bytes.
    Double,
    /// JIS X 0212, double bytes.
    Supplement,
}

/// The set that an escape sequence at the start of `rest` calls, and the sequence's length.
fn escape(rest: &[u8]) -> Option<(Set, usize)> {
    match rest {
        [ESCAPE, b'$', b'(', b'D', ..] => Some((Set::Supplement, 4)),
        [ESCAPE, b'$', b'(', b'@' | b'B' | b'O' | b'P' | b'Q', ..] => Some((Set::Double, 4)),
        [ESCAPE, b'$', b'@' | b'B', ..] => Some((Set::Double, 3)),
        // JIS X 0208-1990: announced, then called.
        [ESCAPE, b'&', b'@', ..] => Some((Set::Single, 3)),
        [ESCAPE, b'(', b'I', ..] => Some((Set::Kana, 3)),
        [ESCAPE, b'(', b'B' | b'J' | b'H', ..] => Some((Set::Single, 3)),
        _ => None,
    }
}

/// Whether a sequence stands in `bytes` that calls double bytes or kana.
pub(super) fn has_escapes(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == ESCAPE) {
        rest = &rest[at..];
        if escape(rest).is_some_and(|(set, _)| set != Set::Single) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

/// Decodes; what stands for no character becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], line_end: LineEnd) -> String {
    let mut text = String::with_capacity(bytes.len());
    // Double bytes that wait to be decoded: a fold may stand inside a character.
    let mut pending = Vec::new();
    let mut set = Set::Single;
    let mut at = 0;
    // Where the escape sequence after a line end was looked for: it is the same for all line ends before it.
    let mut next: Option<(usize, bool)> = None;
    while at < bytes.len() {
        if let Some((called, length)) = escape(&bytes[at..]) {
            double(&mut pending, set, &mut text);
            set = called;
            at += length;
            continue;
        }
        match set {
            Set::Single | Set::Kana => {
                let end = run(bytes, at, |byte| !matches!(byte, ESCAPE | SHIFT_OUT | SHIFT_IN | b'\n'));
                if end == at {
                    match bytes[at] {
                        SHIFT_OUT => set = Set::Kana,
                        SHIFT_IN => set = Set::Single,
                        b'\n' => {
                            set = Set::Single;
                            text.push('\n');
                        }
                        other => text.push(char::from(other)),
                    }
                    at += 1;
                } else {
                    if set == Set::Kana {
                        kana(&bytes[at..end], &mut text);
                    } else {
                        single(&bytes[at..end], &mut text);
                    }
                    at = end;
                }
            }
            Set::Double | Set::Supplement => {
                let end = run(bytes, at, |byte| (0x21..=0x7e).contains(&(byte & 0x7f)));
                pending.extend_from_slice(&bytes[at..end]);
                at = end;
                let gap = run(bytes, at, |byte| byte != ESCAPE && !(0x21..=0x7e).contains(&(byte & 0x7f)));
                if bytes[at..gap].contains(&b'\n') {
                    let (_, returns) = match next {
                        Some(known) if known.0 >= gap => known,
                        _ => *next.insert(returns_to_single(bytes, gap)),
                    };
                    if returns && line_end == LineEnd::Fold {
                        at = gap;
                        continue;
                    }
                    double(&mut pending, set, &mut text);
                    if !returns {
                        set = Set::Single;
                    }
                } else {
                    double(&mut pending, set, &mut text);
                }
                single(&bytes[at..gap], &mut text);
                at = gap;
                if bytes.get(at) == Some(&ESCAPE) && escape(&bytes[at..]).is_none() {
                    set = Set::Single;
                }
            }
        }
    }
    double(&mut pending, set, &mut text);
    text
}

/// Where the next escape sequence from `from` on stands, and whether it goes back to single bytes.
fn returns_to_single(bytes: &[u8], from: usize) -> (usize, bool) {
    let mut at = from;
    while at < bytes.len() {
        if let Some((set, _)) = escape(&bytes[at..]) {
            return (at, set == Set::Single);
        }
        at += 1;
    }
    (at, false)
}

fn run(bytes: &[u8], from: usize, goes_on: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !goes_on(*byte)).map_or(bytes.len(), |length| from + length)
}

/// Text outside double bytes; with eight bits it is UTF-8, or else JIS8, of which Shift_JIS is the larger form.
fn single(bytes: &[u8], text: &mut String) {
    match from_utf8(bytes) {
        Ok(valid) => text.push_str(valid),
        Err(_) => text.push_str(&SHIFT_JIS.decode_without_bom_handling(bytes).0),
    }
}

fn kana(bytes: &[u8], text: &mut String) {
    for byte in bytes {
        match byte & 0x7f {
            code @ 0x21..=0x5f => text.extend(char::from_u32(0xff40 + u32::from(code))),
            _ => text.push(if byte.is_ascii() { char::from(*byte) } else { '\u{fffd}' }),
        }
    }
}

/// The same rows and cells as EUC-JP has, one bit apart.
fn double(pending: &mut Vec<u8>, set: Set, text: &mut String) {
    if pending.is_empty() {
        return;
    }
    let mut euc = Vec::with_capacity(pending.len() * 3 / 2);
    for pair in pending.chunks(2) {
        if set == Set::Supplement {
            euc.push(0x8f);
        }
        euc.extend(pair.iter().map(|byte| byte | 0x80));
    }
    pending.clear();
    text.push_str(&EUC_JP.decode_without_bom_handling(&euc).0);
}
