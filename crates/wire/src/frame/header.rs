//! The header of a frame: where its fields stand.

use std::ops::Range;

/// The first bytes. The first of them is in no text, so that a transfer that takes a frame for text shows.
pub(super) const MAGIC: [u8; 4] = *b"\x89HNW";

/// The version that is written, and the only one that is read.
pub(crate) const VERSION: u8 = 1;

/// Bytes of a loss: cause, packets, from, until.
pub(super) const LOSS: usize = 1 + 8 + 8 + 8;

/// Bytes of the header, behind which losses stand.
pub(super) const HEADER: usize = 96;

/// Bytes of the checksum at the end.
pub(super) const CHECKSUM: usize = 8;

/// The smallest frame: nobody came, nothing was lost.
pub(crate) const LEAST: usize = HEADER + CHECKSUM;

pub(super) const VERSION_AT: usize = 4;
pub(super) const RESERVED: Range<usize> = 5..8;
pub(super) const LENGTH_AT: usize = 8;
pub(super) const LOSSES_AT: usize = 12;
pub(super) const RESERVED_TOO: Range<usize> = 14..16;
pub(super) const SENSOR_AT: usize = 16;
pub(super) const FIRST_AT: usize = 32;
pub(super) const LAST_AT: usize = 40;
pub(super) const MADE_AT: usize = 48;
pub(super) const FROM_AT: usize = 56;
pub(super) const UNTIL_AT: usize = 64;
pub(super) const V4_AT: usize = 72;
pub(super) const V6_AT: usize = 76;
pub(super) const NOT_IP_AT: usize = 80;
pub(super) const UNREADABLE_AT: usize = 88;
