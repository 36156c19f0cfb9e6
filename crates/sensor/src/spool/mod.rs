//! The spool: frames on the disk that the collector does not have for certain yet.
//!
//! A file a frame, named by what it holds ([`Waiting`]), and a ledger beside them (`ledger`). Invariants:
//!
//! - A packet is in exactly one frame, or lost and counted in a frame's losses, or was in the open batch of a process
//!   that was killed: then it is in a stretch of time that no frame covers.
//! - Frames are numbered without a gap. A frame is durable before it is offered, and its number never stands for other
//!   content than its loss from then on.
//! - The folder takes no more than `room`; what has to go for that is told as a loss, in a frame that stands in for
//!   those that went.

mod durable;
mod ledger;
mod name;
mod offer;
mod put;
mod renumber;
mod replace;

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use wire::{Batch, Loss, SensorId};

pub use durable::write as write_durably;
pub use ledger::{Account, Acknowledged};
pub use name::Waiting;
pub use offer::Offered;
pub use put::NotKept;

use crate::clock::Timing;
use ledger::Ledger;

/// The folder of frames and its ledger.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
    sensor: SensorId,
    room: u64,
    waiting: VecDeque<Waiting>,
    space: u64,
    ledger: Ledger,
    /// Losses that no frame tells yet, because none could be written.
    untold: Vec<Loss>,
    /// The stretch of the batches that could not be kept, right up to now: listened in, so the next frame covers it.
    not_kept: Option<(i64, i64, Timing)>,
    /// Whether the names of all frames are durable, and when they last were made so.
    is_synced: bool,
    synced: Instant,
}

impl Spool {
    /// Opens the spool in `folder`, finishing what a kill left undone. It may take `room` bytes.
    ///
    /// # Errors
    ///
    /// Where the folder or its ledger can't be read or written.
    pub fn open(folder: &Path, sensor: SensorId, room: u64) -> anyhow::Result<Self> {
        let place = || format!("the spool in {}", folder.display());
        fs::create_dir_all(folder).with_context(place)?;
        durable::sweep(folder).with_context(place)?;
        let ledger = Ledger::open(&folder.join("ledger")).with_context(place)?;
        let mut there = Vec::new();
        for file in fs::read_dir(folder).with_context(place)? {
            let file = file.with_context(place)?;
            let bytes = file.metadata().with_context(place)?.len();
            there.extend(file.file_name().to_str().and_then(|name| Waiting::parse(name, bytes)));
        }
        let mut spool = Self {
            folder: folder.to_owned(),
            sensor,
            room,
            waiting: VecDeque::new(),
            space: 0,
            ledger,
            untold: Vec::new(),
            not_kept: None,
            // What an earlier process left is made durable with the first frame.
            is_synced: false,
            synced: Instant::now(),
        };
        spool.take_stock(there).with_context(place)?;
        Ok(spool)
    }

    /// Keeps what counts of the files that are there: of those that say the same, a kill left both.
    fn take_stock(&mut self, mut there: Vec<Waiting>) -> anyhow::Result<()> {
        // A frame that stands in for others has the same first number and a later last one, or, where it stands in
        // for a single one, no packets: it comes behind, and the original before it is still whole.
        there.sort_by_key(|waiting| (waiting.first, Reverse(waiting.last), waiting.packets == 0));
        for waiting in there {
            if waiting.last < self.next_expected() {
                durable::remove(&self.folder, &waiting.name())?;
                continue;
            }
            if waiting.first > self.next_expected() {
                self.bridge(waiting.first - 1, waiting.from_us)?;
            }
            self.space += waiting.space();
            self.waiting.push_back(waiting);
        }
        if self.ledger.account.offered >= self.next_expected() {
            self.bridge(self.ledger.account.offered, 0)?;
        }
        Ok(())
    }

    /// Fills numbers whose files somebody or something took away with an empty frame of no time: nobody knows what
    /// was in them, and no stretch says that anybody listened then. Without it the collector would wait for ever.
    fn bridge(&mut self, last: u64, at_us: i64) -> anyhow::Result<()> {
        let at_us = self.waiting.back().map_or(at_us, |before| before.until_us);
        let first = self.next_expected();
        tracing::error!("the spool lacks frames {first} to {last}: their packets are lost, uncounted");
        let (made_us, from_us, until_us) = (at_us, at_us, at_us);
        let batch =
            Batch { sensor: self.sensor, first, last, made_us, from_us, until_us, ..Batch::default() };
        let frame = batch.encode()?;
        let bytes = frame.len() as u64;
        let timing = Timing::File;
        let waiting = Waiting { first, last, packets: 0, lost: 0, from_us, until_us, timing, bytes };
        durable::write(&self.folder, &waiting.name(), &frame)?;
        self.space += waiting.space();
        self.waiting.push_back(waiting);
        Ok(())
    }

    fn next_expected(&self) -> u64 {
        self.waiting.back().map_or(self.ledger.account.acknowledged, |waiting| waiting.last) + 1
    }

    /// What waits, the oldest first.
    pub fn waiting(&self) -> impl ExactSizeIterator<Item = &Waiting> {
        self.waiting.iter()
    }

    /// Bytes on the disk.
    pub fn space(&self) -> u64 {
        self.space
    }

    /// What was handed over and what was lost.
    pub fn account(&self) -> &Account {
        &self.ledger.account
    }

    /// Packets lost that no frame tells yet.
    pub fn untold(&self) -> u64 {
        self.untold.iter().map(|loss| loss.packets).sum()
    }
}
