//! Encoded words (RFC 2047) as they are sent, which is not always as they are meant.
//!
//! - Adjacent words of one character set are joined as bytes before they are decoded: senders split characters.
//! - They are read wherever they stand: in quoted strings, in the middle of words, in parameters.
//! - Base64 without its padding, and quoted-printable with raw spaces, are read.

use mail_parser::decoders::base64::base64_decode;

use crate::charset;

/// A longer name is no name of a character set.
const CHARSET_LENGTH: usize = 64;

/// One encoded word.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    charset: &'a str,
    is_base64: bool,
    data: &'a str,
    /// Its length with its delimiters.
    pub length: usize,
}

/// The encoded word at the start of `text`. `closed` is false where it is known that no `?=` follows any more.
pub(super) fn word<'a>(text: &'a str, closed: &mut bool) -> Option<Word<'a>> {
    let inner = text.strip_prefix("=?")?;
    let look = inner.as_bytes();
    let end = look[..look.len().min(CHARSET_LENGTH)].iter().position(|byte| *byte == b'?')?;
    let charset = inner.get(..end)?;
    let is_base64 = match look.get(end + 1)? {
        b'B' | b'b' => true,
        b'Q' | b'q' => false,
        _ => return None,
    };
    if look.get(end + 2) != Some(&b'?') || !*closed || charset.contains(char::is_whitespace) {
        return None;
    }
    let data = inner.get(end + 3..)?;
    let Some(length) = data.find("?=") else {
        *closed = false;
        return None;
    };
    Some(Word { charset, is_base64, data: &data[..length], length: 2 + end + 3 + length + 2 })
}

/// Decodes all encoded words of `text`; adds to `problems` what could not be.
pub(crate) fn decode(text: &str, problems: &mut Vec<String>) -> String {
    if !text.contains("=?") {
        return text.to_owned();
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    let mut closed = true;
    while let Some(at) = rest.find("=?") {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(first) = word(rest, &mut closed) else {
            decoded.push_str("=?");
            rest = &rest[2..];
            continue;
        };
        rest = &rest[first.length..];
        let mut joined = vec![first];
        // White space between encoded words is none (RFC 2047, 6.2).
        while let Some(next) = word(rest.trim_start(), &mut closed) {
            let start = rest.len() - rest.trim_start().len();
            rest = &rest[start + next.length..];
            joined.push(next);
        }
        for same in joined.chunk_by(|a, b| a.charset.eq_ignore_ascii_case(b.charset)) {
            let bytes = bytes(same);
            let charset::Decoded { text, problem } = charset::decode(&bytes, Some(same[0].charset), None);
            decoded.push_str(&text);
            problems.extend(problem);
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The bytes of words of one character set.
fn bytes(words: &[Word<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Base64 that was split anywhere goes on in the next word.
    let mut open = String::new();
    for word in words {
        if word.is_base64 {
            open.extend(word.data.chars().filter(|c| !c.is_ascii_whitespace()));
            if open.len().is_multiple_of(4) || open.ends_with('=') {
                base64(&std::mem::take(&mut open), &mut bytes);
            }
        } else {
            base64(&std::mem::take(&mut open), &mut bytes);
            quoted(word.data.as_bytes(), &mut bytes);
        }
    }
    base64(&open, &mut bytes);
    bytes
}

fn base64(data: &str, bytes: &mut Vec<u8>) {
    match base64_decode(data.as_bytes()) {
        Some(decoded) => bytes.extend(decoded),
        // Not base64 at all: better seen than lost.
        None => bytes.extend_from_slice(data.as_bytes()),
    }
}

/// The Q encoding (RFC 2047, 4.2).
fn quoted(data: &[u8], bytes: &mut Vec<u8>) {
    let mut rest = data;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'_' => bytes.push(b' '),
            b'=' => match crate::transfer::hex_pair(after) {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                None => bytes.push(b'='),
            },
            other => bytes.push(*other),
        }
    }
}
