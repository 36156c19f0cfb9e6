//! A batch becomes a frame.

use twox_hash::XxHash3_64;

use super::header::{CHECKSUM, HEADER, LENGTH_AT, LOSS, MAGIC, VERSION};
use crate::column::{PAYLOAD_LENGTHS, PAYLOADS, Packer};
use crate::error::EncodeError;
use crate::limits::{MAX_FRAME, MAX_LOSSES, MAX_PACKETS, MAX_PAYLOAD};
use crate::model::Batch;

/// Bytes of a packet in columns that have nothing in common, and of the starts of these columns. A length of its
/// content is counted, whether there is one or not.
const fn packet_bytes(address: usize) -> usize {
    // ts, two addresses, seq; ports, ip_id, window, length, length of the content; proto, ttl, flags, known, class
    8 + 2 * address + 4 + 6 * 2 + 5
}

/// Starts of all columns, with room to spare.
const STARTS: usize = 32 * 2;

// Whatever the packets are, a frame of them has a size that may be.
const _: () =
    assert!(HEADER + LOSS * MAX_LOSSES + packet_bytes(16) * MAX_PACKETS + STARTS + CHECKSUM <= MAX_FRAME);

impl Batch {
    /// Bytes that its frame has at most: who adds packets with contents stops before this is more than
    /// [`MAX_FRAME`]. Without contents the number of packets says enough.
    pub fn bound(&self) -> usize {
        HEADER
            + LOSS * self.losses.len()
            + packet_bytes(4) * self.v4.len()
            + packet_bytes(16) * self.v6.len()
            + self.payloads.iter().map(Vec::len).sum::<usize>()
            + STARTS
            + CHECKSUM
    }

    /// Writes it as a frame.
    ///
    /// The same batch gives the same bytes with the same version of zstd. `sensor` of the packets is not written.
    ///
    /// # Errors
    ///
    /// What no frame can say: see [`EncodeError`].
    pub fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        self.check()?;
        let mut out = Vec::with_capacity(HEADER + LOSS * self.losses.len() + self.bound() / 2);
        self.header(&mut out);
        let mut packer = Packer::new(&mut out);
        packer.family(&self.v4, self.from_us);
        packer.family(&self.v6, self.from_us);
        self.contents(&mut packer);
        let length = (out.len() + CHECKSUM) as u32;
        out[LENGTH_AT..LENGTH_AT + 4].copy_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&XxHash3_64::oneshot(&out).to_le_bytes());
        Ok(out)
    }

    fn check(&self) -> Result<(), EncodeError> {
        let packets = self.v4.len() + self.v6.len();
        let longest = self.payloads.iter().map(Vec::len).max().unwrap_or(0);
        if self.first == 0 || self.last < self.first {
            return Err(EncodeError::Order("numbers begin with 1, and the last is not before the first"));
        }
        if self.first != self.last && packets != 0 {
            return Err(EncodeError::Order("frames drawn together have no packets"));
        }
        if packets > MAX_PACKETS {
            return Err(EncodeError::Packets(packets));
        }
        if self.losses.len() > MAX_LOSSES {
            return Err(EncodeError::Losses(self.losses.len()));
        }
        if longest > MAX_PAYLOAD {
            return Err(EncodeError::Payload(longest));
        }
        if !self.payloads.is_empty() && self.payloads.len() != packets {
            return Err(EncodeError::Payloads { payloads: self.payloads.len(), packets });
        }
        if self.bound() > MAX_FRAME {
            return Err(EncodeError::Size(self.bound()));
        }
        Ok(())
    }

    /// Everything up to the columns; the length comes later.
    fn header(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&[VERSION, 0, 0, 0]);
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&(self.losses.len() as u16).to_le_bytes());
        out.extend_from_slice(&[0; 2]);
        out.extend_from_slice(&self.sensor.0);
        out.extend_from_slice(&self.first.to_le_bytes());
        out.extend_from_slice(&self.last.to_le_bytes());
        for time in [self.made_us, self.from_us, self.until_us] {
            out.extend_from_slice(&time.to_le_bytes());
        }
        out.extend_from_slice(&(self.v4.len() as u32).to_le_bytes());
        out.extend_from_slice(&(self.v6.len() as u32).to_le_bytes());
        out.extend_from_slice(&self.not_ip.to_le_bytes());
        out.extend_from_slice(&self.unreadable.to_le_bytes());
        for loss in &self.losses {
            out.push(loss.cause as u8);
            out.extend_from_slice(&loss.packets.to_le_bytes());
            out.extend_from_slice(&loss.from_us.to_le_bytes());
            out.extend_from_slice(&loss.until_us.to_le_bytes());
        }
    }

    fn contents(&self, packer: &mut Packer<'_>) {
        let lengths: Vec<u16> = self.payloads.iter().map(|content| content.len() as u16).collect();
        if !lengths.is_empty() {
            packer.whole_column(PAYLOAD_LENGTHS, &lengths);
            packer.column(PAYLOADS, &self.payloads.concat());
        }
    }
}
