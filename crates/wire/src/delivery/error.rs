//! What can be wrong with a delivery, and where.

use super::layout::{MAX_TEXT, VERSION};
use crate::error::FrameError;
use crate::limits::{MAX_DELIVERY, MAX_DELIVERY_FRAMES, MAX_DELIVERY_PACKETS, MAX_FRAME};

/// Why bytes are no delivery. Places are bytes from its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// It does not begin as a delivery does.
    #[error("byte 0: this is not the start of a delivery")]
    Magic,
    /// A version that this program does not know.
    #[error("byte 4: version {0} of the delivery is not known here; the newest that is: {VERSION}")]
    Version(u8),
    /// A byte that must be 0 is not.
    #[error("byte {0}: a reserved byte is not 0")]
    Reserved(usize),
    /// The sensor's version is no text, or a long one.
    #[error("byte 32: the sensor's version is not a text of at most {MAX_TEXT} bytes")]
    Text,
    /// A part that is not known.
    #[error("byte {at}: part {part} is not known here")]
    Part {
        /// Where it begins.
        at: usize,
        /// Its number.
        part: u8,
    },
    /// A part that is longer than any may be.
    #[error("byte {at}: a part of {length} bytes; at most {MAX_FRAME} are allowed")]
    Length {
        /// Where it begins.
        at: usize,
        /// Its length by its own word.
        length: u32,
    },
    /// A frame that can't be read.
    #[error("byte {at}: frame {number} of the delivery: {error}")]
    Frame {
        /// Where the frame begins.
        at: usize,
        /// Which of the delivery's frames, from 1.
        number: usize,
        /// What is wrong with it.
        error: FrameError,
    },
    /// It is too large.
    #[error("more than the {MAX_DELIVERY} bytes that a delivery may have")]
    TooLarge,
    /// It has too many frames.
    #[error("more than the {MAX_DELIVERY_FRAMES} frames that a delivery may have")]
    Frames,
    /// Its frames have too many packets.
    #[error("more than the {MAX_DELIVERY_PACKETS} packets that a delivery may have")]
    Packets,
    /// It stops before its end.
    #[error("it stops after {0} bytes, before its end")]
    Truncated(usize),
    /// Something follows its end.
    #[error("byte {0}: something follows the end")]
    Trailing(usize),
}
