//! What a column is made of: unsigned integers of 1, 2, 4, 8 or 16 bytes.

use std::ops::BitOr;

/// An unsigned integer that can be taken apart into bytes and put together again.
pub(crate) trait Value: Copy + Eq + Ord + Default + BitOr<Output = Self> {
    /// Its bytes.
    const WIDTH: usize;

    /// Byte `n`, the lowest being 0.
    fn byte(self, n: usize) -> u8;

    /// A byte in place `n`.
    fn of_byte(byte: u8, n: usize) -> Self;

    /// Its bits, mixed so that the highest are as good as random.
    fn mixed(self) -> u64;

    /// The number of these bytes, lowest first; no more than it has.
    #[inline(always)]
    fn of_bytes<const W: usize>(bytes: [u8; W]) -> Self {
        bytes.into_iter().enumerate().fold(Self::default(), |value, (n, byte)| value | Self::of_byte(byte, n))
    }

    /// Bytes that it needs, as a power of two; 1 for zero.
    fn needs(self) -> usize {
        (0..Self::WIDTH).rev().find(|&n| self.byte(n) != 0).map_or(1, |n| (n + 1).next_power_of_two())
    }
}

macro_rules! value {
    ($($type:ty),*) => {$(
        impl Value for $type {
            const WIDTH: usize = size_of::<Self>();

            #[inline(always)]
            fn byte(self, n: usize) -> u8 {
                (self >> (8 * n)) as u8
            }

            #[inline(always)]
            fn of_byte(byte: u8, n: usize) -> Self {
                Self::from(byte) << (8 * n)
            }

            #[inline(always)]
            fn mixed(self) -> u64 {
                /// An odd number without pattern: 2^64 divided by the golden ratio.
                const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
                let wide = u128::from(self);
                (wide as u64 ^ ((wide >> 64) as u64).rotate_left(32)).wrapping_mul(FACTOR)
            }
        }
    )*};
}

value!(u8, u16, u32, u64, u128);
