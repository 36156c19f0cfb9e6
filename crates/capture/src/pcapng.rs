//! Pcapng: blocks with their length at both ends (draft-ietf-opsawg-pcapng).
//!
//! A file is one or more sections, each in its own byte order and with its own interfaces; an interface has its
//! own link type, time resolution and time offset. Packets are in enhanced blocks, in obsolete packet blocks, and
//! in simple blocks, which have no time: those get the time of the packet before them, and a problem says so.
//! All other blocks are passed over.
//!
//! After damage, the way back is the next block of a known kind whose two lengths agree.

use std::io::Read;

use crate::frame::{self, Seen};
use crate::notes::Notes;
use crate::sink::Sink;
use crate::source::Source;

const SECTION: u32 = 0x0a0d_0d0a;
const INTERFACE: u32 = 1;
const OBSOLETE_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;

/// Longest block that is read as a whole; longer ones are passed over if they hold no packet.
const BLOCK_MOST: usize = 4 << 20;

/// Bytes looked at together while searching.
const SEARCH: usize = 1 << 20;

/// Interfaces of a section that are kept: a limit on memory, not on files that anybody has.
const INTERFACES_MOST: usize = 1 << 16;

/// One interface of the current section.
#[derive(Debug, Clone, Copy)]
struct Interface {
    link_type: u16,
    snap_length: u32,
    resolution: Resolution,
    /// Seconds that are added to its times.
    offset: i64,
}

/// What one unit of an interface's time is.
#[derive(Debug, Clone, Copy)]
enum Resolution {
    /// Units in a microsecond, at least 1.
    Finer(u64),
    /// Microseconds in a unit.
    Coarser(u64),
    /// 2 to this power in a second.
    Binary(u32),
}

impl Resolution {
    /// Reads an `if_tsresol` option; microseconds where it says what no clock can mean.
    fn of(byte: u8) -> Self {
        match byte {
            0..=6 => Self::Coarser(10_u64.pow(6 - u32::from(byte))),
            7..=25 => Self::Finer(10_u64.pow(u32::from(byte) - 6)),
            128..=191 => Self::Binary(u32::from(byte & 63)),
            _ => Self::Coarser(1),
        }
    }

    fn micros(self, units: u64) -> i64 {
        let micros = match self {
            Self::Finer(units_in) => units / units_in,
            Self::Coarser(micros) => units.saturating_mul(micros),
            Self::Binary(power) => ((u128::from(units) * 1_000_000) >> power).try_into().unwrap_or(u64::MAX),
        };
        micros.try_into().unwrap_or(i64::MAX)
    }
}

/// A reader of blocks.
pub(super) struct Pcapng<R> {
    source: Source<R>,
    sensor: u16,
    big_endian: bool,
    interfaces: Vec<Interface>,
    /// Time of the last packet, for those that have none.
    last: i64,
    simple_noted: bool,
    ended: bool,
    notes: Notes,
}

impl<R: Read> Pcapng<R> {
    pub(super) fn new(source: Source<R>, sensor: u16) -> Self {
        Self {
            source,
            sensor,
            big_endian: false,
            interfaces: Vec::new(),
            last: 0,
            simple_noted: false,
            ended: false,
            notes: Notes::default(),
        }
    }

    pub(super) fn into_notes(self) -> Notes {
        self.notes
    }

    /// Reads all blocks.
    pub(super) fn run<S: Sink>(&mut self, sink: &mut S) {
        while !self.ended {
            self.block(sink);
        }
    }

