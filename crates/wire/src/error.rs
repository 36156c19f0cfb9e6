//! What can be wrong with a frame, and where.

use crate::limits::{MAX_FRAME, MAX_LOSSES, MAX_PACKETS, MAX_PAYLOAD};

/// Why bytes are no frame. Places are bytes from the start of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Fewer bytes than the frame says it has, or than any frame has.
    #[error("the frame ends after {there} bytes of {wanted}")]
    Truncated {
        /// Bytes that the frame has by its own word; before this is known, that its header has.
        wanted: usize,
        /// Bytes that are there.
        there: usize,
    },
    /// More bytes than the frame says it has.
    #[error("the frame has {length} bytes, and {there} are there")]
    Trailing {
        /// Bytes that the frame has by its own word.
        length: usize,
        /// Bytes that are there.
        there: usize,
    },
    /// It does not begin as a frame does.
    #[error("byte 0: this is not the start of a frame")]
    Magic,
    /// A version that this program does not know.
    #[error("byte 4: version {0} of the frame is not known here; the newest that is: {newest}", newest = crate::frame::VERSION)]
    Version(u8),
    /// A length that no frame has.
    #[error("byte 8: a frame of {0} bytes; from {least} to {MAX_FRAME} are allowed", least = crate::frame::LEAST)]
    Length(u32),
    /// The bytes are not those that were written.
    #[error("byte {at}: the checksum says {said:016x}, the bytes have {found:016x}")]
    Checksum {
        /// Where the checksum stands.
        at: usize,
        /// What it says.
        said: u64,
        /// What the bytes before it have.
        found: u64,
    },
    /// A field of the header has a value that it can't have.
    #[error("byte {at}: {reason}")]
    Header {
        /// Where the field stands.
        at: usize,
        /// What is wrong.
        reason: &'static str,
    },
    /// More packets than a frame may have.
    #[error("byte 72: {0} packets; at most {MAX_PACKETS} are allowed")]
    Packets(u64),
    /// More losses than a frame may state.
    #[error("byte 12: {0} losses; at most {MAX_LOSSES} are allowed")]
    Losses(u16),
    /// A column can't be read.
    #[error("byte {at}: column {column}: {fault}")]
    Column {
        /// Where the column, or the part of it that is wrong, begins.
        at: usize,
        /// Its number.
        column: u8,
        /// What is wrong.
        fault: ColumnFault,
    },
}

/// What is wrong with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ColumnFault {
    /// A column that must be understood and is not, stands twice, or stands behind one with a higher number.
    #[error("not known here, or not in its place")]
    Unknown,
    /// A coding that is not known.
    #[error("coding {0} is not known here")]
    Coding(u8),
    /// Values that are wider than the column's.
    #[error("values of {0} bytes are too wide")]
    Width(usize),
    /// The frame ends within it.
    #[error("the frame ends within it")]
    Short,
    /// What zstd can't unpack, or unpacks to another length than the number of packets says.
    #[error("does not unpack to the {0} bytes that it must have")]
    Unpack(usize),
    /// A dictionary without values, or with more than there are packets.
    #[error("a dictionary of {0} values")]
    Dictionary(usize),
    /// A place that the dictionary does not have.
    #[error("place {place} in a dictionary of {values} values")]
    Place {
        /// The place.
        place: u16,
        /// How many values there are.
        values: usize,
    },
    /// A value that stands for nothing.
    #[error("value {0} stands for nothing")]
    Value(u8),
    /// Contents that are longer than allowed, one or all together.
    #[error("contents of {0} bytes are too long")]
    Payload(usize),
}

/// Why a batch can't be written as a frame. The sensor made it wrong: none of these comes from the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// More packets than a frame may have.
    #[error("{0} packets; at most {MAX_PACKETS} go into a frame")]
    Packets(usize),
    /// More losses than a frame may state.
    #[error("{0} losses; at most {MAX_LOSSES} go into a frame")]
    Losses(usize),
    /// Contents that are longer than allowed.
    #[error("a content of {0} bytes; at most {MAX_PAYLOAD} go into a frame")]
    Payload(usize),
    /// Contents were asked for, and there is not one for each packet.
    #[error("{payloads} contents of {packets} packets")]
    Payloads {
        /// How many contents.
        payloads: usize,
        /// How many packets.
        packets: usize,
    },
    /// It may become larger than a frame may be.
    #[error("up to {0} bytes; at most {MAX_FRAME} are a frame")]
    Size(usize),
    /// Numbers or times that can't be.
    #[error("{0}")]
    Order(&'static str),
}
