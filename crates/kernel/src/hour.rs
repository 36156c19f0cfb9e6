//! Hours as integers: the grain of every series.

use std::ops::Range;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Hours since 1970-01-01T00:00:00Z (Unix time div 3600, rounded down).
///
/// Everything that is grouped by time is grouped by this integer, never by a formatted or zoned time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hour(pub i32);

impl Hour {
    /// The hour that `ts_us`, in microseconds since the epoch, lies in.
    pub const fn of_micros(ts_us: i64) -> Self {
        Self(ts_us.div_euclid(3_600_000_000) as i32)
    }

    /// The hour that `at` lies in.
    pub fn of(at: Timestamp) -> Self {
        Self::of_micros(at.as_microsecond())
    }

    /// The instant at which the hour begins; clamped to what a [`Timestamp`] can hold.
    pub fn start(self) -> Timestamp {
        Timestamp::from_second(i64::from(self.0) * 3600).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// Days since the epoch, in UTC.
    pub const fn utc_day(self) -> i32 {
        self.0.div_euclid(24)
    }
}

/// Hours from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HourRange {
    /// The first hour.
    pub start: Hour,
    /// The hour after the last.
    pub end: Hour,
}

impl HourRange {
    /// The hours from `start` up to, not including, `end`; empty where `end` is not after `start`.
    pub const fn new(start: Hour, end: Hour) -> Self {
        Self { start, end }
    }

    /// How many hours these are.
    pub const fn len(self) -> u32 {
        if self.end.0 > self.start.0 { (self.end.0 - self.start.0) as u32 } else { 0 }
    }

    /// Whether there is no hour in it.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether `hour` is one of them.
    pub fn contains(self, hour: Hour) -> bool {
        self.start <= hour && hour < self.end
    }

    /// The hours that both have.
    pub fn intersect(self, other: Self) -> Self {
        Self { start: self.start.max(other.start), end: self.end.min(other.end) }
    }

    /// Each hour, in order.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Hour> + ExactSizeIterator {
        let Range { start, end } = self.start.0..self.end.0.max(self.start.0);
        (start..end).map(Hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_round_down_on_both_sides_of_the_epoch() {
        assert_eq!(Hour::of_micros(0), Hour(0));
        assert_eq!(Hour::of_micros(3_599_999_999), Hour(0));
        assert_eq!(Hour::of_micros(-1), Hour(-1));
        assert_eq!(Hour(-1).utc_day(), -1);
    }
}
