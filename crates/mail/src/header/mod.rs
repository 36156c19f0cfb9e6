//! Header fields (RFC 5322, 2.2 and 3.6): from a block of bytes to names and raw values, and from these to what they
//! mean. Field by field: encoded words (RFC 2047), mailboxes, parameters (RFC 2045, RFC 2231), dates, identifications.

mod address;
mod date;
mod id;
mod parameter;
mod words;

use encoding_rs::Encoding;

pub(crate) use address::mailboxes;
pub(crate) use date::date;
pub(crate) use id::ids;
pub(crate) use parameter::{Parameters, parameters};
pub(crate) use words::decode as decode_words;

use crate::charset;
use crate::limit;

/// A header field as it stands: the value with its folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    pub name: &'a [u8],
    pub value: &'a [u8],
}

impl Field<'_> {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// Bytes of empty lines and mbox lines before a message's first field that are passed over.
const BLANK: usize = 4096;

/// Fields that are read however many others stand before them: padding must not hide who wrote what.
const NEEDED: [&str; 7] =
    ["from", "to", "subject", "date", "message-id", "content-type", "content-transfer-encoding"];

/// Bytes of a field's name. What is longer is text with a colon in it.
const NAME_LENGTH: usize = 200;

/// A block of header fields and what follows it.
#[derive(Debug, Default)]
pub(crate) struct Block<'a> {
    pub fields: Vec<Field<'a>>,
    pub body: &'a [u8],
    /// What is wrong with it.
    pub problems: Vec<String>,
}

/// What a block of header fields is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    Message,
    /// A part of a multipart: an empty line at its beginning is the end of no header fields.
    Part,
}

/// Splits `bytes` into header fields and body.
///
/// Without an empty line, the body begins at the first line that can't be of a header; a `From ` line of an mbox
/// at the beginning is passed over.
pub(crate) fn split(bytes: &[u8], of: Of) -> Block<'_> {
    let mut block = Block::default();
    let mut rest = bytes;
    let mut too_many = 0_usize;
    // Where the field at hand begins and where its value does.
    let mut at_hand: Option<(usize, usize)> = None;
    let mut begin = 0;
    loop {
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let line = &rest[..length];
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        let content = content.strip_suffix(b"\r").unwrap_or(content);
        let folded = content.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        // Some forget to indent the parameters of a field.
        let goes_on = || {
            bytes[..begin].trim_ascii_end().ends_with(b";") && content.contains(&b'=') && !content.is_empty()
        };
        if at_hand.is_some() && (folded || goes_on()) {
            // A line of white space alone would be the end for a reader, and is a fold by the letter of RFC 822.
        } else {
            if let Some((name, value)) = at_hand.take() {
                push(&mut block, bytes, name, value, begin, &mut too_many);
            }
            let colon = memchr::memchr(b':', content);
            let named = colon.filter(|colon| {
                let name = content[..*colon].trim_ascii_end();
                !name.is_empty()
                    && name.len() <= NAME_LENGTH
                    && !name.iter().any(|byte| byte.is_ascii_whitespace() || b"=\"<(".contains(byte))
            });
            let first = block.fields.is_empty();
            let passed_over = (first && begin == 0 && content.starts_with(b"From "))
                || (begin < BLANK && content.starts_with(b">From "));
            if content.is_empty() && !(of == Of::Message && first && begin < BLANK && length > 0) {
                block.body = &rest[length..];
                break;
            } else if let Some(colon) = named {
                at_hand = Some((begin, begin + colon));
            } else if content.is_empty() || passed_over {
                // Empty lines before the first field, and what an mbox left.
            } else {
                block.body = rest;
                block.problems.push("no empty line before the body".to_owned());
                break;
            }
        }
        begin += length;
        rest = &rest[length..];
        if rest.is_empty() {
            if let Some((name, value)) = at_hand.take() {
                push(&mut block, bytes, name, value, begin, &mut too_many);
            }
            break;
        }
    }
    if too_many > 0 {
        let limit = limit::FIELDS;
        block.problems.push(format!("more than {limit} header fields; {too_many} left out"));
    }
    block
}

fn push<'a>(
    block: &mut Block<'a>,
    bytes: &'a [u8],
    name: usize,
    colon: usize,
    end: usize,
    too_many: &mut usize,
) {
    let name = bytes[name..colon].trim_ascii_end();
    let count = block.fields.len();
    let is_needed = || NEEDED.iter().any(|needed| name.eq_ignore_ascii_case(needed.as_bytes()));
    if count >= limit::FIELDS && !(count < limit::FIELDS * 2 && is_needed()) {
        *too_many += 1;
        return;
    }
    let mut value = bytes[colon + 1..end].trim_ascii();
    if value.len() > limit::FIELD_BYTES {
        value = &value[..limit::FIELD_BYTES];
        let name = String::from_utf8_lossy(name);
        let problem =
            format!("header field {name} is longer than {} bytes; the rest is left out", limit::FIELD_BYTES);
        block.problems.push(problem);
    }
    block.fields.push(Field { name, value });
}

/// The value of a field as Unicode, its encoded words as they stand.
pub(crate) fn raw_text(value: &[u8], hint: Option<&'static Encoding>) -> charset::Decoded {
    if charset::is_plain(value) {
        let text = String::from_utf8_lossy(value).into_owned();
        return charset::Decoded { text, problem: None };
    }
    charset::decode_field(value, hint)
}
