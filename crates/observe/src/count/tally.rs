//! What is known of one hour: packets and distinct sources of each row.
//!
//! A quiet hour is a log of keys, counted at the end by sorting; a busy one is a table with a cell for each row
//! and a set of sources. So half a year of quiet hours that come in any order costs no more than its packets.

use hashbrown::HashSet;

use super::key::{self, CELLS, Key6};
use super::set::KeySet;

/// Keys after which a log becomes a table: a table's memory is that of about eight such logs.
pub(super) const QUIET: usize = 1 << 15;

/// Keys that are worth a batch of their own.
const BATCH: usize = 256;

/// Packets and sources of one row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) packets: u32,
    pub(super) sources: u32,
}

/// A busy hour.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) cells: Box<[Cell]>,
    pub(super) sources: KeySet,
    pub(super) sources6: HashSet<Key6>,
}

impl Table {
    pub(super) fn new(expected: usize) -> Self {
        Self {
            cells: vec![Cell::default(); CELLS].into(),
            sources: KeySet::new(expected),
            sources6: HashSet::new(),
        }
    }

    /// Counts packets.
    pub(super) fn count(&mut self, keys: &[u64]) {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
        {
            #[expect(unsafe_code, reason = "the compiler can't know that the processor was asked")]
            // SAFETY: all four features were detected on this processor.
            return unsafe { self.count_avx2(keys) };
        }
        self.count_portably(keys);
    }

    /// As [`Self::count_portably`]; comparing a line's eight slots takes four instructions instead of dozens.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt")]
    fn count_avx2(&mut self, keys: &[u64]) {
        self.count_portably(keys);
    }

    #[inline(always)]
    fn count_portably(&mut self, keys: &[u64]) {
        let Self { cells, sources, .. } = self;
        let Some(cells) = cells.first_chunk_mut::<CELLS>() else { return };
        let touch = |cell: &Cell| cell.packets;
        sources.insert_all(keys, cells, touch, |cell, new| {
            cell.packets = cell.packets.saturating_add(1);
            cell.sources += u32::from(new);
        });
    }

    /// Counts IPv6 packets.
    pub(super) fn count6(&mut self, keys: &[Key6]) {
        for &key in keys {
            let new = self.sources6.insert(key);
            let cell = &mut self.cells[key::cell(key.row)];
            cell.packets = cell.packets.saturating_add(1);
            cell.sources += u32::from(new);
        }
    }

    /// The same memory, without content.
    pub(super) fn cleared(mut self) -> Self {
        self.cells.fill(Cell::default());
        self.sources.clear();
        self.sources6.clear();
        self
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.cells) + self.sources.bytes() + self.sources6.allocation_size()
    }
}

/// One hour.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) log: Vec<u64>,
    pub(super) log6: Vec<Key6>,
    pub(super) table: Option<Table>,
    /// When it was last touched, in the counter's own time.
    pub(super) touched: u64,
    /// Packets counted into the table.
    pub(super) packets: u64,
}

impl Tally {
    /// Counts packets; `table` gives an empty table if one is wanted.
    pub(super) fn count(&mut self, keys: &[u64], table: impl FnOnce() -> Table) {
        self.packets += keys.len() as u64;
        match &mut self.table {
            Some(table) if keys.len() >= BATCH => table.count(keys),
            Some(_) => {
                self.log.extend_from_slice(keys);
                if self.log.len() >= BATCH {
                    self.settle();
                }
            }
            None => {
                self.log.extend_from_slice(keys);
                if self.log.len() >= QUIET {
                    self.table = Some(table());
                    self.settle();
                }
            }
        }
    }

    /// Counts an IPv6 packet.
    pub(super) fn count6(&mut self, key: Key6) {
        self.packets += 1;
        self.log6.push(key);
        if self.log6.len() >= if self.table.is_some() { BATCH } else { QUIET } {
            self.table.get_or_insert_with(|| Table::new(0));
            self.settle();
        }
    }

    /// Moves what is logged into the table, where there is one.
    pub(super) fn settle(&mut self) {
        if let Some(table) = &mut self.table {
            table.count(&self.log);
            table.count6(&self.log6);
            self.log.clear();
            self.log.shrink_to(BATCH * 2);
            self.log6.clear();
            self.log6.shrink_to(BATCH * 2);
        }
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        self.log.capacity() * size_of::<u64>()
            + self.log6.capacity() * size_of::<Key6>()
            + self.table.as_ref().map_or(0, Table::bytes)
    }
}
