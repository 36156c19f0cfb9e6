//! Frames that go, and the one that stands in for them and tells their loss.

use std::collections::VecDeque;
use std::fs;
use std::ops::Range;

use wire::{Batch, Cause, Frame, Loss};

use super::name::Waiting;
use super::put::add_up;
use super::{Spool, durable};

/// Of the room, what is made free at a time beyond what is needed. Less would have every new frame replace some old
/// ones; more loses more than it must.
const SPARE: u64 = 32;

impl Spool {
    /// Has the oldest frames go until `wanted` bytes fit. What can't go stays, and the spool is too large by that:
    /// the disk itself is the bound then.
    pub(super) fn make_room(&mut self, wanted: u64) {
        if self.space + wanted <= self.room {
            return;
        }
        let goal = self.room.saturating_sub(wanted + self.room / SPARE);
        let mut from = 0;
        while self.space > goal {
            let Some(run) = self.next_run(from, goal) else { break };
            from = run.start + 1;
            if let Err(error) = self.stand_in(run, Cause::SpoolFull) {
                tracing::warn!("the spool is full, and its oldest frames can't be replaced: {error:#}");
                break;
            }
        }
    }

    /// The next frames from `from` on that one frame can stand in for, as many as have to go to reach `goal`.
    ///
    /// What may have reached the collector goes one by one: it may be there already, and then its loss must be
    /// recognised as the same frame and not counted.
    fn next_run(&self, from: usize, goal: u64) -> Option<Range<usize>> {
        let offered = self.ledger.account.offered;
        for start in from..self.waiting.len() {
            let first = self.waiting[start];
            if first.first <= offered {
                if first.packets > 0 {
                    return Some(start..start + 1);
                }
                continue;
            }
            let mut end = start + 1;
            let mut freed = first.space();
            while end < self.waiting.len()
                && self.space.saturating_sub(freed) > goal
                && self.waiting[end - 1].runs_into(&self.waiting[end])
            {
                freed += self.waiting[end].space();
                end += 1;
            }
            if end > start + 1 || first.packets > 0 {
                return Some(start..end);
            }
        }
        None
    }

    /// Puts one frame without packets in the place of those in `range`, with their losses and its own.
    pub(super) fn stand_in(&mut self, range: Range<usize>, cause: Cause) -> anyhow::Result<()> {
        let gone: Vec<Waiting> = self.waiting.range(range.clone()).copied().collect();
        let (Some(oldest), Some(newest)) = (gone.first(), gone.last()) else { return Ok(()) };
        let (from_us, until_us) = (oldest.from_us, newest.until_us);
        let mut batch = Batch {
            sensor: self.sensor,
            first: oldest.first,
            last: newest.last,
            made_us: until_us,
            from_us,
            until_us,
            ..Batch::default()
        };
        for waiting in &gone {
            self.add_told(waiting, &mut batch);
            let Waiting { packets, from_us, until_us, .. } = *waiting;
            if packets > 0 {
                batch.losses.push(Loss { cause, packets, from_us, until_us });
                *self.ledger.account.lost.entry(cause).or_default() += packets;
            }
        }
        add_up(&mut batch.losses);
        let frame = batch.encode()?;
        let in_place = Waiting {
            first: batch.first,
            last: batch.last,
            packets: 0,
            lost: batch.losses.iter().map(|loss| loss.packets).sum(),
            from_us,
            until_us,
            timing: newest.timing,
            bytes: frame.len() as u64,
        };
        durable::write(&self.folder, &in_place.name(), &frame)?;
        for waiting in &gone {
            self.space -= waiting.space();
            if waiting.name() != in_place.name() {
                durable::remove(&self.folder, &waiting.name())?;
            }
        }
        self.space += in_place.space();
        let mut rest: VecDeque<Waiting> = self.waiting.split_off(range.end);
        self.waiting.truncate(range.start);
        self.waiting.push_back(in_place);
        self.waiting.append(&mut rest);
        Ok(())
    }

    /// Adds what a frame tells beside its packets: what was lost before, and what was no packet.
    fn add_told(&self, waiting: &Waiting, batch: &mut Batch) {
        let bytes = fs::read(self.folder.join(waiting.name())).unwrap_or_default();
        match Frame::read(&bytes) {
            Ok(frame) => {
                batch.losses.extend(frame.losses);
                batch.not_ip += frame.not_ip;
                batch.unreadable += frame.unreadable;
            }
            // Its name still says how much it told.
            Err(_) if waiting.lost > 0 => {
                let Waiting { lost: packets, from_us, until_us, .. } = *waiting;
                batch.losses.push(Loss { cause: Cause::Damaged, packets, from_us, until_us });
            }
            Err(_) => {}
        }
    }
}
