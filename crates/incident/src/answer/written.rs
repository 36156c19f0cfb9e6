//! What a message says, read anew from its original: nothing of it is kept in the database.
//!
//! What was sealed with OpenPGP is shown as it is inside, with the keys that the desk has today.
//!
//! All of it is the sender's: whoever shows it must show it as text.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::sync::Arc;

use jiff::Timestamp;
use kernel::Originals;
use mail::openpgp::Keyring;
use mail::{Disposition, Mailbox, Part};
use serde::Serialize;

use super::message::Attachment;
use crate::error::Error;
use crate::intake::{self, Sealed, sealed};
use crate::model::Channel;

/// Characters of one text shown at most: a page of a megabyte is the most that a reader scrolls through.
const LONGEST_TEXT: usize = 500_000;
/// Bytes shown of an original that is no mail.
const LONGEST_BEGINNING: u64 = 64 << 10;
/// How deep messages within messages are gone into.
const DEEPEST: usize = 10;

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Written {
    /// Whether it is a mail, or kept as one.
    pub is_mail: bool,
    /// Authors, as `name <address>`.
    pub from: Vec<String>,
    /// Recipients.
    pub to: Vec<String>,
    /// Further recipients.
    pub cc: Vec<String>,
    /// When it says it was written.
    pub date: Option<Timestamp>,
    /// All header fields in their order.
    pub headers: Vec<(String, String)>,
    /// Its texts in their order: those of the body, and those of messages within it.
    pub texts: Vec<WrittenText>,
    /// All its parts.
    pub parts: Vec<PartHead>,
    /// Whether only its beginning is here.
    pub cut: bool,
}

/// A text of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenText {
    /// The part's number.
    pub number: String,
    /// Its media type.
    pub media_type: String,
    /// Whether the same is there as plain text, so that this one may be folded away.
    pub alternative: bool,
    /// The text.
    pub text: String,
}

/// A part of a message without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartHead {
    /// Its number.
    pub number: String,
    /// The media type that its sender says it has.
    pub media_type: String,
    /// The name that its sender gave it.
    pub name: Option<String>,
    /// Whether it wants to be shown by itself.
    pub attached: bool,
    /// Its length in bytes.
    pub bytes: u64,
}

/// The original's bytes, up to `limit`, and whether that is all.
fn bytes(originals: &Originals, sha256: &str, limit: u64) -> Result<(Vec<u8>, bool), Error> {
    let path =
        originals.find(sha256).ok_or_else(|| Error::at(sha256)(std::io::Error::from(ErrorKind::NotFound)))?;
    let file = File::open(&path).map_err(Error::at(&path))?;
    let length = file.metadata().map_err(Error::at(&path))?.len();
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(Error::at(&path))?;
    Ok((bytes, length <= limit))
}

/// Where originals are read, and with what.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    pub(super) originals: Originals,
    pub(super) keys: Arc<Keyring>,
    pub(super) now: Timestamp,
    /// Bytes of an original that are read at most.
    pub(super) limit: u64,
}

/// Reads an original for people. What comes of signature and encryption is told of an original that was read whole.
pub(super) fn read(
    reader: &Reader,
    sha256: &str,
    channel: Channel,
) -> Result<(Written, Option<Sealed>), Error> {
    let Reader { originals, keys, now, limit } = reader;
    let (head, _) = bytes(originals, sha256, LONGEST_BEGINNING)?;
    if !intake::looks_like_mail(&head, Some(channel)) {
        let (head, whole) = bytes(originals, sha256, LONGEST_BEGINNING)?;
        let text = WrittenText {
            number: String::new(),
            media_type: String::new(),
            alternative: false,
            text: String::from_utf8_lossy(&head).into_owned(),
        };
        return Ok((Written { texts: vec![text], cut: !whole, ..Written::default() }, None));
    }
    let (bytes, whole) = bytes(originals, sha256, *limit)?;
    let (message, seal) = sealed::read(&bytes, keys, *now);
    let names = |boxes: &[Mailbox]| boxes.iter().map(mailbox).collect();
    let mut written = Written {
        is_mail: true,
        from: names(&message.from),
        to: names(&message.to),
        cc: names(&message.cc),
        date: message.date,
        headers: message.headers.clone(),
        cut: !whole,
        ..Written::default()
    };
    walk(&message, "", DEEPEST, &mut |number, part| {
        let attached = part.disposition == Disposition::Attachment;
        written.parts.push(PartHead {
            number: number.to_owned(),
            media_type: part.media_type.clone(),
            name: part.name.clone(),
            attached,
            bytes: part.bytes.len() as u64,
        });
        if let Some(text) = part.text.as_deref().filter(|_| !attached) {
            let long = text.char_indices().nth(LONGEST_TEXT);
            written.cut |= long.is_some();
            written.texts.push(WrittenText {
                number: number.to_owned(),
                media_type: part.media_type.clone(),
                alternative: false,
                text: long.map_or(text, |(end, _)| &text[..end]).to_owned(),
            });
        }
    });
    let plain =
        written.texts.iter().any(|text| text.media_type == "text/plain" && !text.text.trim().is_empty());
    for text in &mut written.texts {
        text.alternative = plain && text.media_type == "text/html";
    }
    Ok((written, seal.filter(|_| whole)))
}

/// The bytes of one part.
pub(super) fn part(
    reader: &Reader,
    sha256: &str,
    channel: Channel,
    number: &str,
) -> Result<Option<Attachment>, Error> {
    let (bytes, _) = bytes(&reader.originals, sha256, reader.limit)?;
    if !intake::looks_like_mail(&bytes, Some(channel)) {
        return Ok(None);
    }
    let mut found = None;
    let (message, _) = sealed::read(&bytes, &reader.keys, reader.now);
    walk(&message, "", DEEPEST, &mut |at, part| {
        if at == number && found.is_none() {
            let name = part.name.clone().unwrap_or_else(|| format!("part-{at}"));
            found = Some(Attachment { name, bytes: part.bytes.clone() });
        }
    });
    Ok(found)
}

/// Goes through all parts, with those of messages within the message. A number that a message within does not
/// know its own place of is put behind the number of the part that holds it.
fn walk(message: &mail::Message, within: &str, depth: usize, each: &mut dyn FnMut(&str, &Part)) {
    for part in &message.parts {
        let placed = within.is_empty() || part.number.starts_with(&format!("{within}."));
        let number = if placed { part.number.clone() } else { format!("{within}.{}", part.number) };
        each(&number, part);
        if let Some(inner) = part.message.as_deref()
            && depth > 0
        {
            walk(inner, &number, depth - 1, each);
        }
    }
}

fn mailbox(one: &Mailbox) -> String {
    match &one.name {
        Some(name) => format!("{name} <{}>", one.address),
        None => one.address.clone(),
    }
}
