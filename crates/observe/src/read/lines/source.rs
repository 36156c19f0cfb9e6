//! Lines out of bytes, with their places, in memory that does not grow.
//!
//! A line ends at LF; a CR before it is not part of it. What is longer than [`LONGEST`] is no line: it is
//! skipped to its end and reported as such. A reader that finds out too late that it went on too far (a CSV
//! quote that nothing closes) can go back to a line it has held.

use std::io::{self, Read};

/// The longest line in bytes, 1 MiB: firewall lines stay under 1 KiB, and this bounds the memory of a
/// reading together with [`CHUNK`]. Raising it lets one damaged file take that much more.
pub(super) const LONGEST: usize = 1 << 20;

/// How much is asked of the input at once.
const CHUNK: usize = 1 << 16;

/// How much of a line that is too long is kept to be shown.
const KEPT: usize = 1024;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Byte offset of its beginning.
    pub(super) offset: u64,
    /// Its number, from 1.
    pub(super) line: u64,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) place: Place,
    /// Its bytes without the line end; of a line that is too long, its beginning.
    pub(super) bytes: &'a [u8],
    /// Whether a line end followed; the last line of a file that is still being written has none.
    pub(super) ended: bool,
    /// Whether it is longer than [`LONGEST`].
    pub(super) too_long: bool,
}

/// A line's bytes in [`Lines`]' buffer.
struct Span {
    place: Place,
    start: usize,
    end: usize,
    ended: bool,
    too_long: bool,
}

