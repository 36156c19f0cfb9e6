//! Classic pcap: a file header, then records, each with a header of its own (draft-ietf-opsawg-pcap).
//!
//! Both byte orders; micro- and nanoseconds; the variant of Kuznetzov's libpcap (0xa1b2cd34, longer record headers);
//! captures written one behind the other in one file. The link-type word's upper bits (length of the frame check
//! sequence) are left aside: the check sequence lies behind the end of the IP packet.
//!
//! Nothing in the format marks where a record begins. What can be said is that headers follow one another at the
//! distances that they name; [`records`](super::records) rests on that, both to find the way back after damage
//! and to begin in the middle of a file.

use std::io::Read;

use crate::frame::{self, Seen};
use crate::notes::Notes;
use crate::records::{Format, Header};
use crate::sink::Sink;
use crate::source::Source;

/// A record is taken without a second look when its time is within a day (in seconds) of the one before it.
const USUAL: u32 = 86_400;

/// A reader of records, from its current offset on.
#[derive(Debug)]
pub struct Pcap<R> {
    source: Source<R>,
    format: Format,
    /// The format that it began with; another file's header may come on the way.
    first: Format,
    /// Seconds of the record before.
    last: Option<u32>,
    sensor: u16,
    ended: bool,
    notes: Notes,
}

impl<R: Read> Pcap<R> {
    /// Begins at a file header, which the source stands at.
    pub fn open(mut source: Source<R>, sensor: u16) -> Self {
        let format = Format::parse(source.at_least(Format::LENGTH));
        let mut pcap = Self::at(source, format.unwrap_or_default(), sensor);
        match format {
            Some(format) => {
                pcap.source.consume(Format::LENGTH);
                pcap.note_link_type(0, format);
            }
            None => {
                pcap.ended = true;
                pcap.notes.problem(0, "the file ends within the pcap header");
            }
        }
        pcap
    }

    /// Begins at a record in the middle of a file of this format.
    pub fn at(source: Source<R>, format: Format, sensor: u16) -> Self {
        Self { source, format, first: format, last: None, sensor, ended: false, notes: Notes::default() }
    }

    /// Whether this reader stands where `next` began, and reads on as that one did.
    pub fn arrived(&self, begin: u64, next: &Self) -> bool {
        !self.ended && self.source.offset() == begin && self.format == next.first
    }

    /// What was read so far.
    pub(super) fn into_notes(self) -> Notes {
        self.notes
    }

    /// What was read so far.
    pub fn into_reading(self) -> crate::Reading {
        self.notes.into_reading()
    }

    /// Reads the records that begin before byte `stop`, or to the end.
    pub fn run<S: Sink>(&mut self, stop: u64, sink: &mut S) {
        while !self.ended && self.source.offset() < stop {
            self.usual(stop, sink);
            if self.source.offset() < stop {
                self.careful(sink);
            }
        }
    }

    /// Reads records as long as they lie in view and look like the one before.
    #[inline(always)]
    fn usual<S: Sink>(&mut self, stop: u64, sink: &mut S) {
        let Some(mut last) = self.last else { return };
        let (format, sensor) = (self.format, self.sensor);
        let view = self.source.view();
        let base = self.source.offset();
        let end = view.len().min(usize::try_from(stop - base).unwrap_or(usize::MAX));
        let mut at = 0;
        while at < end {
            let Some(header) = format.header(view, at) else { break };
            let begin = at + format.header_length();
            let Some(frame) = view.get(begin..begin + header.captured as usize) else { break };
            let near = header.seconds.wrapping_sub(last).wrapping_add(USUAL) <= 2 * USUAL;
            if !near || header.captured == 0 || header.captured > format.limit {
                break;
            }
            last = header.seconds;
            let seen = Seen { ts: format.micros(header), sensor };
            self.notes.frame(frame::decode(format.link_type, frame, seen, sink), base + begin as u64);
            at = begin + frame.len();
        }
        self.last = Some(last);
        self.source.consume(at);
    }

    /// Reads one record, looking at what follows it where it is unusual; or finds the way to the next.
    #[inline(never)]
    fn careful<S: Sink>(&mut self, sink: &mut S) {
        let format = self.format;
        let length = format.header_length();
        let view = self.source.at_least(Format::LENGTH.max(length));
        let left = view.len();
        let Some(header) = format.header(view, 0).filter(|_| left >= length) else {
            return self.end(left);
        };
        if let Some(next) = Format::parse(view) {
            let offset = self.source.offset();
            self.format = next;
            self.source.consume(Format::LENGTH);
            return self.note_link_type(offset, next);
        }
        if header.captured > format.limit || header == Header::default() {
            return self.damage("a damaged record header");
        }
        let body = length + header.captured as usize;
        let view = self.source.at_least(body + length);
        let Some(frame) = view.get(length..body) else {
            return self.damage("the file ends within a record");
        };
        let near = self.last.is_some_and(|last| last.abs_diff(header.seconds) <= USUAL);
        let follows = format.header(view, body).is_none_or(|next| {
            Format::parse(&view[body..]).is_some()
                || next.captured <= format.limit && next != Header::default()
        });
        if !(near && header.captured > 0 || follows) {
            return self.damage("a damaged record header");
        }
        let seen = Seen { ts: format.micros(header), sensor: self.sensor };
        let outcome = frame::decode(format.link_type, frame, seen, sink);
        self.notes.frame(outcome, self.source.offset() + length as u64);
        self.last = Some(header.seconds);
        self.source.consume(body);
    }

    /// Notes damage at the current offset and goes on at the next plausible run of records.
    #[cold]
    fn damage(&mut self, what: &str) {
        let offset = self.source.offset();
        let found = super::records::find(&mut self.source, self.format, self.last);
        if let Some(failure) = self.source.take_failure() {
            self.notes.problem(self.source.offset(), format!("cannot read on: {failure}"));
            if !found {
                self.ended = true;
                return;
            }
        }
        if found {
            let skipped = self.source.offset() - offset;
            self.notes.problem(offset, format!("{what}; {skipped} bytes skipped to the next record"));
        } else {
            let left = self.source.offset() - offset;
            self.notes.problem(offset, format!("{what}; {left} bytes to the end are not read"));
            self.ended = true;
        }
    }

    /// The input has fewer bytes left than a record header.
    #[cold]
    fn end(&mut self, left: usize) {
        self.ended = true;
        let offset = self.source.offset();
        if let Some(failure) = self.source.take_failure() {
            self.notes.problem(offset + left as u64, format!("cannot read on: {failure}"));
        } else if left > 0 {
            self.notes.problem(offset, format!("the file ends within a record header ({left} bytes)"));
        }
    }

    /// Frames of a link type that is not decoded are counted one by one; that they are is a problem, said once.
    fn note_link_type(&mut self, offset: u64, format: Format) {
        let number = format.link_type;
        if !frame::link::is_known(number) {
            self.notes.problem(offset, format!("frames of link type {number} are not decoded"));
        }
    }
}
