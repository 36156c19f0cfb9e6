//! Frames become a delivery.

use super::Status;
use super::layout::{END, FRAME, FRAME_WITH_OFFSET, MAGIC, MAX_TEXT, VERSION};
use crate::frame::Frame;
use crate::limits::{MAX_DELIVERY, MAX_DELIVERY_FRAMES, MAX_DELIVERY_PACKETS};

/// A delivery that is being made. Starts with room for one frame of any size.
#[derive(Debug)]
pub struct Delivery {
    bytes: Vec<u8>,
    frames: usize,
    packets: usize,
}

impl Delivery {
    /// Begins a delivery without frames.
    pub fn new(status: &Status) -> Self {
        let text = &status.version[..status.version.floor_char_boundary(MAX_TEXT)];
        let mut bytes = Vec::new();
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&[VERSION, 0, 0, 0]);
        bytes.extend_from_slice(&status.sent_us.to_le_bytes());
        bytes.extend_from_slice(&status.waiting_frames.to_le_bytes());
        bytes.extend_from_slice(&status.waiting_bytes.to_le_bytes());
        bytes.push(text.len() as u8);
        bytes.extend_from_slice(text.as_bytes());
        Self { bytes, frames: 0, packets: 0 }
    }

    /// Adds a frame, with what the sensor's clock was ahead of the collector's when the frame was made, in
    /// microseconds, if that is known. Says whether it fits; if not, nothing was added.
    #[must_use]
    pub fn add(&mut self, frame: &Frame<'_>, offset_us: Option<i64>) -> bool {
        /// Part, offset and length before the frame, and the end behind it.
        const AROUND: usize = 1 + 8 + 4 + 1;
        let packets = self.packets + frame.v4 + frame.v6;
        if self.bytes.len() + AROUND + frame.bytes().len() > MAX_DELIVERY
            || self.frames == MAX_DELIVERY_FRAMES
            || packets > MAX_DELIVERY_PACKETS
        {
            return false;
        }
        match offset_us {
            Some(offset) => {
                self.bytes.push(FRAME_WITH_OFFSET);
                self.bytes.extend_from_slice(&offset.to_le_bytes());
            }
            None => self.bytes.push(FRAME),
        }
        self.bytes.extend_from_slice(&(frame.bytes().len() as u32).to_le_bytes());
        self.bytes.extend_from_slice(frame.bytes());
        self.frames += 1;
        self.packets = packets;
        true
    }

    /// How many frames it has.
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Ends it.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.push(END);
        self.bytes
    }
}
