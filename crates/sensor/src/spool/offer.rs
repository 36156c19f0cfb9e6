//! Frames on their way to the collector, and what it answers.

use std::fs;

use wire::{Batch, Cause, Frame, Loss};

use crate::deliver::offset::{Measured, Offsets};

use super::ledger::Acknowledged;
use super::name::Waiting;
use super::{Spool, durable};

/// A frame to be delivered.
#[derive(Debug, Clone)]
pub struct Offered {
    /// What is known of it.
    pub waiting: Waiting,
    /// Its bytes, whole.
    pub frame: Vec<u8>,
}

impl Spool {
    /// The oldest frames, at most `frames` of them with at most `bytes`; one in any case where any waits.
    ///
    /// As long as it is not known what became of frames that were offered before, these are offered again, and no
    /// further ones. So at most one delivery is in doubt at a time. A frame that is damaged on the disk becomes the
    /// loss of its packets.
    ///
    /// # Errors
    ///
    /// Where it can't be written down what was offered: then nothing may be sent.
    pub fn offer(&mut self, frames: usize, bytes: usize) -> anyhow::Result<Vec<Offered>> {
        let in_doubt = self.ledger.account.offered > self.ledger.account.acknowledged;
        let mut offered: Vec<Offered> = Vec::new();
        let mut sum = 0;
        for index in 0..self.waiting.len().min(frames) {
            let before = self.waiting[index];
            if !offered.is_empty()
                && (sum + before.bytes > bytes as u64
                    || in_doubt && before.first > self.ledger.account.offered)
            {
                break;
            }
            let frame = self.whole(index)?;
            let waiting = self.waiting[index];
            sum += waiting.bytes;
            offered.push(Offered { waiting, frame });
        }
        if let Some(last) = offered.last()
            && last.waiting.last > self.ledger.account.offered
        {
            self.sync()?;
            let before = self.ledger.account.offered;
            self.ledger.account.offered = last.waiting.last;
            if let Err(error) = self.ledger.save() {
                self.ledger.account.offered = before;
                return Err(anyhow::Error::new(error).context("the ledger of the spool"));
            }
        }
        Ok(offered)
    }

    /// What is known of the clock. It is saved with the next change of the account.
    pub fn offsets(&self) -> &Offsets {
        &self.ledger.account.offsets
    }

    /// Takes in what an answer told of the clock.
    pub fn learn_offset(&mut self, measured: Measured) {
        self.ledger.account.offsets.learn(measured);
    }

    /// The bytes of a frame, looked through; of what stands in for it, where it is damaged.
    fn whole(&mut self, index: usize) -> anyhow::Result<Vec<u8>> {
        let waiting = self.waiting[index];
        match self.read(&waiting) {
            Ok(frame) => Ok(frame),
            Err(reason) => {
                tracing::error!("frame {} is damaged on the disk: {reason}", waiting.first);
                self.stand_in(index..index + 1, Cause::Damaged)?;
                self.read(&self.waiting[index]).map_err(anyhow::Error::msg)
            }
        }
    }

    fn read(&self, waiting: &Waiting) -> Result<Vec<u8>, String> {
        let bytes = fs::read(self.folder.join(waiting.name())).map_err(|error| error.to_string())?;
        let frame = Frame::read(&bytes).map_err(|error| error.to_string())?;
        if frame.sensor != self.sensor || frame.first != waiting.first || frame.last != waiting.last {
            return Err("it is another frame than its name says".to_owned());
        }
        Ok(bytes)
    }

    /// Takes note that the collector has everything up to `number`, durably.
    ///
    /// A number below the one known is a collector that forgot: what it lacks and is gone here is told as a loss.
    ///
    /// # Errors
    ///
    /// Where it can't be written down. Nothing changes then: the frames are delivered again, and recognised there.
    pub fn acknowledge(&mut self, number: u64) -> anyhow::Result<()> {
        let known = self.ledger.account.acknowledged;
        if number < known {
            return self.forgotten(number);
        }
        if number > self.ledger.account.offered {
            self.renumber(number)?;
        }
        let account = self.ledger.account.clone();
        let done = self.waiting.iter().take_while(|waiting| waiting.last <= number).count();
        for waiting in self.waiting.range(..done) {
            self.ledger.account.packets += waiting.packets;
            let packets = self.ledger.account.packets;
            let until_us = waiting.until_us;
            self.ledger.account.receive(Acknowledged { number: waiting.last, packets, until_us });
        }
        self.ledger.account.acknowledged = number;
        self.ledger.account.offered = self.ledger.account.offered.max(number);
        if number > known
            && let Err(error) = self.ledger.save()
        {
            self.ledger.account = account;
            return Err(anyhow::Error::new(error).context("the ledger of the spool"));
        }
        for waiting in self.waiting.drain(..done) {
            self.space -= waiting.space();
            // Should it stay, opening the spool finds that it is acknowledged.
            let _ = durable::remove(&self.folder, &waiting.name());
        }
        Ok(())
    }

    /// Has a frame stand in for those that the collector had and has no more.
    fn forgotten(&mut self, number: u64) -> anyhow::Result<()> {
        let account = &self.ledger.account;
        let known = account.acknowledged;
        let then = account.receipts.iter().rev().find(|receipt| receipt.number <= number);
        let last = account.receipts.iter().rev().find(|receipt| receipt.number == known);
        let packets = account.packets - then.map_or(0, |then| then.packets);
        let until_us = last.map_or(0, |last| last.until_us);
        let from_us = then.map_or(until_us, |then| then.until_us).min(until_us);
        tracing::error!("the collector knows frames up to {number}, and acknowledged {known}");
        let batch = Batch {
            sensor: self.sensor,
            first: number + 1,
            last: known,
            made_us: until_us,
            from_us,
            until_us,
            losses: vec![Loss { cause: Cause::Forgotten, packets, from_us, until_us }],
            ..Batch::default()
        };
        let frame = batch.encode()?;
        let waiting = Waiting {
            first: batch.first,
            last: batch.last,
            packets: 0,
            lost: packets,
            from_us,
            until_us,
            timing: crate::clock::Timing::File,
            bytes: frame.len() as u64,
        };
        self.ledger.account.acknowledged = number;
        *self.ledger.account.lost.entry(Cause::Forgotten).or_default() += packets;
        durable::write(&self.folder, &waiting.name(), &frame)?;
        self.ledger.save()?;
        self.space += waiting.space();
        self.waiting.push_front(waiting);
        Ok(())
    }
}
