//! Rows of CSV (RFC 4180), one by one, from any reader, within bounds.
//!
//! Unlike a general CSV reader this one takes a quote that is never closed as the mistake of one line: it is said,
//! and reading goes on at the next line, where a general one would swallow the rest of the file. Bytes are kept as
//! they are; a cell that looks like a formula is data.

use std::io::BufRead;

/// Longest row, in bytes. One is held in memory; those of certificates have about 10 KiB.
const LONGEST: usize = 1 << 20;
/// So many lines a quoted cell may span.
const LINES: usize = 200;
/// So many cells of a row are taken; more are not looked at.
const CELLS: usize = 1000;

/// One row, reused for the next.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// All cells without their quotes, one after the other.
    text: Vec<u8>,
    /// Where each cell ends in `text`.
    ends: Vec<usize>,
}

impl Row {
    /// How many cells it has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell; empty where there is none.
    pub(super) fn get(&self, at: usize) -> &[u8] {
        let Some(&end) = self.ends.get(at) else { return &[] };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..end]
    }

    /// A cell as trimmed text; none where it is empty or no UTF-8.
    pub(super) fn text(&self, at: usize) -> Option<&str> {
        std::str::from_utf8(self.get(at)).ok().map(str::trim).filter(|text| !text.is_empty())
    }

    /// Cells in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Splits a line that ends without its line break. Says whether all quotes are closed.
    fn split(&mut self, line: &[u8]) -> bool {
        self.text.clear();
        self.ends.clear();
        let mut at = 0;
        loop {
            if self.ends.len() >= CELLS {
                return true;
            }
            if line.get(at) == Some(&b'"') {
                at += 1;
                loop {
                    let Some(quote) = memchr::memchr(b'"', &line[at..]) else { return false };
                    self.text.extend_from_slice(&line[at..at + quote]);
                    at += quote + 1;
                    if line.get(at) != Some(&b'"') {
                        break;
                    }
                    self.text.push(b'"');
                    at += 1;
                }
            }
            // What stands before the comma, outside quotes; after a closing quote there should be nothing.
            let comma = memchr::memchr(b',', &line[at..]);
            let end = comma.map_or(line.len(), |comma| at + comma);
            self.text.extend_from_slice(&line[at..end]);
            self.ends.push(self.text.len());
            match comma {
                Some(_) => at = end + 1,
                None => return true,
            }
        }
    }
}

/// What came next.
#[derive(Debug)]
pub(super) enum Next<'a> {
    /// A row, with the number of its first line from 1.
    Row(u64, &'a Row),
    /// A line that is none, and why.
    Bad(u64, &'static str),
    /// Nothing: the end, or an error of the source that ends it.
    End(Option<std::io::Error>),
}

/// The rows of a source.
#[derive(Debug)]
pub(super) struct Rows<R> {
    source: R,
    /// Lines already taken: that of an unclosed quote is followed by lines to be read again.
    line: Vec<u8>,
    /// Bytes of lines that were looked at in vain as parts of a quoted cell.
    again: Vec<u8>,
    number: u64,
    /// The number of a line that was too long and came after those in `again`.
    long_after: Option<u64>,
    row: Row,
}

impl<R: BufRead> Rows<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, line: Vec::new(), again: Vec::new(), number: 0, long_after: None, row: Row::default() }
    }

    /// The next row that isn't blank.
    pub(super) fn next(&mut self) -> Next<'_> {
        loop {
            self.line.clear();
            match self.take_line() {
                Err(error) => return Next::End(Some(error)),
                Ok(Taken::Nothing) => return Next::End(None),
                Ok(Taken::TooLong) => return Next::Bad(self.number, "the line is too long"),
                Ok(Taken::Line) => {}
            }
            if without_break(&self.line).iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let first = self.number;
            if self.row.split(without_break(&self.line)) {
                return Next::Row(first, &self.row);
            }
            return match self.span(first) {
                Ok(true) => Next::Row(first, &self.row),
                Ok(false) => Next::Bad(first, "a quote is not closed"),
                Err(error) => Next::End(Some(error)),
            };
        }
    }

    /// Takes further lines for a quoted cell that spans them; puts them back where the quote is never closed.
    fn span(&mut self, first: u64) -> std::io::Result<bool> {
        let kept = self.line.len();
        for _ in 1..LINES {
            let before = self.line.len();
            match self.take_line()? {
                Taken::Line if self.line.len() <= LONGEST => {}
                Taken::TooLong => {
                    self.long_after = Some(self.number);
                    break;
                }
                Taken::Line | Taken::Nothing => break,
            }
            // Only a line with a quote can close one.
            if memchr::memchr(b'"', &self.line[before..]).is_some()
                && self.row.split(without_break(&self.line))
            {
                return Ok(true);
            }
        }
        self.again.splice(..0, self.line[kept..].iter().copied());
        self.number = first;
        Ok(false)
    }

    /// Appends the next line with its break.
    fn take_line(&mut self) -> std::io::Result<Taken> {
        if !self.again.is_empty() {
            let end = memchr::memchr(b'\n', &self.again).map_or(self.again.len(), |end| end + 1);
            self.line.extend(self.again.drain(..end));
            self.number += 1;
            return Ok(Taken::Line);
        }
        if let Some(number) = self.long_after.take() {
            self.number = number;
            return Ok(Taken::TooLong);
        }
        let before = self.line.len();
        let mut taken = 0;
        let mut too_long = false;
        loop {
            let buffer = match self.source.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                if taken == 0 {
                    return Ok(Taken::Nothing);
                }
                break;
            }
            let end = memchr::memchr(b'\n', buffer).map(|end| end + 1);
            let piece = end.unwrap_or(buffer.len());
            too_long |= taken + piece > LONGEST;
            if !too_long {
                self.line.extend_from_slice(&buffer[..piece]);
            }
            taken += piece;
            self.source.consume(piece);
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        if too_long {
            self.line.truncate(before);
            return Ok(Taken::TooLong);
        }
        Ok(Taken::Line)
    }
}

