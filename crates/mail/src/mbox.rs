//! Mbox files (RFC 4155; variants mboxo and mboxrd): messages one after the other, each begun by a `From ` line.
//!
//! The file is read as a stream and holds one message in memory at a time. A `From ` line is one only at the
//! beginning or after an empty line, and only with a time of day and a year in it: mboxo leaves the sentence
//! "From what I saw" in bodies as it is. `>From ` and `>>From ` lose one `>`, as mboxrd has it.

use std::io::{self, BufRead};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use crate::limit;

/// How much of a line is looked at in one piece. A `From ` line is shorter.
const PIECE: usize = 8 << 10;

/// A message of an mbox.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The message as it was before it was put into the mbox.
    pub bytes: Vec<u8>,
    /// When it was put there, by its `From ` line; in UTC where that names no zone.
    pub received: Option<Timestamp>,
    /// Bytes beyond the limit for one message (128 MiB), which are left out.
    pub left_out: u64,
}

/// The messages of an mbox, in order.
#[derive(Debug)]
pub struct Mbox<R> {
    reader: R,
    piece: Vec<u8>,
    /// The `From ` line that ended the message before, which begins the next.
    begun: Option<Option<Timestamp>>,
    ended: bool,
}

impl<R: BufRead> Mbox<R> {
    /// Reads from `reader`. A file that begins without a `From ` line is one message up to the first of them.
    pub fn new(reader: R) -> Self {
        Self { reader, piece: Vec::new(), begun: None, ended: false }
    }

    /// The next line, or a piece of it where it is long; empty at the end.
    fn piece(&mut self) -> io::Result<()> {
        self.piece.clear();
        while self.piece.len() < PIECE && !self.piece.ends_with(b"\n") {
            let buffer = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                buffer => buffer?,
            };
            if buffer.is_empty() {
                break;
            }
            let room = buffer.len().min(PIECE - self.piece.len());
            let taken = memchr::memchr(b'\n', &buffer[..room]).map_or(room, |at| at + 1);
            self.piece.extend_from_slice(&buffer[..taken]);
            self.reader.consume(taken);
        }
        Ok(())
    }

    fn entry(&mut self) -> io::Result<Option<Entry>> {
        let mut entry = Entry::default();
        let mut begun = false;
        if let Some(received) = self.begun.take() {
            entry.received = received;
            begun = true;
        }
        let (mut starts_line, mut after_empty) = (true, !begun);
        // The line end before the next `From ` line is the mbox's, not the message's: held back until it is known.
        let mut held: Vec<u8> = Vec::new();
        loop {
            self.piece()?;
            let piece = self.piece.as_slice();
            if piece.is_empty() {
                self.ended = true;
                break;
            }
            let is_empty = starts_line && matches!(piece, b"\n" | b"\r\n");
            if starts_line && after_empty && is_from_line(piece) {
                let received = date(piece);
                if begun || !entry.bytes.is_empty() {
                    self.begun = Some(received);
                    return Ok(Some(entry));
                }
                entry.received = received;
                begun = true;
                held.clear();
                after_empty = false;
                continue;
            }
            let mut line = piece;
            let quotes = line.iter().take_while(|byte| **byte == b'>').count();
            if starts_line && quotes > 0 && line[quotes..].starts_with(b"From ") {
                line = &line[1..];
            }
            if !held.is_empty() {
                add(&mut entry, &std::mem::take(&mut held));
            }
            if is_empty {
                held.extend_from_slice(line);
            } else {
                add(&mut entry, line);
            }
            starts_line = piece.ends_with(b"\n");
            after_empty = is_empty;
        }
        Ok((begun || !entry.bytes.is_empty()).then_some(entry))
    }
}

impl<R: BufRead> Iterator for Mbox<R> {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let entry = self.entry().transpose();
        self.ended |= matches!(entry, Some(Err(_)));
        entry
    }
}

fn add(entry: &mut Entry, line: &[u8]) {
    let room = limit::MESSAGE_BYTES.saturating_sub(entry.bytes.len()).min(line.len());
    entry.bytes.extend_from_slice(&line[..room]);
    entry.left_out += (line.len() - room) as u64;
}

