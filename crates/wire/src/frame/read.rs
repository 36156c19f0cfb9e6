//! A frame becomes a batch.
//!
//! In two steps. [`Frame::read`] looks at all bytes once, for the checksum, and at the header: that says whose frame
//! it is and what it costs to unpack. [`Unpacker`] unpacks the columns.

use std::ops::Range;

use twox_hash::XxHash3_64;

use super::header::{
    CHECKSUM, FIRST_AT, FROM_AT, HEADER, LAST_AT, LEAST, LENGTH_AT, LOSS, LOSSES_AT, MADE_AT, MAGIC,
    NOT_IP_AT, RESERVED, RESERVED_TOO, SENSOR_AT, UNREADABLE_AT, UNTIL_AT, V4_AT, V6_AT, VERSION, VERSION_AT,
};
use super::unpack::Unpacker;
use crate::error::FrameError;
use crate::limits::{MAX_FRAME, MAX_LOSSES, MAX_PACKETS};
use crate::model::{Batch, Cause, Loss};
use crate::sensor_id::SensorId;

/// A frame whose bytes are those that its sensor wrote, not yet unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame<'a> {
    bytes: &'a [u8],
    /// Whose it is.
    pub sensor: SensorId,
    /// Its number.
    pub first: u64,
    /// The same, or the last of the numbers that are drawn together here.
    pub last: u64,
    /// When it was closed, microseconds by the sensor's clock.
    pub made_us: i64,
    /// From when on the sensor was listening, likewise.
    pub from_us: i64,
    /// Until when, exclusive.
    pub until_us: i64,
    /// Packets that are in no frame.
    pub losses: Vec<Loss>,
    /// Frames from the interface that carried no IP.
    pub not_ip: u64,
    /// Frames from the interface whose IP header could not be read.
    pub unreadable: u64,
    /// How many IPv4 packets it has.
    pub v4: usize,
    /// How many IPv6 packets it has.
    pub v6: usize,
}

impl<'a> Frame<'a> {
    /// Reads the header of the one frame that `bytes` are.
    ///
    /// # Errors
    ///
    /// Where they are not exactly one frame that was not changed on its way.
    pub fn read(bytes: &'a [u8]) -> Result<Self, FrameError> {
        let header = length_checked(bytes)?;
        checksum_checked(bytes)?;
        let reserved = RESERVED.chain(RESERVED_TOO).find(|&at| header[at] != 0);
        if let Some(at) = reserved {
            return Err(FrameError::Header { at, reason: "a reserved byte is not 0" });
        }
        let (v4, v6) = (u32_at(header, V4_AT), u32_at(header, V6_AT));
        let packets = u64::from(v4) + u64::from(v6);
        if packets > MAX_PACKETS as u64 {
            return Err(FrameError::Packets(packets));
        }
        let (first, last) = (u64_at(header, FIRST_AT), u64_at(header, LAST_AT));
        if first == 0 {
            return Err(FrameError::Header { at: FIRST_AT, reason: "numbers begin with 1" });
        }
        if last < first {
            return Err(FrameError::Header { at: LAST_AT, reason: "the last number is before the first" });
        }
        if last != first && packets != 0 {
            return Err(FrameError::Header { at: LAST_AT, reason: "frames drawn together have no packets" });
        }
        Ok(Self {
            bytes,
            sensor: SensorId(array_at(header, SENSOR_AT)),
            first,
            last,
            made_us: u64_at(header, MADE_AT) as i64,
            from_us: u64_at(header, FROM_AT) as i64,
            until_us: u64_at(header, UNTIL_AT) as i64,
            losses: losses(bytes, header)?,
            not_ip: u64_at(header, NOT_IP_AT),
            unreadable: u64_at(header, UNREADABLE_AT),
            v4: v4 as usize,
            v6: v6 as usize,
        })
    }

    /// Where its columns begin and end.
    pub(super) fn columns(&self) -> Range<usize> {
        HEADER + LOSS * self.losses.len()..self.bytes.len() - CHECKSUM
    }

