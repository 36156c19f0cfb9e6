//! Frames: a [`Batch`](crate::Batch) as bytes. The layout is specified in the crate's README.

pub(crate) mod distance;
mod header;
mod read;
mod unpack;
mod write;

pub(crate) use header::{LEAST, VERSION};
pub use read::Frame;
pub use unpack::Unpacker;
