//! A packet's row and source in one integer, and the place of its row in a table.

use capture::proto;

/// Present mark, protocol, port and IPv4 source in one integer, in the order of the result.
///
/// The mark is above the protocol, so that no key is 0, which means "empty" in a set.
#[inline(always)]
pub(super) fn v4(protocol: u8, dport: u16, src: u32) -> u64 {
    1 << 56 | u64::from(protocol) << 48 | u64::from(port(protocol, dport)) << 32 | u64::from(src)
}

/// An IPv6 source in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key6 {
    /// As in [`v4`], without mark and source.
    pub(super) row: u32,
    pub(super) src: u128,
}

/// The key of an IPv6 source.
#[inline]
pub(super) fn v6(protocol: u8, dport: u16, src: u128) -> Key6 {
    Key6 { row: u32::from(protocol) << 16 | u32::from(port(protocol, dport)), src }
}

/// A source in a row, of either family.
#[derive(Debug, Clone, Copy)]
pub(super) enum Key {
    V4(u64),
    V6(Key6),
}

impl Key {
    /// Protocol and port, as one integer.
    #[inline(always)]
    pub(super) fn row(self) -> u32 {
        match self {
            Self::V4(key) => row(key),
            Self::V6(key) => key.row,
        }
    }
}

/// Only TCP and UDP have ports; ICMP's types have 8 bits, and nothing else counts by port.
#[inline(always)]
fn port(protocol: u8, dport: u16) -> u16 {
    match protocol {
        proto::TCP | proto::UDP => dport,
        _ => dport & 0xff,
    }
}

/// Protocol and port of a key, as one integer.
#[inline(always)]
pub(super) fn row(key: u64) -> u32 {
    (key >> 32) as u32 & 0x00ff_ffff
}

/// Cells of a table that has one for each row that may occur, rounded up to a power of two.
pub(super) const CELLS: usize = 1 << 18;

/// The cell of a row: TCP's ports, UDP's ports, then 256 for each protocol.
#[inline(always)]
pub(super) fn cell(row: u32) -> usize {
    let (protocol, port) = (row >> 16, row & 0xffff);
    let cell = if protocol == u32::from(proto::TCP) {
        port
    } else if protocol == u32::from(proto::UDP) {
        1 << 16 | port
    } else {
        (2 << 16) + (protocol << 8) + (port & 0xff)
    };
    cell as usize & (CELLS - 1)
}

/// The cells in the order of their rows.
pub(super) fn cells_in_order() -> impl Iterator<Item = (u32, usize)> {
    (0..=u8::MAX).flat_map(|protocol| {
        let ports = if matches!(protocol, proto::TCP | proto::UDP) { 1 << 16 } else { 1 << 8 };
        let first = u32::from(protocol) << 16;
        (first..first + ports).map(|row| (row, cell(row)))
    })
}
