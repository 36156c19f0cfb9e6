//! Takes packets in, within a budget of memory.

use std::collections::BTreeMap;
use std::io;

use hashbrown::HashMap;
use kernel::Hour;

use super::key;
use super::spill::{Chunk, Shelf, Spill};
use super::tally::{Table, Tally};
use crate::read::Sink;
use capture::Packet;

/// Microseconds of an hour.
const HOUR: u64 = 3_600_000_000;

/// Packets of one hour that are handed on together: enough to wait for memory together, and few enough to stay in
/// the nearest cache.
const BATCH: usize = 1024;

/// Packets after which an hour is put aside, because its cells count in 32 bits.
const CELL_LIMIT: u64 = 1 << 31;

/// Counts packets by hour, protocol and port.
#[derive(Debug)]
pub(super) struct Counter {
    batch: Box<[u64; BATCH]>,
    filled: usize,
    /// The hour that the batch belongs to, and its first microsecond.
    hour: i32,
    begin: i64,
    current: Tally,
    others: HashMap<i32, Tally>,
    /// Bytes of `others`.
    used: usize,
    budget: usize,
    /// Counts changes of the hour: what "lately touched" is measured by.
    turns: u64,
    /// Distinct keys of the last busy hour.
    expected: usize,
    /// The table of an hour that was put aside.
    spare: Option<Table>,
    spill: Option<Spill>,
    chunks: BTreeMap<i32, Vec<Chunk>>,
    failure: Option<io::Error>,
}

/// What a counter came to.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) live: BTreeMap<i32, Tally>,
    pub(super) chunks: BTreeMap<i32, Vec<Chunk>>,
    pub(super) shelf: Option<Shelf>,
}

impl Counter {
    /// A counter that keeps to about `budget` bytes.
    pub(super) fn new(budget: usize) -> Self {
        Self {
            batch: Box::new([0; BATCH]),
            filled: 0,
            hour: 0,
            begin: 0,
            current: Tally::default(),
            others: HashMap::new(),
            used: 0,
            budget,
            turns: 0,
            expected: 0,
            spare: None,
            spill: None,
            chunks: BTreeMap::new(),
            failure: None,
        }
    }

    /// Hands over what was counted.
    ///
    /// # Errors
    ///
    /// Where an hour could not be put aside.
    pub(super) fn finish(mut self) -> io::Result<Counted> {
        self.flush();
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let mut live: BTreeMap<i32, Tally> = self.others.into_iter().collect();
        live.insert(self.hour, self.current);
        live.retain(|_, tally| tally.packets > 0);
        Ok(Counted { live, chunks: self.chunks, shelf: self.spill.map(Spill::close).transpose()? })
    }

    /// Hands the batch to its hour.
    #[inline(never)]
    fn flush(&mut self) {
        let keys = self.batch.get(..self.filled).unwrap_or_default();
        self.current.count(keys, || match self.spare.take() {
            Some(table) => table.cleared(),
            None => Table::new(self.expected),
        });
        self.filled = 0;
        if self.used + self.current.bytes() > self.budget || self.current.packets > CELL_LIMIT {
            self.make_room();
        }
    }

    /// Goes over to the hour of `ts`.
    #[cold]
    fn turn(&mut self, ts: i64) {
        self.flush();
        let hour = Hour::of_micros(ts);
        self.turns += 1;
        let next = self.others.remove(&hour.0).unwrap_or_default();
        self.used -= next.bytes();
        let mut last = std::mem::replace(&mut self.current, next);
        last.touched = self.turns;
        if let Some(table) = &last.table {
            self.expected = table.sources.len();
        }
        self.used += last.bytes();
        if last.packets > 0 {
            self.others.insert(self.hour, last);
        }
        self.hour = hour.0;
        self.begin = i64::from(hour.0) * HOUR as i64;
    }

    /// Puts hours aside, those first that were not touched for the longest time, until half of the budget is free;
    /// the current hour only where it is too large alone.
    #[cold]
    fn make_room(&mut self) {
        let mut by_touch: Vec<(u64, i32)> =
            self.others.iter().map(|(&hour, tally)| (tally.touched, hour)).collect();
        by_touch.sort_unstable();
        for (_, hour) in by_touch {
            if self.used + self.current.bytes() <= self.budget / 2 {
                break;
            }
            if let Some(tally) = self.others.remove(&hour) {
                self.used -= tally.bytes();
                self.put_aside(hour, tally);
            }
        }
        if self.current.bytes() > self.budget || self.current.packets > CELL_LIMIT {
            let tally = std::mem::take(&mut self.current);
            self.put_aside(self.hour, tally);
        }
    }

    fn put_aside(&mut self, hour: i32, mut tally: Tally) {
        let outcome = self.write_out(&mut tally);
        // The next busy hour takes the same memory again: the system is slow to give it anew.
        self.spare =
            tally.table.take().filter(|table| table.bytes() <= self.budget / 2).or(self.spare.take());
        match outcome {
            Ok(chunk) => self.chunks.entry(hour).or_default().push(chunk),
            Err(failure) => {
                self.failure.get_or_insert(failure);
            }
        }
    }

    fn write_out(&mut self, tally: &mut Tally) -> io::Result<Chunk> {
        let spill = match &mut self.spill {
            Some(spill) => spill,
            None => self.spill.insert(Spill::new()?),
        };
        spill.put(tally)
    }
}

impl Sink for Counter {
    #[inline(always)]
    fn v4(&mut self, packet: &Packet<u32>) {
        if packet.ts.wrapping_sub(self.begin) as u64 >= HOUR {
            self.turn(packet.ts);
        }
        self.batch[self.filled & (BATCH - 1)] = key::v4(packet.proto, packet.dport, packet.src);
        self.filled += 1;
        if self.filled == BATCH {
            self.flush();
        }
    }

    #[inline(never)]
    fn v6(&mut self, packet: &Packet<u128>) {
        if packet.ts.wrapping_sub(self.begin) as u64 >= HOUR {
            self.turn(packet.ts);
        }
        self.current.count6(key::v6(packet.proto, packet.dport, packet.src));
        if self.current.log6.is_empty() {
            self.flush();
        }
    }
}
