//! Bytes to a [`Message`] (RFC 5322, MIME: RFC 2045 to 2049).
//!
//! The tree is walked here and not by `mail-parser`, whose decoders of fields and encodings are used: a desk has to
//! say what it could not read, to number parts as IMAP does, to read files whose lines end in CR alone, and to
//! decode bytes that nobody declared with what it learned from the rest of the message. Each byte is looked at once
//! for every multipart it stands in, and [`limit::DEPTH`] bounds these.

mod entity;
mod fields;

use std::borrow::Cow;

use crate::header;
use crate::limit;
use crate::message::{Message, Problem};
use crate::nature;

/// Reads a message. Never fails: what isn't one comes back as a message without a sender, and with a problem.
///
/// Its nature is told without the mark of our own organisation; see [`crate::nature()`] for that.
pub fn read(bytes: &[u8]) -> Message {
    let room = bytes.len().saturating_mul(limit::PARTS_TIMES).clamp(limit::PARTS_ROOM, limit::PARTS_BYTES);
    let mut reader = Reader { parts: limit::PARTS, bytes: room, problems: Vec::new(), unsaid: 0 };
    let mut bytes = Cow::Borrowed(bytes);
    if bytes.len() > limit::MESSAGE_BYTES {
        reader
            .problem("message", format!("longer than {} bytes; the rest is left out", limit::MESSAGE_BYTES));
        bytes = Cow::Owned(bytes[..limit::MESSAGE_BYTES].to_vec());
    }
    if memchr::memchr(b'\n', &bytes).is_none() && memchr::memchr(b'\r', &bytes).is_some() {
        // Written on a Macintosh of the time: lines end in CR alone.
        bytes = Cow::Owned(bytes.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect());
    }
    let mut message = reader.message(&bytes, "", 0, false);
    let is_mail = |name: &str| {
        let names = [
            "from",
            "to",
            "subject",
            "date",
            "received",
            "message-id",
            "return-path",
            "content-type",
            "sender",
        ];
        names.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    if !message.headers.iter().any(|(name, _)| is_mail(name)) {
        reader.problem("message", "no header field that mails have".to_owned());
    }
    message.problems = reader.problems;
    if reader.unsaid > 0 {
        let reason = format!("{} more problems", reader.unsaid);
        message.problems.push(Problem { place: "message".to_owned(), reason });
    }
    message.nature = nature::nature(&message, None);
    message
}

/// What one message may still cost, and what was wrong with it.
#[derive(Debug)]
struct Reader {
    /// Parts that may still be read.
    parts: usize,
    /// Bytes that they may still have.
    bytes: usize,
    problems: Vec<Problem>,
    /// Problems beyond those that are listed.
    unsaid: usize,
}

impl Reader {
    fn problem(&mut self, place: &str, reason: impl Into<String>) {
        if self.problems.len() >= limit::PROBLEMS {
            self.unsaid += 1;
            return;
        }
        let place = if place.is_empty() { "message" } else { place };
        self.problems.push(Problem { place: place.to_owned(), reason: reason.into() });
    }

    /// Reads a message that stands in part `number` of another, or is the outermost where that is empty.
    fn message(&mut self, bytes: &[u8], number: &str, depth: usize, cut_off: bool) -> Message {
        let block = header::split(bytes, header::Of::Message);
        for problem in &block.problems {
            self.problem(number, problem.as_str());
        }
        let kind = entity::Kind::of(&block, "text/plain");
        let hint = fields::hint(&block, &kind);
        let mut message = fields::read(self, &block, number, hint);
        message.media_type = kind.with_report_type();
        let place = entity::Place { container: number, position: None, depth, cut_off, hint };
        self.entity(&block, kind, place, &mut message);
        message
    }
}
