//! Where things stand in a delivery.

/// The first bytes.
pub(super) const MAGIC: [u8; 4] = *b"\x89HND";
/// The version that is written, and the only one that is read.
pub(super) const VERSION: u8 = 1;
/// Bytes up to the text of the sensor's version.
pub(super) const HEAD: usize = 33;
pub(super) const VERSION_AT: usize = 4;
pub(super) const RESERVED: std::ops::Range<usize> = 5..8;
pub(super) const SENT_AT: usize = 8;
pub(super) const WAITING_FRAMES_AT: usize = 16;
pub(super) const WAITING_BYTES_AT: usize = 24;
pub(super) const TEXT_LENGTH_AT: usize = 32;
/// Bytes of the sensor's version.
pub(super) const MAX_TEXT: usize = 64;

/// Nothing follows.
pub(super) const END: u8 = 0;
/// A frame made when nobody knew how wrong the sensor's clock was.
pub(super) const FRAME: u8 = 1;
/// A frame, and how wrong the clock was.
pub(super) const FRAME_WITH_OFFSET: u8 = 2;
/// Parts from this number on can be skipped by who does not know them.
pub(super) const SKIPPABLE: u8 = 128;
