//! Pcap's headers, and where records may begin when nothing says so.
//!
//! A place is believed to begin a record when three headers follow one another from it at the distances that they
//! name, with lengths and times that fit together. Frames contain anything, also captures, so this is a guess:
//! who uses it says so (damage is a problem with its offset; a second thread's work is thrown away when the
//! first does not arrive at the same place).

use std::io::Read;

use crate::source::Source;

/// Longest frame that is believed: libpcap's own bound. A file header that promises more is believed up to
/// [`FRAME_MOST`]; larger ones make a damaged length swallow more of what follows it.
const FRAME_USUAL: u32 = 262_144;
const FRAME_MOST: u32 = 4 << 20;

/// Headers that must follow one another.
const CHAIN: usize = 3;

/// Times, in seconds, that neighbours in a chain may lie apart.
const DAY: u32 = 86_400;

/// How far from the last good record a chain may lie in time, in seconds.
const MONTH: u32 = 31 * DAY;

/// Bytes looked at together while searching.
const SEARCH: usize = 1 << 20;

/// What the file header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Format {
    big_endian: bool,
    nanoseconds: bool,
    long_headers: bool,
    pub(super) link_type: u16,
    /// Longest frame that is believed.
    pub(super) limit: u32,
}

/// What a record header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Header {
    pub(super) seconds: u32,
    fraction: u32,
    pub(super) captured: u32,
    original: u32,
}

impl Format {
    /// Bytes of the file header.
    pub const LENGTH: usize = 24;

    /// Reads a file header; none where this is no pcap.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let header = bytes.first_chunk::<{ Self::LENGTH }>()?;
        let (big_endian, nanoseconds, long_headers) = match header[..4] {
            [0xd4, 0xc3, 0xb2, 0xa1] => (false, false, false),
            [0xa1, 0xb2, 0xc3, 0xd4] => (true, false, false),
            [0x4d, 0x3c, 0xb2, 0xa1] => (false, true, false),
            [0xa1, 0xb2, 0x3c, 0x4d] => (true, true, false),
            [0x34, 0xcd, 0xb2, 0xa1] => (false, false, true),
            [0xa1, 0xb2, 0xcd, 0x34] => (true, false, true),
            _ => return None,
        };
        let format = Self { big_endian, nanoseconds, long_headers, link_type: 0, limit: 0 };
        let snap_length = format.word(header, 16);
        // The upper half of the last word holds the FCS length and reserved bits.
        let link_type = format.word(header, 20) as u16;
        Some(Self { link_type, limit: snap_length.clamp(FRAME_USUAL, FRAME_MOST), ..format })
    }

    /// Bytes of a record header.
    #[inline(always)]
    pub(super) fn header_length(self) -> usize {
        if self.long_headers { 24 } else { 16 }
    }

    /// The record header at `at`; none where the view ends within its first 16 bytes.
    #[inline(always)]
    pub(super) fn header(self, view: &[u8], at: usize) -> Option<Header> {
        let bytes = view.get(at..)?.first_chunk::<16>()?;
        Some(Header {
            seconds: self.word(bytes, 0),
            fraction: self.word(bytes, 4),
            captured: self.word(bytes, 8),
            original: self.word(bytes, 12),
        })
    }

    /// A record's time in microseconds since the epoch.
    #[inline(always)]
    pub(super) fn micros(self, header: Header) -> i64 {
        let fraction = if self.nanoseconds { header.fraction / 1000 } else { header.fraction };
        i64::from(header.seconds) * 1_000_000 + i64::from(fraction)
    }

    #[inline(always)]
    fn word<const N: usize>(self, bytes: &[u8; N], at: usize) -> u32 {
        let word = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
        if self.big_endian { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
    }

    fn plausible(self, header: Header) -> bool {
        let second = if self.nanoseconds { 1_000_000_000 } else { 1_000_000 };
        (1..=self.limit).contains(&header.captured)
            && header.original >= header.captured
            && header.original <= FRAME_MOST
            && header.fraction < second
    }

    /// Whether records seem to begin at `at`; `whole` says that the input ends where the view ends.
    fn chain(self, view: &[u8], mut at: usize, near: Option<u32>, whole: bool) -> bool {
        let mut before: Option<u32> = None;
        for seen in 0..CHAIN {
            let Some(header) = self.header(view, at) else {
                // At the very end the chain is shorter; at a view's end it has to have begun well.
                return if whole && at == view.len() { seen >= 1 } else { seen >= 2 && at > view.len() - 16 };
            };
            let in_time = match (before, near) {
                (Some(before), _) => before.abs_diff(header.seconds) <= DAY,
                (None, Some(near)) => near.abs_diff(header.seconds) <= MONTH,
                (None, None) => true,
            };
            if !in_time || !self.plausible(header) {
                return false;
            }
            before = Some(header.seconds);
            at += self.header_length() + header.captured as usize;
            if at > view.len() {
                return seen + 1 >= 2;
            }
        }
        true
    }

    /// The first place in `view` from which records seem to run, in a view that does not reach the input's end.
    pub fn guess(self, view: &[u8]) -> Option<usize> {
        (0..view.len()).find(|&at| self.chain(view, at, None, false))
    }
}

/// Moves the source from a damaged record to where records seem to begin again; to the end where they do not.
pub(super) fn find<R: Read>(source: &mut Source<R>, format: Format, last: Option<u32>) -> bool {
    let mut from = 1;
    loop {
        let view = source.at_least(SEARCH);
        let whole = view.len() < SEARCH;
        // The second half is looked at again with what follows it in view.
        let until = if whole { view.len() } else { SEARCH / 2 };
        if let Some(at) = (from..until).find(|&at| format.chain(view, at, last, whole)) {
            source.consume(at);
            return true;
        }
        source.consume(until);
        if whole {
            return false;
        }
        from = 0;
    }
}
