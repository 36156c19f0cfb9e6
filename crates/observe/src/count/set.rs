//! A set of keys: open addressing over lines of eight integers.
//!
//! Nearly all of counting's time is the memory that this set lies in. A batch therefore touches all its places
//! first, so that the processor waits for many of them at once, and then inserts.

use std::hash::{BuildHasher, RandomState};

use super::key::{self, CELLS};

/// Slots that may be filled, in 16ths: more lets lines run over, less makes the array leave the cache.
const FULL: usize = 11;

/// Slots that lie in one line of the processor's cache, and are searched together.
const LINE: usize = 8;

/// The fewest lines.
const SMALLEST: usize = 1 << 11;

/// Keys whose lines are touched together, before they are inserted.
const TOGETHER: usize = 256;

/// One line of slots; 0 is empty, and the first that are filled stand first.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([u64; LINE]);

/// Keys, none of which is 0.
#[derive(Debug)]
pub(super) struct KeySet {
    /// A power of two.
    lines: Vec<Line>,
    len: usize,
    shift: u32,
    /// From the process's randomness, so that nobody can send sources that all fall into one run.
    seed: u64,
}

impl KeySet {
    /// A set with room for `expected` keys.
    pub(super) fn new(expected: usize) -> Self {
        let lines = (expected * 16 / FULL / LINE + 1).next_power_of_two().max(SMALLEST);
        let seed = RandomState::new().hash_one(lines);
        Self { lines: vec![Line([0; LINE]); lines], len: 0, shift: 64 - lines.trailing_zeros(), seed }
    }

    /// How many keys are in it.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        self.lines.len() * size_of::<Line>()
    }

    /// Hands on all keys, in no order, some at a time.
    pub(super) fn each_some<E>(&self, mut each: impl FnMut(&[u64]) -> Result<(), E>) -> Result<(), E> {
        let mut keys = [0; 2048];
        for lines in self.lines.chunks(keys.len() / LINE) {
            let mut count = 0;
            for &slot in lines.iter().flat_map(|line| &line.0) {
                // Without a branch, as every other slot is empty.
                keys[count] = slot;
                count += usize::from(slot != 0);
            }
            each(&keys[..count])?;
        }
        Ok(())
    }

    /// Removes all keys; the room stays.
    pub(super) fn clear(&mut self) {
        self.lines.fill(Line([0; LINE]));
        self.len = 0;
    }

    /// Inserts all keys; tells `each` of every key, in order, whether it is new.
    ///
    /// `rows` is where `each` will write, touched beforehand as well.
    #[inline(always)]
    pub(super) fn insert_all<T>(
        &mut self,
        keys: &[u64],
        rows: &mut [T; CELLS],
        touch: impl Fn(&T) -> u32,
        mut each: impl FnMut(&mut T, bool),
    ) {
        for batch in keys.chunks(TOGETHER) {
            self.reserve(batch.len());
            let touched = batch.iter().fold((0, 0), |(slots, cells), &key| {
                (slots | self.line(self.home(key))[0], cells | touch(&rows[key::cell(key::row(key))]))
            });
            std::hint::black_box(touched);
            for &key in batch {
                let mut home = self.home(key);
                loop {
                    let line = self.line_mut(home);
                    // All eight are compared, as leaving early would be guessed wrong too often.
                    let (mut same, mut free) = (0_u32, 0_u32);
                    for (place, &slot) in line.iter().enumerate() {
                        same |= u32::from(slot == key) << place;
                        free |= u32::from(slot == 0) << place;
                    }
                    if same | free == 0 {
                        home += 1;
                        continue;
                    }
                    let new = same == 0;
                    let place = if new { free } else { same }.trailing_zeros() as usize;
                    line[place & (LINE - 1)] = key;
                    self.len += usize::from(new);
                    each(&mut rows[key::cell(key::row(key))], new);
                    break;
                }
            }
        }
    }

    #[inline(always)]
    fn line(&self, home: usize) -> &[u64; LINE] {
        &self.lines[home & (self.lines.len() - 1)].0
    }

    #[inline(always)]
    fn line_mut(&mut self, home: usize) -> &mut [u64; LINE] {
        let mask = self.lines.len() - 1;
        &mut self.lines[home & mask].0
    }

    /// Where a key belongs (multiply and fold, as in wyhash).
    #[inline(always)]
    fn home(&self, key: u64) -> usize {
        (self.hash(key) >> self.shift) as usize
    }

    #[inline(always)]
    fn hash(&self, key: u64) -> u64 {
        let product = u128::from(key ^ self.seed) * 0x9e37_79b9_7f4a_7c15;
        (product >> 64) as u64 ^ product as u64
    }

    fn reserve(&mut self, more: usize) {
        if (self.len + more) * 16 > self.lines.len() * LINE * FULL {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let lines = self.lines.len() * 2;
        let old = std::mem::replace(&mut self.lines, vec![Line([0; LINE]); lines]);
        self.shift -= 1;
        self.len = 0;
        for line in old {
            for key in line.0.into_iter().filter(|&key| key != 0) {
                self.place(key);
            }
        }
    }

    /// Inserts a key that is not in the set.
    fn place(&mut self, key: u64) {
        let mut home = self.home(key);
        loop {
            if let Some(slot) = self.line_mut(home).iter_mut().find(|slot| **slot == 0) {
                *slot = key;
                self.len += 1;
                return;
            }
            home += 1;
        }
    }
}
