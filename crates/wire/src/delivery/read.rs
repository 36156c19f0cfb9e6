//! A delivery becomes frames, while it still comes in.
//!
//! Who receives hands on pieces as the network brings them, and takes frames out. Never more is kept than one part
//! that is not complete and the piece that was handed over last.

use super::Status;
use super::error::DeliveryError;
use super::layout::{
    END, FRAME, FRAME_WITH_OFFSET, HEAD, MAGIC, MAX_TEXT, RESERVED, SENT_AT, SKIPPABLE, TEXT_LENGTH_AT,
    VERSION, VERSION_AT, WAITING_BYTES_AT, WAITING_FRAMES_AT,
};
use crate::frame::Frame;
use crate::limits::{MAX_DELIVERY, MAX_DELIVERY_FRAMES, MAX_DELIVERY_PACKETS, MAX_FRAME};

/// Reads one delivery.
#[derive(Debug, Default)]
pub struct DeliveryReader {
    status: Option<Status>,
    /// What has come and is not done with, from `at` on.
    pending: Vec<u8>,
    at: usize,
    /// Bytes of the delivery before `pending`.
    before: usize,
    frames: usize,
    packets: usize,
    has_ended: bool,
}

/// A frame of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered<'a> {
    /// What the sensor's clock was ahead of the collector's when the frame was made, in microseconds, by the
    /// sensor's measurement; none where it does not know.
    pub offset_us: Option<i64>,
    /// The frame.
    pub frame: Frame<'a>,
}

impl DeliveryReader {
    /// Takes the next piece of the delivery.
    ///
    /// # Errors
    ///
    /// When the delivery has become too large; the piece is not kept then.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), DeliveryError> {
        if self.before + self.pending.len() + piece.len() > MAX_DELIVERY {
            return Err(DeliveryError::TooLarge);
        }
        self.before += self.at;
        self.pending.drain(..self.at);
        self.at = 0;
        self.pending.extend_from_slice(piece);
        Ok(())
    }

    /// How the sensor was when it sent; none until this has come and [`next`](Self::next) was called.
    pub fn status(&self) -> Option<&Status> {
        self.status.as_ref()
    }

    /// The next frame; none where more pieces are needed for it, or where it was the last.
    ///
    /// # Errors
    ///
    /// Where the bytes are no delivery, or the frame is none. The same again when called again.
    #[expect(clippy::should_implement_trait, reason = "what it gives borrows from it, which no Iterator can")]
    pub fn next(&mut self) -> Result<Option<Delivered<'_>>, DeliveryError> {
        if self.status.is_none() && !self.head()? {
            return Ok(None);
        }
        loop {
            let rest = &self.pending[self.at..];
            let here = self.before + self.at;
            if self.has_ended {
                return if rest.is_empty() { Ok(None) } else { Err(DeliveryError::Trailing(here)) };
            }
            let Some((&part, rest)) = rest.split_first() else { return Ok(None) };
            let (offset_us, rest) = match part {
                END => {
                    self.has_ended = true;
                    self.at += 1;
                    continue;
                }
                FRAME | SKIPPABLE.. => (None, rest),
                FRAME_WITH_OFFSET => match rest.split_first_chunk() {
                    Some((offset, rest)) => (Some(i64::from_le_bytes(*offset)), rest),
                    None => return Ok(None),
                },
                part => return Err(DeliveryError::Part { at: here, part }),
            };
            let Some((length, rest)) = rest.split_first_chunk() else { return Ok(None) };
            let length = u32::from_le_bytes(*length);
            if length as usize > MAX_FRAME {
                return Err(DeliveryError::Length { at: here, length });
            }
            if rest.len() < length as usize {
                return Ok(None);
            }
            let begin = self.pending.len() - rest.len();
            let end = begin + length as usize;
            if part >= SKIPPABLE {
                self.at = end;
                continue;
            }
            let number = self.frames + 1;
            let at = self.before + begin;
            let frame = Frame::read(&self.pending[begin..end]).map_err(|error| DeliveryError::Frame {
                at,
                number,
                error,
            })?;
            let packets = self.packets + frame.v4 + frame.v6;
            if number > MAX_DELIVERY_FRAMES {
                return Err(DeliveryError::Frames);
            }
            if packets > MAX_DELIVERY_PACKETS {
                return Err(DeliveryError::Packets);
            }
            self.at = end;
            self.frames = number;
            self.packets = packets;
            return Ok(Some(Delivered { offset_us, frame }));
        }
    }

    /// Ends it: whether all of it has come.
    ///
    /// # Errors
    ///
    /// Where it has not, or frames were not taken out.
    pub fn finish(&self) -> Result<(), DeliveryError> {
        let there = self.before + self.pending.len();
        let done = self.before + self.at;
        match self.has_ended {
            true if done == there => Ok(()),
            true => Err(DeliveryError::Trailing(done)),
            false => Err(DeliveryError::Truncated(there)),
        }
    }

    /// Reads the status; says whether all of it has come.
    fn head(&mut self) -> Result<bool, DeliveryError> {
        let bytes = &self.pending[..];
        if !MAGIC.iter().zip(bytes).all(|(magic, byte)| magic == byte) {
            return Err(DeliveryError::Magic);
        }
        if let Some(&version) = bytes.get(VERSION_AT)
            && version != VERSION
        {
            return Err(DeliveryError::Version(version));
        }
        let Some((head, text)) = bytes.split_first_chunk::<HEAD>() else { return Ok(false) };
        if let Some(at) = RESERVED.into_iter().find(|&at| head[at] != 0) {
            return Err(DeliveryError::Reserved(at));
        }
        let length = usize::from(head[TEXT_LENGTH_AT]);
        if length > MAX_TEXT {
            return Err(DeliveryError::Text);
        }
        let Some(text) = text.get(..length) else { return Ok(false) };
        let version = std::str::from_utf8(text).map_err(|_| DeliveryError::Text)?.to_owned();
        let number = |at: usize| head[at..].first_chunk().copied().map_or(0, u64::from_le_bytes);
        self.status = Some(Status {
            sent_us: number(SENT_AT) as i64,
            waiting_frames: number(WAITING_FRAMES_AT),
            waiting_bytes: number(WAITING_BYTES_AT),
            version,
        });
        self.at = HEAD + length;
        Ok(true)
    }
}
