//! The columns of a frame become packets.

use std::fmt;
use std::ops::Range;

use capture::Packet;

use super::read::Frame;
use crate::column::{Columns, Kit, PAYLOAD_LENGTHS, PAYLOADS};
use crate::error::{ColumnFault, FrameError};
use crate::limits::{MAX_FRAME, MAX_PAYLOAD};

/// Unpacks frames, and keeps its room from one to the next.
#[derive(Default)]
pub struct Unpacker {
    kit: Kit,
}

impl fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unpacker").finish_non_exhaustive()
    }
}

impl Unpacker {
    /// Appends the packets of a frame to these, in the order in which they came.
    ///
    /// # Errors
    ///
    /// Where its columns can't be read, those of contents too; nothing is appended then.
    pub fn packets(
        &mut self,
        frame: &Frame<'_>,
        v4: &mut Vec<Packet<u32>>,
        v6: &mut Vec<Packet<u128>>,
    ) -> Result<(), FrameError> {
        self.packets_and_payloads(frame, v4, v6).map(drop)
    }

    /// The same, and hands out the contents: none, or one for each packet, those of IPv4 first.
    ///
    /// # Errors
    ///
    /// Where its columns can't be read; nothing is appended then.
    pub fn packets_and_payloads(
        &mut self,
        frame: &Frame<'_>,
        v4: &mut Vec<Packet<u32>>,
        v6: &mut Vec<Packet<u128>>,
    ) -> Result<Vec<Vec<u8>>, FrameError> {
        let (before_v4, before_v6) = (v4.len(), v6.len());
        v4.resize(before_v4 + frame.v4, Packet::default());
        v6.resize(before_v6 + frame.v6, Packet::default());
        let unpacked = self.unpack(frame, &mut v4[before_v4..], &mut v6[before_v6..]);
        if unpacked.is_err() {
            v4.truncate(before_v4);
            v6.truncate(before_v6);
        }
        unpacked
    }

    fn unpack(
        &mut self,
        frame: &Frame<'_>,
        v4: &mut [Packet<u32>],
        v6: &mut [Packet<u128>],
    ) -> Result<Vec<Vec<u8>>, FrameError> {
        let Range { start, end } = frame.columns();
        let mut columns = Columns::new(&frame.bytes()[..end], start, &mut self.kit);
        columns.family(v4, frame.from_us)?;
        columns.family(v6, frame.from_us)?;
        let payloads = payloads(&mut columns, v4.len() + v6.len())?;
        columns.end()?;
        Ok(payloads)
    }
}

fn payloads(columns: &mut Columns<'_, '_>, packets: usize) -> Result<Vec<Vec<u8>>, FrameError> {
    if columns.next() != Some(PAYLOAD_LENGTHS) {
        return Ok(Vec::new());
    }
    let at = columns.at();
    let lengths = columns.values::<u16>(PAYLOAD_LENGTHS, packets)?;
    let longest = lengths.iter().map(|&length| usize::from(length)).max().unwrap_or(0);
    let total = lengths.iter().map(|&length| usize::from(length)).sum();
    if longest > MAX_PAYLOAD || total > MAX_FRAME {
        let fault = ColumnFault::Payload(total);
        return Err(FrameError::Column { at, column: PAYLOAD_LENGTHS, fault });
    }
    let contents = columns.values::<u8>(PAYLOADS, total)?;
    let mut rest = contents.as_slice();
    Ok(lengths
        .iter()
        .map_while(|&length| rest.split_off(..usize::from(length)).map(<[u8]>::to_vec))
        .collect())
}
