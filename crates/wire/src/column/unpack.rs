//! Reading columns.
//!
//! Nothing is unpacked before the room that it takes is known to be what the frame's number of packets allows.

use zstd::bulk::Decompressor;

use super::body::{CONSTANT, DICTIONARY, PACKED, PLAIN, SKIPPABLE, parts};
use super::value::Value;
use crate::error::{ColumnFault, FrameError};

/// What unpacking needs and keeps from frame to frame.
#[derive(Default)]
pub(crate) struct Kit {
    zstd: Option<Decompressor<'static>>,
    planes: Vec<u8>,
}

impl Kit {
    /// Unpacks to exactly `length` bytes.
    fn unpack(&mut self, packed: &[u8], length: usize) -> Option<&[u8]> {
        let zstd = match &mut self.zstd {
            Some(zstd) => zstd,
            none => none.insert(Decompressor::new().ok()?),
        };
        self.planes.clear();
        self.planes.reserve_exact(length);
        let unpacked = zstd.decompress_to_buffer(packed, &mut self.planes).ok()?;
        (unpacked == length).then_some(self.planes.as_slice())
    }
}

/// The columns of a frame, from front to back.
pub(crate) struct Columns<'a, 'k> {
    /// The frame up to its checksum.
    frame: &'a [u8],
    at: usize,
    kit: &'k mut Kit,
}

/// Values of a column: mostly the same, or one for each.
pub(super) enum Values<T> {
    Same(T),
    Each(Vec<T>),
}

/// A fault and its place, until the column is known.
struct Fault(usize, ColumnFault);

impl<'a, 'k> Columns<'a, 'k> {
    /// The columns that begin at `at`.
    pub(crate) fn new(frame: &'a [u8], at: usize, kit: &'k mut Kit) -> Self {
        Self { frame, at, kit }
    }

    /// The number of the next column.
    pub(crate) fn next(&self) -> Option<u8> {
        self.frame.get(self.at).copied()
    }

    /// Where the next column begins.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Reads the column of this number; none where it is not there, and all values are zero.
    pub(super) fn column<T: Value>(&mut self, id: u8, count: usize) -> Result<Option<Values<T>>, FrameError> {
        if self.next() != Some(id) {
            return Ok(None);
        }
        self.at += 1;
        self.body(count, true).map(Some).map_err(|Fault(at, fault)| FrameError::Column {
            at,
            column: id,
            fault,
        })
    }

    /// The same, each value for itself.
    pub(crate) fn values<T: Value>(&mut self, id: u8, count: usize) -> Result<Vec<T>, FrameError> {
        Ok(match self.column(id, count)? {
            Some(Values::Each(values)) => values,
            Some(Values::Same(value)) => vec![value; count],
            None => vec![T::default(); count],
        })
    }

    /// Skips what can be skipped, and finds nothing behind it.
    pub(crate) fn end(mut self) -> Result<(), FrameError> {
        let mut before = SKIPPABLE - 1;
        while let Some(id) = self.next() {
            let at = self.at;
            if id <= before {
                return Err(FrameError::Column { at, column: id, fault: ColumnFault::Unknown });
            }
            before = id;
            self.at += 1;
            self.prefixed().map_err(|Fault(at, fault)| FrameError::Column { at, column: id, fault })?;
        }
        Ok(())
    }

    fn body<T: Value>(&mut self, count: usize, may_have_places: bool) -> Result<Values<T>, Fault> {
        let at = self.at;
        let (coding, width) = parts(self.array::<1>()?[0]);
        if width > T::WIDTH {
            return Err(Fault(at, ColumnFault::Width(width)));
        }
        match coding {
            DICTIONARY if may_have_places => self.dictionary(count, at),
            CONSTANT | PLAIN | PACKED => match width {
                1 => self.fixed::<T, 1>(count, coding),
                2 => self.fixed::<T, 2>(count, coding),
                4 => self.fixed::<T, 4>(count, coding),
                8 => self.fixed::<T, 8>(count, coding),
                _ => self.fixed::<T, 16>(count, coding),
            },
            other => Err(Fault(at, ColumnFault::Coding(other))),
        }
    }

    /// Values of `W` bytes, which the compiler then knows: this is where unpacking spends its time.
    fn fixed<T: Value, const W: usize>(&mut self, count: usize, coding: u8) -> Result<Values<T>, Fault> {
        if coding == CONSTANT {
            return Ok(Values::Same(T::of_bytes(self.array::<W>()?)));
        }
        if coding == PLAIN {
            let (values, _) = self.take(W * count)?.as_chunks::<W>();
            return Ok(Values::Each(values.iter().map(|bytes| T::of_bytes(*bytes)).collect()));
        }
        let at = self.at;
        let packed = self.prefixed()?;
        let fault = Fault(at, ColumnFault::Unpack(W * count));
        let bytes = self.kit.unpack(packed, W * count).ok_or(fault)?;
        let planes: [&[u8]; W] = std::array::from_fn(|n| &bytes[n * count..(n + 1) * count]);
        Ok(Values::Each((0..count).map(|i| T::of_bytes(planes.map(|plane| plane[i]))).collect()))
    }

    fn dictionary<T: Value>(&mut self, count: usize, at: usize) -> Result<Values<T>, Fault> {
        let known = usize::from(u16::from_le_bytes(self.array()?)) + 1;
        if known > count {
            return Err(Fault(at, ColumnFault::Dictionary(known)));
        }
        let known = self.each::<T>(known)?;
        let places = self.each::<u16>(count)?;
        let values: Vec<T> =
            places.iter().map_while(|&place| known.get(usize::from(place)).copied()).collect();
        match places.get(values.len()) {
            Some(&place) => Err(Fault(at, ColumnFault::Place { place, values: known.len() })),
            None => Ok(Values::Each(values)),
        }
    }

    fn each<T: Value>(&mut self, count: usize) -> Result<Vec<T>, Fault> {
        Ok(match self.body(count, false)? {
            Values::Each(values) => values,
            Values::Same(value) => vec![value; count],
        })
    }

    /// Bytes behind their length.
    fn prefixed(&mut self) -> Result<&'a [u8], Fault> {
        let length = u32::from_le_bytes(self.array()?);
        self.take(length as usize)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let at = self.at;
        self.take(N)?.first_chunk().copied().ok_or(Fault(at, ColumnFault::Short))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let rest = self.frame.get(self.at..).unwrap_or_default();
        let (taken, _) = rest.split_at_checked(length).ok_or(Fault(self.at, ColumnFault::Short))?;
        self.at += length;
        Ok(taken)
    }
}