    /// Its bytes, checksum included.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Unpacks all of it; who reads many frames keeps an [`Unpacker`].
    ///
    /// # Errors
    ///
    /// Where its columns can't be read.
    pub fn into_batch(self) -> Result<Batch, FrameError> {
        let mut batch = Batch::default();
        batch.payloads = Unpacker::default().packets_and_payloads(&self, &mut batch.v4, &mut batch.v6)?;
        Ok(Batch {
            sensor: self.sensor,
            first: self.first,
            last: self.last,
            made_us: self.made_us,
            from_us: self.from_us,
            until_us: self.until_us,
            losses: self.losses,
            not_ip: self.not_ip,
            unreadable: self.unreadable,
            ..batch
        })
    }
}

/// The header, where the bytes are as many as it says.
fn length_checked(bytes: &[u8]) -> Result<&[u8; HEADER], FrameError> {
    if !MAGIC.iter().zip(bytes).all(|(magic, byte)| magic == byte) {
        return Err(FrameError::Magic);
    }
    if let Some(&version) = bytes.get(VERSION_AT)
        && version != VERSION
    {
        return Err(FrameError::Version(version));
    }
    let Some(header) = bytes.first_chunk::<HEADER>() else {
        return Err(FrameError::Truncated { wanted: HEADER, there: bytes.len() });
    };
    let said = u32_at(header, LENGTH_AT);
    let length = said as usize;
    if !(LEAST..=MAX_FRAME).contains(&length) {
        return Err(FrameError::Length(said));
    }
    match bytes.len() {
        there if there < length => Err(FrameError::Truncated { wanted: length, there }),
        there if there > length => Err(FrameError::Trailing { length, there }),
        _ => Ok(header),
    }
}

fn checksum_checked(bytes: &[u8]) -> Result<(), FrameError> {
    let Some((before, checksum)) = bytes.split_last_chunk::<CHECKSUM>() else {
        return Err(FrameError::Truncated { wanted: LEAST, there: bytes.len() });
    };
    let (said, found) = (u64::from_le_bytes(*checksum), XxHash3_64::oneshot(before));
    if said == found { Ok(()) } else { Err(FrameError::Checksum { at: before.len(), said, found }) }
}

fn losses(bytes: &[u8], header: &[u8; HEADER]) -> Result<Vec<Loss>, FrameError> {
    let count = u16::from_le_bytes(array_at(header, LOSSES_AT));
    if usize::from(count) > MAX_LOSSES {
        return Err(FrameError::Losses(count));
    }
    let end = HEADER + LOSS * usize::from(count);
    let there = bytes.len() - CHECKSUM;
    if end > there {
        return Err(FrameError::Header { at: LOSSES_AT, reason: "more losses than the frame has room for" });
    }
    let (rows, _) = bytes[HEADER..end].as_chunks::<LOSS>();
    rows.iter()
        .enumerate()
        .map(|(n, row)| {
            let at = HEADER + LOSS * n;
            let cause =
                Cause::of(row[0]).ok_or(FrameError::Header { at, reason: "a cause that is not known" })?;
            Ok(Loss {
                cause,
                packets: u64_at(row, 1),
                from_us: u64_at(row, 9) as i64,
                until_us: u64_at(row, 17) as i64,
            })
        })
        .collect()
}

/// The bytes at `at`, which lie within `L` by the layout.
fn array_at<const L: usize, const N: usize>(bytes: &[u8; L], at: usize) -> [u8; N] {
    let mut array = [0; N];
    array.copy_from_slice(&bytes[at..at + N]);
    array
}

fn u32_at<const L: usize>(bytes: &[u8; L], at: usize) -> u32 {
    u32::from_le_bytes(array_at(bytes, at))
}

fn u64_at<const L: usize>(bytes: &[u8; L], at: usize) -> u64 {
    u64::from_le_bytes(array_at(bytes, at))
}
