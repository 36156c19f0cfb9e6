//! A collector that knows more of this sensor than the spool does.
//!
//! So it is where the state folder came from a backup, or its spool was deleted: frames that wait have numbers that
//! the collector has seen before, and it would take them for repetitions. They get new ones.

use std::fs;

use anyhow::Context;
use wire::Frame;

use super::name::Waiting;
use super::{Spool, durable};

impl Spool {
    /// Moves all that waits behind `number`. The last frame first, so that a kill leaves each under one number or
    /// the other.
    pub(super) fn renumber(&mut self, number: u64) -> anyhow::Result<()> {
        let Some(first) = self.waiting.front().map(|waiting| waiting.first) else { return Ok(()) };
        let by = (number + 1).saturating_sub(first);
        tracing::warn!("the collector has frames up to {number}: those that wait are numbered anew");
        for index in (0..self.waiting.len()).rev() {
            let before = self.waiting[index];
            let name = before.name();
            let bytes = fs::read(self.folder.join(&name)).with_context(|| name.clone())?;
            // A damaged one stays what it is: offering it finds that, by its new name.
            let frame = match Frame::read(&bytes).and_then(Frame::into_batch) {
                Ok(mut batch) => {
                    batch.first += by;
                    batch.last += by;
                    batch.encode()?
                }
                Err(_) => bytes,
            };
            let (first, last) = (before.first + by, before.last + by);
            let after = Waiting { first, last, bytes: frame.len() as u64, ..before };
            durable::write(&self.folder, &after.name(), &frame)?;
            durable::remove(&self.folder, &name)?;
            self.space = self.space - before.space() + after.space();
            self.waiting[index] = after;
        }
        Ok(())
    }
}