/// Whether a line begins a message in an mbox.
pub(crate) fn is_from_line(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(&rest[..rest.len().min(500)]);
    let is_time = |word: &str| {
        let mut numbers = word.split(':');
        (2..=3).contains(&numbers.clone().count())
            && numbers.all(|number| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_year =
        |word: &str| word.len() == 4 && word.parse().is_ok_and(|year: u16| (1970..2200).contains(&year));
    rest.split_whitespace().any(is_time) && rest.split_whitespace().any(is_year)
}

/// The time of a `From ` line: `From a@example.jp Thu Jan  1 09:00:00 2008`, some with a zone before or after the year.
fn date(line: &[u8]) -> Option<Timestamp> {
    let line = String::from_utf8_lossy(line.get(5..)?);
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words
        .iter()
        .rposition(|word| word.contains(':') && word.len() >= 5 && word.as_bytes()[0].is_ascii_digit())?;
    let month = words.get(at.checked_sub(2)?)?;
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = months.iter().position(|known| month.eq_ignore_ascii_case(known))? + 1;
    let day = words[at - 1].parse().ok()?;
    let mut time = words[at].split(':').map(str::parse);
    let (hour, minute) = (time.next()?.ok()?, time.next()?.ok()?);
    let second: i8 = time.next().and_then(Result::ok).unwrap_or(0);
    let year = words[at + 1..]
        .iter()
        .find_map(|word| word.parse().ok().filter(|year| (1970..2200).contains(year)))?;
    let civil = DateTime::new(year, i8::try_from(month).ok()?, day, hour, minute, second.min(59), 0).ok()?;
    let offset = words[at + 1..].iter().find_map(|word| offset(word)).unwrap_or(Offset::UTC);
    TimeZone::fixed(offset).to_timestamp(civil).ok()
}

/// `+0900`, or one of the names that programs write here.
fn offset(word: &str) -> Option<Offset> {
    if word == "JST" {
        return Offset::from_hours(9).ok();
    }
    let sign = if word.starts_with('-') { -1 } else { 1 };
    let digits = word.strip_prefix(['+', '-'])?;
    let number: i32 = (digits.len() == 4).then(|| digits.parse().ok())??;
    Offset::from_seconds(sign * (number / 100 * 3600 + number % 100 * 60)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mbox: &str, expect: &[&str]) {
        // A small buffer, so that lines are cut by it.
        let reader = io::BufReader::with_capacity(7, mbox.as_bytes());
        let read: Vec<_> =
            Mbox::new(reader).map(|entry| String::from_utf8(entry.unwrap().bytes).unwrap()).collect();
        assert_eq!(read, expect, "{mbox:?}");
    }

    #[test]
    fn messages_are_cut_at_their_from_lines() {
        let from = "From a@example.jp Tue Jan  1 09:00:00 2008";
        check(&format!("{from}\nA: 1\n\none\n\n{from}\nA: 2\n\ntwo\n"), &["A: 1\n\none\n", "A: 2\n\ntwo\n"]);
        check(
            &format!("{from}\r\nA: 1\r\n\r\none\r\n\r\n{from}\r\nA: 2\r\n"),
            &["A: 1\r\n\r\none\r\n", "A: 2\r\n"],
        );
        check(
            &format!("{from}\nA: 1\n\n>{from}\n>>From b\n> From c\n"),
            &[&format!("A: 1\n\n{from}\n>From b\n> From c\n")],
        );
        check(
            &format!("{from}\nA: 1\n\nFrom what I saw\n\nFrom here\n"),
            &["A: 1\n\nFrom what I saw\n\nFrom here\n"],
        );
        check(&format!("{from}\nA: 1\n\none\n{from}\n"), &[&format!("A: 1\n\none\n{from}\n")]);
        check(&format!("A: 1\n\nno line\n\n{from}\nA: 2\n"), &["A: 1\n\nno line\n", "A: 2\n"]);
        check(&format!("{from}\n{from}\n"), &[&format!("{from}\n")]);
        check(&format!("\n\n{from}\nA: 1\n"), &["\n", "A: 1\n"]);
        check("", &[]);
        check(&format!("{from}\nA: 1\n\none\n\n\n\n"), &["A: 1\n\none\n\n\n"]);
    }

    #[test]
    fn from_lines_tell_the_time() {
        for (line, expect) in [
            ("From a@example.jp Tue Jan  1 09:00:00 2008\n", Some("2008-01-01T09:00:00Z")),
            ("From a@example.jp Tue Jan  1 09:00:00 2008 +0900\n", Some("2008-01-01T00:00:00Z")),
            ("From a@example.jp Tue Jan  1 09:00:00 JST 2008\r\n", Some("2008-01-01T00:00:00Z")),
            ("From - Tue Jan 01 09:00 2008", Some("2008-01-01T09:00:00Z")),
            ("From a Tue Foo 1 09:00:00 2008", None),
            ("From a Tue Jan 99 09:00:00 2008", None),
        ] {
            assert!(is_from_line(line.as_bytes()), "{line}");
            assert_eq!(date(line.as_bytes()).map(|at| at.to_string()).as_deref(), expect, "{line}");
        }
        assert!(!is_from_line(b"From what I saw at 10:00"));
        assert!(!is_from_line(b"From: a@example.jp 10:00 2008"));
    }
}
