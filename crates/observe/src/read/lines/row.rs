//! A line of a table into its fields (RFC 4180).
//!
//! A field that begins with a quote goes on to the quote that closes it, over delimiters and line ends; two
//! quotes in it are one. Quotes elsewhere are themselves. The `csv` crate splits in the same way (a test
//! holds them together), but takes a quote that nothing closes to the end of the input, with all its memory.

use std::ops::Range;

/// Fields of a row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The text of the fields, where it is not that of the line.
    unquoted: Vec<u8>,
    fields: Vec<Range<usize>>,
    /// Where the field that is being read begins.
    start: usize,
    state: State,
}

/// Where the splitting of a quoted row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// At the beginning of a field.
    #[default]
    Start,
    /// In a field without quotes, or after its closing quote.
    Plain,
    /// Between quotes.
    Quoted,
    /// After a quote between quotes: the closing one, or the first of two.
    Quote,
}

impl Row {
    /// Splits a line that has no quotes; its fields are parts of it.
    pub(super) fn split(&mut self, line: &[u8], delimiter: u8) {
        self.fields.clear();
        let mut start = 0;
        for (at, &byte) in line.iter().enumerate() {
            if byte == delimiter {
                self.fields.push(start..at);
                start = at + 1;
            }
        }
        self.fields.push(start..line.len());
    }

    /// Begins to split a row that has quotes.
    pub(super) fn begin(&mut self) {
        self.unquoted.clear();
        self.fields.clear();
        self.start = 0;
        self.state = State::Start;
    }

    /// Splits a line of a row; true where the row ends with it, else the next line belongs to it.
    pub(super) fn go_on(&mut self, line: &[u8], delimiter: u8) -> bool {
        for &byte in line {
            self.state = match (self.state, byte) {
                (State::Start, b'"') => State::Quoted,
                (State::Quoted, b'"') => State::Quote,
                (State::Quote, b'"') => self.keep(byte, State::Quoted),
                (State::Quoted, _) => self.keep(byte, State::Quoted),
                (_, byte) if byte == delimiter => {
                    self.end_field();
                    State::Start
                }
                _ => self.keep(byte, State::Plain),
            };
        }
        if self.state == State::Quoted {
            self.unquoted.push(b'\n');
            return false;
        }
        self.end_field();
        true
    }

    fn keep(&mut self, byte: u8, next: State) -> State {
        self.unquoted.push(byte);
        next
    }

    fn end_field(&mut self) {
        self.fields.push(self.start..self.unquoted.len());
        self.start = self.unquoted.len();
    }

    /// How many bytes of a quoted row were kept.
    pub(super) fn size(&self) -> usize {
        self.unquoted.len()
    }

    /// The fields of the row that was split from `line`.
    pub(super) fn fields<'a>(&'a self, line: &'a [u8]) -> Fields<'a> {
        Fields { text: line, fields: &self.fields }
    }

    /// The fields of the row that had quotes.
    pub(super) fn unquoted_fields(&self) -> Fields<'_> {
        Fields { text: &self.unquoted, fields: &self.fields }
    }
}

/// The fields of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a> {
    text: &'a [u8],
    fields: &'a [Range<usize>],
}

impl<'a> Fields<'a> {
    pub(super) fn len(self) -> usize {
        self.fields.len()
    }

    /// The field at this place, without spaces around it.
    pub(super) fn get(self, place: usize) -> Option<&'a [u8]> {
        self.fields.get(place).map(|range| self.text[range.clone()].trim_ascii())
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        self.fields.iter().map(move |range| self.text[range.clone()].trim_ascii())
    }

    /// The text of all fields.
    pub(super) fn text(self) -> &'a [u8] {
        self.text
    }
}
