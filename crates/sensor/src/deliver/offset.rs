//! How far the sensor's clock is ahead of the collector's.
//!
//! Measured as NTP does (RFC 5905, section 8): the collector's time in an answer lies, by the sensor's clock, between
//! sending and receiving; its middle is the guess, half the round trip the most that it can be wrong by. What was
//! measured holds for all times by the same setting of the clock, and, because the boot clock connects them, for the
//! other settings of the same boot too.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::clock::{Clock, Timing};

/// Settings of the clock that are remembered. A frame that waited for longer is delivered without an offset.
const REMEMBERED: usize = 16;

/// How long a measurement stands before a worse one may replace it, in microseconds: clocks drift by seconds a week.
const STANDS_US: i64 = 600_000_000;

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    boot: u64,
    skew_us: i64,
    /// What the sensor's clock was ahead.
    pub offset_us: i64,
    /// The round trip: it is right to within half of it.
    pub round_us: i64,
    at_boot_us: i64,
}

/// The times before a question is sent.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    wall_us: i64,
    skew_us: i64,
}

impl Asked {
    /// Now.
    pub fn now(clock: &dyn Clock) -> Self {
        Self { wall_us: clock.wall_us(), skew_us: clock.skew_us() }
    }

    /// What the answer tells; nothing where the clock was set in between.
    pub fn answered(self, clock: &dyn Clock, collector_us: i64) -> Option<Measured> {
        let (wall_us, at_boot_us) = (clock.wall_us(), clock.boot_us());
        let skew_us = wall_us - at_boot_us;
        let round_us = wall_us - self.wall_us;
        let middle_us = self.wall_us + round_us / 2;
        ((skew_us - self.skew_us).abs() <= Timing::SAME_US && round_us >= 0).then(|| Measured {
            boot: clock.boot(),
            skew_us,
            offset_us: middle_us - collector_us,
            round_us,
            at_boot_us,
        })
    }
}

impl Measured {
    fn timing(&self) -> Timing {
        Timing::Wall { boot: self.boot, skew_us: self.skew_us }
    }
}

/// What was measured, the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Offsets(VecDeque<Measured>);

impl Offsets {
    /// Takes a measurement in, unless a better one of the same setting still stands.
    pub fn learn(&mut self, new: Measured) {
        if let Some(last) = self.0.iter_mut().find(|last| last.timing().agrees(new.timing())) {
            if new.round_us <= last.round_us || new.at_boot_us - last.at_boot_us > STANDS_US {
                *last = new;
            }
            return;
        }
        self.0.push_back(new);
        while self.0.len() > REMEMBERED {
            self.0.pop_front();
        }
    }

    /// Whether the setting of the clock was measured itself.
    pub fn knows(&self, timing: Timing) -> bool {
        self.0.iter().any(|measured| measured.timing().agrees(timing))
    }

    /// What times by `timing` are ahead of the collector's clock; none where nothing of that boot was measured.
    pub fn of(&self, timing: Timing) -> Option<i64> {
        let Timing::Wall { boot, skew_us } = timing else { return Some(0) };
        let same_boot = || self.0.iter().rev().filter(|measured| measured.boot == boot);
        let measured = same_boot().find(|measured| measured.timing().agrees(timing)).or(same_boot().next())?;
        Some(measured.offset_us + skew_us - measured.skew_us)
    }

    /// The newest measurement.
    pub fn newest(&self) -> Option<Measured> {
        self.0.back().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A measurement by a clock that is `ahead_us` of the collector's, at `boot_us`.
    fn measured(boot: u64, boot_us: i64, ahead_us: i64, round_us: i64) -> Measured {
        // The collector's clock is the boot clock and a million.
        let skew_us = 1_000_000 + ahead_us;
        Measured { boot, skew_us, offset_us: ahead_us, round_us, at_boot_us: boot_us }
    }

    #[test]
    fn an_offset_holds_for_its_setting_and_reaches_the_others_of_its_boot() {
        let mut offsets = Offsets::default();
        let hour = 3_600_000_000;
        let timing = |boot, ahead_us| Timing::Wall { boot, skew_us: 1_000_000 + ahead_us };
        assert_eq!(offsets.of(timing(1, 0)), None);
        assert_eq!(offsets.of(Timing::File), Some(0));
        offsets.learn(measured(1, 0, hour, 10));
        assert_eq!(offsets.of(timing(1, hour)), Some(hour));
        // Set right afterwards, and never measured since: the boot clock tells.
        assert_eq!(offsets.of(timing(1, 0)), Some(0));
        assert_eq!(offsets.of(timing(1, -hour)), Some(-hour));
        assert!(!offsets.knows(timing(1, 0)));
        // Another boot is another boot clock.
        assert_eq!(offsets.of(timing(2, hour)), None);
    }

    #[test]
    fn the_shortest_round_trip_stands_until_it_is_old() {
        let mut offsets = Offsets::default();
        let round = |offsets: &Offsets| offsets.newest().unwrap().round_us;
        offsets.learn(measured(1, 0, 0, 100));
        offsets.learn(measured(1, 1, 0, 500));
        assert_eq!(round(&offsets), 100);
        offsets.learn(measured(1, 2, 0, 50));
        assert_eq!(round(&offsets), 50);
        offsets.learn(measured(1, STANDS_US + 3, 0, 500));
        assert_eq!(round(&offsets), 500);
        for setting in 0..100 {
            offsets.learn(measured(1, setting, setting * 10_000_000, 50));
        }
        assert_eq!(offsets.0.len(), REMEMBERED);
    }
}