enum Taken {
    Line,
    TooLong,
    Nothing,
}

fn without_break(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &[u8]) -> Vec<String> {
        let mut rows = Rows::new(std::io::BufReader::with_capacity(7, text));
        let mut said = Vec::new();
        loop {
            match rows.next() {
                Next::Row(line, row) => {
                    let cells: Vec<_> = row.iter().map(String::from_utf8_lossy).collect();
                    said.push(format!("{line} {}", cells.join("|")));
                }
                Next::Bad(line, reason) => said.push(format!("{line} ! {reason}")),
                Next::End(_) => return said,
            }
        }
    }

    #[test]
    fn rows_are_split() {
        let check = |text: &str, expect: &[&str]| assert_eq!(rows(text.as_bytes()), expect, "{text:?}");
        check("a,b\r\n\r\n1,\n", &["1 a|b", "3 1|"]);
        check("\"a,\"\"b\"\"\",c", &["1 a,\"b\"|c"]);
        check("\"a\nb\",c\nd", &["1 a\nb|c", "3 d"]);
        check("=cmd|' /C calc'!A0,@x\n", &["1 =cmd|' /C calc'!A0|@x"]);
        check("\"a\"x,b", &["1 ax|b"]);
        check("\"open,b\nc,d\ne,f\n", &["1 ! a quote is not closed", "2 c|d", "3 e|f"]);
        check("", &[]);
    }

    #[test]
    fn a_line_without_end_costs_no_memory() {
        let long = [vec![b'x'; 3 << 20], b"\na,b\n".to_vec()].concat();
        assert_eq!(rows(&long), ["1 ! the line is too long", "2 a|b"]);
        let both = [b"\"open\n".to_vec(), long].concat();
        assert_eq!(rows(&both), ["1 ! a quote is not closed", "2 ! the line is too long", "3 a|b"]);
        let open = [b"\"".to_vec(), b"y\n".repeat(5000)].concat();
        assert_eq!(rows(&open).len(), 5000, "one bad line, the others read");
    }

    proptest! {
        /// A general CSV reader is the oracle on whatever a CSV writer writes.
        #[test]
        fn what_was_written_is_read(table in proptest::collection::vec(
            proptest::collection::vec("[a-z\", \n=日]{0,6}", 2..4), 0..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let mut read = Vec::new();
            let mut rows = Rows::new(bytes.as_slice());
            while let Next::Row(_, row) = rows.next() {
                read.push(row.iter().map(|cell| String::from_utf8(cell.to_vec()).unwrap()).collect::<Vec<_>>());
            }
            // A row of two or more cells is never blank.
            prop_assert_eq!(read, table);
        }
    }
}