    fn block<S: Sink>(&mut self, sink: &mut S) {
        let view = self.source.at_least(12);
        let left = view.len();
        let Some(&head) = view.first_chunk::<12>() else { return self.end(left) };
        let kind = word(head, 0, self.big_endian);
        if kind == SECTION {
            match head[8..] {
                [0x4d, 0x3c, 0x2b, 0x1a] => self.big_endian = false,
                [0x1a, 0x2b, 0x3c, 0x4d] => self.big_endian = true,
                _ => return self.damage("a section header without its byte-order magic"),
            }
        }
        let length = word(head, 4, self.big_endian) as usize;
        if length < 12 || !length.is_multiple_of(4) {
            return self.damage("a block with an impossible length");
        }
        if length > BLOCK_MOST {
            return self.pass_over(kind, length);
        }
        // The block, and what follows it, which tells whether a length that differs was the damage.
        let (offset, big_endian) = (self.source.offset(), self.big_endian);
        let view = self.source.at_least(length + 8);
        let Some(block) = view.get(..length) else { return self.damage("the file ends within a block") };
        let after = view.get(length..length + 8);
        if word_at(block, length - 4, big_endian) != Some(length)
            && !after.is_some_and(|next| is_known(word_at(next, 0, big_endian)))
        {
            return self.damage("a block whose two lengths differ");
        }
        let body = &block[8..length - 4];
        let packet = match kind {
            SECTION => {
                self.interfaces.clear();
                self.simple_noted = false;
                None
            }
            INTERFACE => return self.interface(length),
            ENHANCED_PACKET | OBSOLETE_PACKET => enhanced(body, kind, big_endian),
            SIMPLE_PACKET => {
                self.interfaces.first().and_then(|first| simple(body, first.snap_length, big_endian))
            }
            _ => None,
        };
        if let Some(packet) = packet {
            match self.interfaces.get(packet.interface) {
                Some(interface) => {
                    if let Some(units) = packet.units {
                        let seconds = interface.offset.saturating_mul(1_000_000);
                        self.last = interface.resolution.micros(units).saturating_add(seconds);
                    } else if !self.simple_noted {
                        self.simple_noted = true;
                        let reason =
                            "simple packet blocks have no time: they get that of the packet before them";
                        self.notes.problem(offset, reason);
                    }
                    let seen = Seen { ts: self.last, sensor: self.sensor };
                    let outcome = frame::decode(interface.link_type, packet.frame, seen, sink);
                    self.notes.frame(outcome, offset);
                }
                None => self.notes.problem(offset, "a packet of an interface that was not described"),
            }
        } else if matches!(kind, ENHANCED_PACKET | OBSOLETE_PACKET | SIMPLE_PACKET) {
            self.notes.problem(offset, "a packet that is longer than its block");
        }
        self.source.consume(length);
    }

    /// Takes in an interface description, which is in view.
    fn interface(&mut self, length: usize) {
        let big_endian = self.big_endian;
        let offset = self.source.offset();
        let body = self.source.view().get(8..length - 4).unwrap_or_default();
        let (Some(link_type), Some(snap_length)) = (half(body, 0, big_endian), word_at(body, 4, big_endian))
        else {
            self.notes.problem(offset, "an interface description that is too short");
            return self.source.consume(length);
        };
        let mut interface = Interface {
            link_type,
            snap_length: snap_length as u32,
            resolution: Resolution::Coarser(1),
            offset: 0,
        };
        let mut options = body.get(8..).unwrap_or_default();
        while let (Some(code), Some(size)) = (half(options, 0, big_endian), half(options, 2, big_endian)) {
            let size = usize::from(size);
            let Some(value) = options.get(4..4 + size) else { break };
            match (code, value) {
                (0, _) => break,
                (9, [resolution]) => interface.resolution = Resolution::of(*resolution),
                (14, value) if let Ok(value) = <[u8; 8]>::try_from(value) => {
                    interface.offset =
                        if big_endian { i64::from_be_bytes(value) } else { i64::from_le_bytes(value) };
                }
                _ => {}
            }
            options = options.get(4 + size.next_multiple_of(4)..).unwrap_or_default();
        }
        self.source.consume(length);
        if !frame::link::is_known(link_type) {
            self.notes.problem(offset, format!("frames of link type {link_type} are not decoded"));
        }
        if self.interfaces.len() < INTERFACES_MOST {
            self.interfaces.push(interface);
        } else {
            self.notes.problem(offset, "more interfaces than are kept");
        }
    }

    /// Passes over a block that is too long to be kept in view: captured files' own data, decryption secrets.
    fn pass_over(&mut self, kind: u32, length: usize) {
        // A damaged length is the likelier explanation for a kind that is short by nature.
        if is_known(Some(kind as usize)) {
            return self.damage("a block with an impossible length");
        }
        let offset = self.source.offset();
        let passed = self.source.skip(length as u64);
        if passed < length as u64 {
            let reason = format!("the file ends within a block; {passed} bytes to the end are not read");
            self.notes.problem(offset, reason);
            self.end(0);
        }
    }

