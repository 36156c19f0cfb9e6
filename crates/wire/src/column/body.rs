//! How a column's values are coded: its first byte, the coding in the low half, the width in the high half.

/// The same value for all packets, once.
pub(super) const CONSTANT: u8 = 0;
/// Each packet's value, one after the other.
pub(super) const PLAIN: u8 = 1;
/// All lowest bytes, then all second bytes ..., in one zstd frame.
pub(super) const PACKED: u8 = 2;
/// The different values, and for each packet the place of its own among them.
pub(super) const DICTIONARY: u8 = 3;

/// Columns from this number on can be skipped by who does not know them: they state their length.
pub(crate) const SKIPPABLE: u8 = 128;

/// The byte of a coding with values of `width` bytes.
pub(super) const fn start(coding: u8, width: usize) -> u8 {
    coding | (width.trailing_zeros() as u8) << 4
}

/// Coding and width in bytes of a first byte.
pub(super) const fn parts(start: u8) -> (u8, usize) {
    (start & 15, 1 << (start >> 4))
}
