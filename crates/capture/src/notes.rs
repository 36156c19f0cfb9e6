//! What a reader of captures notes down while it goes.

use std::collections::BTreeMap;

use crate::frame::{NotIp, Outcome};
use crate::problem::{Problem, Reading};

/// Outcomes of frames, and problems.
#[derive(Debug, Default)]
pub(super) struct Notes {
    packets: u64,
    not_ip: BTreeMap<NotIp, u64>,
    reading: Reading,
}

impl Notes {
    /// Notes what the frame that begins at byte `offset` was.
    #[inline(always)]
    pub(super) fn frame(&mut self, outcome: Outcome, offset: u64) {
        match outcome {
            Outcome::Packet => self.packets += 1,
            other => self.rare(other, offset),
        }
    }

    #[cold]
    fn rare(&mut self, outcome: Outcome, offset: u64) {
        match outcome {
            Outcome::Packet => self.packets += 1,
            Outcome::NotIp(what) => *self.not_ip.entry(what).or_default() += 1,
            Outcome::Bad(reason) => self.problem(offset, reason),
        }
    }

    #[cold]
    pub(super) fn problem(&mut self, offset: u64, reason: impl Into<String>) {
        self.reading.problem(Problem { offset, line: None, reason: reason.into(), excerpt: None });
    }

    pub(super) fn into_reading(self) -> Reading {
        let Self { packets, not_ip, mut reading } = self;
        reading.packets = packets;
        reading.not_ip = not_ip.into_iter().map(|(what, count)| (what.to_string(), count)).collect();
        reading
    }
}
