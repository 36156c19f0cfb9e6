//! A set of keys: open addressing over one array of integers.
//!
//! Nearly all of counting's time is the memory that this set lies in. A batch therefore touches all its places
//! first, so that the processor waits for many of them at once, and then inserts.

use std::hash::{BuildHasher, RandomState};

/// Slots that may be filled, in 16ths: more makes long runs, less makes the array leave the cache.
const FULL: usize = 9;

/// The fewest slots.
const SMALLEST: usize = 1 << 14;

/// Keys, none of which is 0.
#[derive(Debug)]
pub(super) struct KeySet {
    /// A power of two; 0 is empty.
    slots: Vec<u64>,
    len: usize,
    shift: u32,
    /// From the process's randomness, so that nobody can send sources that all fall into one run.
    seed: u64,
}

impl KeySet {
    /// A set with room for `expected` keys.
    pub(super) fn new(expected: usize) -> Self {
        let slots = (expected * 16 / FULL + 1).next_power_of_two().max(SMALLEST);
        let seed = RandomState::new().hash_one(slots);
        Self { slots: vec![0; slots], len: 0, shift: 64 - slots.trailing_zeros(), seed }
    }

    /// How many keys are in it.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Bytes of memory.
    pub(super) fn bytes(&self) -> usize {
        self.slots.len() * 8
    }

    /// All keys, in no order.
    pub(super) fn keys(&self) -> impl Iterator<Item = u64> {
        self.slots.iter().copied().filter(|&key| key != 0)
    }

    /// Removes all keys.
    pub(super) fn clear(&mut self) {
        self.slots.fill(0);
        self.len = 0;
    }

    /// Inserts all keys; tells `each` of every key, in order, whether it is new.
    #[inline(always)]
    pub(super) fn insert_all(&mut self, keys: &[u64], mut each: impl FnMut(u64, bool)) {
        for batch in keys.chunks(256) {
            self.reserve(batch.len());
            let mask = self.slots.len() - 1;
            let touched = batch.iter().fold(0, |bits, &key| bits | self.slots[self.home(key) & mask]);
            std::hint::black_box(touched);
            for &key in batch {
                let mut place = self.home(key) & mask;
                let mut slot = self.slots[place];
                while slot != 0 && slot != key {
                    place = (place + 1) & mask;
                    slot = self.slots[place];
                }
                // Written in either case: a branch here would be guessed wrong too often.
                self.slots[place] = key;
                self.len += usize::from(slot == 0);
                each(key, slot == 0);
            }
        }
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
        if (self.len + more) * 16 > self.slots.len() * FULL {
            self.grow();
        }
    }

    #[cold]
    fn grow(&mut self) {
        let slots = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![0; slots]);
        self.shift -= 1;
        let mask = slots - 1;
        for key in old.into_iter().filter(|&key| key != 0) {
            let mut place = self.home(key) & mask;
            while self.slots[place] != 0 {
                place = (place + 1) & mask;
            }
            self.slots[place] = key;
        }
    }
}