    /// Notes damage at the current offset and goes on at the next block that seems sound.
    #[cold]
    fn damage(&mut self, what: &str) {
        let offset = self.source.offset();
        let found = self.find();
        if let Some(failure) = self.source.take_failure() {
            self.notes.problem(self.source.offset(), format!("cannot read on: {failure}"));
            self.ended |= !found;
            if !found {
                return;
            }
        }
        let bytes = self.source.offset() - offset;
        if found {
            self.notes.problem(offset, format!("{what}; {bytes} bytes skipped to the next block"));
        } else {
            self.ended = true;
            self.notes.problem(offset, format!("{what}; {bytes} bytes to the end are not read"));
        }
    }

    fn find(&mut self) -> bool {
        let mut from = 1;
        loop {
            let big_endian = self.big_endian;
            let view = self.source.at_least(SEARCH);
            let whole = view.len() < SEARCH;
            let until = if whole { view.len() } else { SEARCH / 2 };
            let sound = |at: usize| {
                let is_section = view[at..].starts_with(&SECTION.to_be_bytes())
                    && matches!(
                        view.get(at + 8..at + 12),
                        Some([0x4d, 0x3c, 0x2b, 0x1a] | [0x1a, 0x2b, 0x3c, 0x4d])
                    );
                let length = word_at(view, at + 4, big_endian).unwrap_or_default();
                is_section
                    || is_known(word_at(view, at, big_endian))
                        && length >= 12
                        && length.is_multiple_of(4)
                        && word_at(view, at + length - 4, big_endian) == Some(length)
            };
            if let Some(at) = (from..until).find(|&at| sound(at)) {
                self.source.consume(at);
                return true;
            }
            self.source.consume(until);
            if whole {
                return false;
            }
            from = 0;
        }
    }

    #[cold]
    fn end(&mut self, left: usize) {
        self.ended = true;
        let offset = self.source.offset();
        if let Some(failure) = self.source.take_failure() {
            self.notes.problem(offset + left as u64, format!("cannot read on: {failure}"));
        } else if left > 0 {
            self.notes.problem(offset, format!("the file ends within a block header ({left} bytes)"));
        }
    }
}

/// A packet as its block has it.
struct Framed<'a> {
    interface: usize,
    units: Option<u64>,
    frame: &'a [u8],
}

/// Enhanced and obsolete packet blocks differ in the interface's width alone.
fn enhanced(body: &[u8], kind: u32, big_endian: bool) -> Option<Framed<'_>> {
    let interface = if kind == ENHANCED_PACKET {
        word_at(body, 0, big_endian)?
    } else {
        usize::from(half(body, 0, big_endian)?)
    };
    let (high, low) = (word_at(body, 4, big_endian)? as u64, word_at(body, 8, big_endian)? as u64);
    let captured = word_at(body, 12, big_endian)?;
    Some(Framed { interface, units: Some(high << 32 | low), frame: body.get(20..)?.get(..captured)? })
}

fn simple(body: &[u8], snap_length: u32, big_endian: bool) -> Option<Framed<'_>> {
    let original = word_at(body, 0, big_endian)?;
    let captured = if snap_length == 0 { original } else { original.min(snap_length as usize) };
    Some(Framed { interface: 0, units: None, frame: body.get(4..)?.get(..captured)? })
}

/// Whether this is a block type that search may stop at: the standard's, without those that only tools use.
fn is_known(kind: Option<usize>) -> bool {
    kind.is_some_and(|kind| matches!(kind as u32, SECTION | INTERFACE..=ENHANCED_PACKET | 9 | 10))
}

#[inline(always)]
fn word(head: [u8; 12], at: usize, big_endian: bool) -> u32 {
    word_at(&head, at, big_endian).unwrap_or_default() as u32
}

/// The 32 bits at `at`.
#[inline(always)]
fn word_at(bytes: &[u8], at: usize, big_endian: bool) -> Option<usize> {
    let bytes = *bytes.get(at..)?.first_chunk::<4>()?;
    Some(if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) } as usize)
}

#[inline(always)]
fn half(bytes: &[u8], at: usize, big_endian: bool) -> Option<u16> {
    let bytes = *bytes.get(at..)?.first_chunk::<2>()?;
    Some(if big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
}
