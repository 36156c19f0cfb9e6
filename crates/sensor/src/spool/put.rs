//! A batch becomes a frame on the disk.

use std::time::{Duration, Instant};

use wire::{Batch, Cause, Loss};

use super::name::{LEAST_SPACE, Waiting};
use super::{Spool, durable};
use crate::clock::Timing;

/// Heartbeats that wait one by one. A spool with more of them draws each further one into the one before: a month
/// without a network is then a few files and not a quarter of a million.
const HEARTBEATS_APART: usize = 64;

/// How long a frame's name may not be durable yet, while frames follow one another. A loss of power can lose frames of
/// so long, as it loses the open batch.
const SYNC: Duration = Duration::from_secs(1);

/// Why a batch is on no disk. Its packets are counted as lost, and told by the next frame that can be written.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// The disk would not take it.
    #[error("the disk does not take a frame of {packets} packets: {error}")]
    Disk {
        /// Packets lost.
        packets: u64,
        /// What the system said.
        error: std::io::Error,
    },
    /// It can't be written as a frame.
    #[error("a batch of {packets} packets is no frame: {error}")]
    Frame {
        /// Packets lost.
        packets: u64,
        /// What is wrong with it.
        error: wire::EncodeError,
    },
}

impl Spool {
    /// Keeps a batch: gives it its number, and has its bytes on the disk when it returns.
    ///
    /// # Errors
    ///
    /// Where it is not kept; then its packets are counted as lost.
    pub fn put(&mut self, mut batch: Batch, timing: Timing) -> Result<(), NotKept> {
        let packets = (batch.v4.len() + batch.v6.len()) as u64;
        let own_losses = batch.losses.clone();
        batch.losses.extend(self.untold.iter().copied());
        add_up(&mut batch.losses);
        if let Some((from_us, until_us, before)) = self.not_kept
            && until_us == batch.from_us
            && before.agrees(timing)
        {
            batch.from_us = from_us;
        }
        let lost = batch.losses.iter().map(|loss| loss.packets).sum();
        let heartbeat = packets == 0 && lost == 0;
        if heartbeat {
            // Before it is known which frame it joins: making room may draw that one into another.
            self.make_room(LEAST_SPACE);
        }
        let joined = if heartbeat { self.joins(&batch, timing) } else { None };
        if let Some(before) = &joined {
            self.add_told(before, &mut batch);
        }
        let number = self.next_expected();
        batch.sensor = self.sensor;
        batch.first = joined.map_or(number, |before| before.first);
        batch.last = number;
        batch.from_us = joined.map_or(batch.from_us, |before| before.from_us);

        let kept = match batch.encode() {
            Ok(frame) => {
                let waiting = Waiting {
                    first: batch.first,
                    last: batch.last,
                    packets,
                    lost,
                    from_us: batch.from_us,
                    until_us: batch.until_us,
                    timing,
                    bytes: frame.len() as u64,
                };
                if !heartbeat {
                    self.make_room(waiting.space());
                }
                self.write(&waiting.name(), &frame)
                    .map(|()| waiting)
                    .map_err(|error| NotKept::Disk { packets, error })
            }
            Err(error) => Err(NotKept::Frame { packets, error }),
        };
        match kept {
            Ok(waiting) => {
                self.untold.clear();
                self.not_kept = None;
                for loss in &batch.losses {
                    *self.ledger.account.lost.entry(loss.cause).or_default() += loss.packets;
                }
                if joined.is_some() {
                    self.forget_last();
                }
                self.space += waiting.space();
                self.waiting.push_back(waiting);
                Ok(())
            }
            Err(not_kept) => {
                let (from_us, until_us) = (batch.from_us, batch.until_us);
                self.not_kept = Some((from_us, until_us, timing));
                self.untold.extend(own_losses);
                if packets > 0 {
                    self.untold.push(Loss { cause: Cause::Disk, packets, from_us, until_us });
                }
                add_up(&mut self.untold);
                Err(not_kept)
            }
        }
    }

    /// Writes a frame. In a flood, when frames follow one another closely, their names are made durable once a second
    /// and before they are offered: that halves what the disk has to do just when it has most to do.
    fn write(&mut self, name: &str, frame: &[u8]) -> std::io::Result<()> {
        durable::write_whole(&self.folder, name, frame)?;
        self.is_synced = false;
        if self.synced.elapsed() < SYNC {
            return Ok(());
        }
        let synced = self.sync();
        if synced.is_err() {
            let _ = durable::remove(&self.folder, name);
        }
        synced
    }

    /// Has the names of all frames on the disk.
    pub(super) fn sync(&mut self) -> std::io::Result<()> {
        if !self.is_synced {
            durable::sync(&self.folder)?;
            self.is_synced = true;
            self.synced = Instant::now();
        }
        Ok(())
    }

    /// The heartbeat before, where this one is to be drawn into it.
    fn joins(&self, batch: &Batch, timing: Timing) -> Option<Waiting> {
        let before = *self.waiting.back()?;
        let joins = self.waiting.len() > HEARTBEATS_APART
            && before.is_heartbeat()
            && before.first > self.ledger.account.offered
            && before.until_us == batch.from_us
            && before.timing.agrees(timing);
        joins.then_some(before)
    }

    fn forget_last(&mut self) {
        if let Some(before) = self.waiting.pop_back() {
            self.space -= before.space();
            // Should it stay, opening the spool finds that another says the same.
            let _ = durable::remove(&self.folder, &before.name());
        }
    }
}

/// Makes one loss a cause of them.
pub(super) fn add_up(losses: &mut Vec<Loss>) {
    let mut sums: Vec<Loss> = Vec::new();
    for loss in losses.drain(..) {
        match sums.iter_mut().find(|sum| sum.cause == loss.cause) {
            Some(sum) => {
                sum.packets = sum.packets.saturating_add(loss.packets);
                sum.from_us = sum.from_us.min(loss.from_us);
                sum.until_us = sum.until_us.max(loss.until_us);
            }
            None => sums.push(loss),
        }
    }
    *losses = sums;
}