/// The lines of an input.
pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    /// The first byte of the buffer that no line has taken.
    next: usize,
    /// The first byte of the buffer that has to stay.
    held: Option<(usize, u64)>,
    /// The beginning of the last line that was too long.
    beginning: Vec<u8>,
    /// Byte offset of the buffer's beginning.
    base: u64,
    /// Number of the last line given.
    line: u64,
    finished: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            next: 0,
            held: None,
            beginning: Vec::new(),
            base: 0,
            line: 0,
            finished: false,
        }
    }

    /// The first bytes of the input, at least one [`CHUNK`] where there are as many; takes nothing.
    ///
    /// # Errors
    /// When the input can't be read.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        while self.buffer.len() - self.next < CHUNK && self.fill()? {}
        Ok(&self.buffer[self.next..])
    }

    /// Leaves out a byte order mark, where the input begins with one.
    pub(super) fn skip_byte_order_mark(&mut self) -> io::Result<()> {
        if self.peek()?.starts_with(b"\xef\xbb\xbf") {
            self.next += 3;
        }
        Ok(())
    }

    /// Byte offset up to which lines were given.
    pub(super) fn offset(&self) -> u64 {
        self.base + self.next as u64
    }

    /// The next line; none at the end.
    ///
    /// # Errors
    /// When the input can't be read.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        Ok(self.advance()?.map(|span| Line {
            place: span.place,
            bytes: if span.too_long {
                &self.beginning
            } else {
                without_cr(&self.buffer[span.start..span.end], span.ended)
            },
            ended: span.ended,
            too_long: span.too_long,
        }))
    }

    /// Holds what follows, so that [`Self::go_back`] can return here.
    pub(super) fn hold(&mut self) {
        self.held = Some((self.next, self.line));
    }

    /// Lets go of what was held.
    pub(super) fn release(&mut self) {
        self.held = None;
    }

    /// Returns to where [`Self::hold`] was called.
    pub(super) fn go_back(&mut self) {
        if let Some((next, line)) = self.held.take() {
            self.next = next;
            self.line = line;
        }
    }

    fn advance(&mut self) -> io::Result<Option<Span>> {
        let mut searched = 0;
        loop {
            let unread = &self.buffer[self.next..];
            let found = memchr::memchr(b'\n', &unread[searched..]).map(|at| searched + at);
            searched = unread.len();
            match found {
                Some(length) if length <= LONGEST => return Ok(Some(self.take(length, true))),
                None if searched <= LONGEST => {
                    if self.fill()? {
                        continue;
                    }
                    return Ok((searched > 0).then(|| self.take(searched, false)));
                }
                _ => return self.skip_long().map(Some),
            }
        }
    }

    /// Takes a line of `length` bytes and, if it `ended`, its line end.
    fn take(&mut self, length: usize, ended: bool) -> Span {
        let start = self.next;
        self.line += 1;
        self.next += length + usize::from(ended);
        let place = Place { offset: self.base + start as u64, line: self.line };
        Span { place, start, end: start + length, ended, too_long: false }
    }

    /// Skips a line that is too long, keeping its beginning for the excerpt.
    fn skip_long(&mut self) -> io::Result<Span> {
        // What is held goes with it: nobody goes back over a mebibyte.
        self.held = None;
        self.line += 1;
        let place = Place { offset: self.offset(), line: self.line };
        self.beginning.clear();
        self.beginning.extend(self.buffer[self.next..].iter().take(KEPT));
        let ended = loop {
            if let Some(at) = memchr::memchr(b'\n', &self.buffer[self.next..]) {
                self.next += at + 1;
                break true;
            }
            self.next = self.buffer.len();
            if !self.fill()? {
                break false;
            }
        };
        Ok(Span { place, start: 0, end: 0, ended, too_long: true })
    }

    /// Reads on; false at the end of the input.
    fn fill(&mut self) -> io::Result<bool> {
        if self.finished {
            return Ok(false);
        }
        let keep = self.held.map_or(self.next, |(held, _)| held.min(self.next));
        if keep > 0 {
            self.buffer.drain(..keep);
            self.base += keep as u64;
            self.next -= keep;
            self.held = self.held.map(|(held, line)| (held - keep, line));
        }
        let before = self.buffer.len();
        self.buffer.resize(before + CHUNK, 0);
        let read = loop {
            match self.input.read(&mut self.buffer[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buffer.truncate(before + read.as_ref().map_or(0, |&n| n));
        self.finished = !matches!(read, Ok(n) if n > 0);
        read.map(|n| n > 0)
    }
}

/// The bytes before a CR that belongs to the line end.
fn without_cr(bytes: &[u8], ended: bool) -> &[u8] {
    match bytes {
        [rest @ .., b'\r'] if ended => rest,
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a byte at a time.
    struct Trickle<'a>(&'a [u8]);

    impl Read for Trickle<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            into[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn all(input: impl Read) -> Vec<(u64, u64, String, bool, bool)> {
        let mut lines = Lines::new(input);
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let text = String::from_utf8_lossy(line.bytes).into_owned();
            all.push((line.place.offset, line.place.line, text, line.ended, line.too_long));
        }
        all
    }

    #[test]
    fn lines_know_their_places() {
        let bytes = b"one\r\n\ntwo\rtwo\nthree\r";
        let expect = vec![
            (0, 1, "one".to_owned(), true, false),
            (5, 2, String::new(), true, false),
            (6, 3, "two\rtwo".to_owned(), true, false),
            (14, 4, "three\r".to_owned(), false, false),
        ];
        assert_eq!(all(&bytes[..]), expect);
        assert_eq!(all(Trickle(bytes)), expect);
        assert_eq!(all(&b""[..]), vec![]);
    }

    #[test]
    fn the_longest_line_is_read_and_a_longer_one_skipped() {
        for (length, too_long) in [(LONGEST, false), (LONGEST + 1, true), (3 * LONGEST, true)] {
            let mut bytes = b"before\n".to_vec();
            bytes.extend(std::iter::repeat_n(b'x', length));
            bytes.extend(b"\nafter");
            let read = all(&bytes[..]);
            assert_eq!(read.len(), 3);
            assert_eq!((read[1].0, read[1].1, read[1].3, read[1].4), (7, 2, true, too_long));
            assert_eq!(read[1].2.len(), if too_long { KEPT } else { length });
            assert_eq!(read[2], (8 + length as u64, 3, "after".to_owned(), false, false));
            bytes.truncate(7 + length);
            assert_eq!(all(&bytes[..])[1].4, too_long);
        }
    }

    #[test]
    fn what_was_held_is_read_again() {
        let bytes = b"a\nb\nc\nd\n";
        let mut lines = Lines::new(Trickle(bytes));
        lines.next().unwrap();
        lines.hold();
        lines.next().unwrap();
        lines.next().unwrap();
        lines.go_back();
        let again = lines.next().unwrap().unwrap();
        assert_eq!((again.place, again.bytes), (Place { offset: 2, line: 2 }, &b"b"[..]));
    }

    #[test]
    fn an_input_that_breaks_off_still_gives_what_it_gave() {
        struct Breaks(bool);
        impl Read for Breaks {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(io::Error::other("gone"));
                }
                into[..5].copy_from_slice(b"a\nbbb");
                Ok(5)
            }
        }
        let mut lines = Lines::new(Breaks(false));
        assert_eq!(lines.next().unwrap().unwrap().bytes, b"a");
        assert!(lines.next().is_err());
        assert_eq!(lines.next().unwrap().unwrap().bytes, b"bbb");
        assert!(lines.next().unwrap().is_none());
    }
}
