//! Which sensor was alive in which hour.
//!
//! An average divides by the sensors alive, so this decides every figure. A sensor whose records were imported
//! is alive from its first to its last record, except in hours that lie wholly inside a declared outage. Where
//! a declared outage contradicts packets that the sensor did see, the packets are believed.

use std::collections::BTreeSet;

use kernel::{Hour, HourRange};

use crate::query::Sensors;

/// One sensor's hours.
#[derive(Debug, Clone, Default)]
pub(crate) struct Life {
    /// From the first to the last record.
    pub covered: Option<HourRange>,
    /// Whole hours of declared outages.
    pub outages: Vec<HourRange>,
    /// Hours inside outages in which there are packets all the same.
    pub proven: BTreeSet<Hour>,
}

impl Life {
    /// Whether the sensor was alive in `hour`.
    pub(crate) fn alive(&self, hour: Hour) -> bool {
        self.covered.is_some_and(|hours| hours.contains(hour))
            && (!self.outages.iter().any(|out| out.contains(hour)) || self.proven.contains(&hour))
    }
}

/// All sensors' hours, by the index that the lake's names have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    pub sensors: Vec<Life>,
}

impl Coverage {
    /// How many sensors were alive in each hour of `hours`.
    pub(crate) fn alive(&self, hours: HourRange) -> Vec<u32> {
        let mut alive = vec![0_u32; hours.len() as usize];
        for life in &self.sensors {
            for hour in self.span_in(life, hours).iter() {
                if life.outages.is_empty() || life.alive(hour) {
                    alive[(hour.0 - hours.start.0) as usize] += 1;
                }
            }
        }
        alive
    }

    /// Which sensors were alive in at least one hour of `hours`, by index.
    pub(crate) fn alive_sometime(&self, hours: HourRange) -> Vec<bool> {
        let sometime = |life| self.span_in(life, hours).iter().any(|hour| Life::alive(life, hour));
        self.sensors.iter().map(sometime).collect()
    }

    /// The same in numbers; `alive` is what [`Self::alive`] gave for these hours.
    pub(crate) fn sensors(&self, hours: HourRange, alive: &[u32]) -> Sensors {
        Sensors {
            alive: self.alive_sometime(hours).into_iter().filter(|alive| *alive).count() as u32,
            fewest: alive.iter().copied().min().unwrap_or(0),
            most: alive.iter().copied().max().unwrap_or(0),
            dark_hours: alive.iter().filter(|alive| **alive == 0).count() as u32,
        }
    }

    /// From the first hour of any sensor to the last.
    pub(crate) fn span(&self) -> Option<HourRange> {
        let covered = || self.sensors.iter().filter_map(|life| life.covered);
        Some(HourRange::new(covered().map(|h| h.start).min()?, covered().map(|h| h.end).max()?))
    }

    fn span_in(&self, life: &Life, hours: HourRange) -> HourRange {
        life.covered.map_or(HourRange::new(hours.start, hours.start), |covered| covered.intersect(hours))
    }
}

/// The hours that lie wholly between two instants, in microseconds.
pub(crate) fn whole_hours(since_us: i64, until_us: i64) -> HourRange {
    HourRange::new(Hour::of_micros(since_us.saturating_add(3_599_999_999)), Hour::of_micros(until_us))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000_000;

    fn range(start: i32, end: i32) -> HourRange {
        HourRange::new(Hour(start), Hour(end))
    }

    #[test]
    fn only_whole_hours_of_an_outage_count() {
        assert_eq!(whole_hours(2 * HOUR, 4 * HOUR), range(2, 4));
        assert_eq!(whole_hours(2 * HOUR + 1, 4 * HOUR + 1), range(3, 4));
        assert!(whole_hours(2 * HOUR + 1, 3 * HOUR - 1).is_empty());
    }

    #[test]
    fn a_sensor_is_alive_from_first_to_last_but_for_outages_without_packets() {
        let steady = Life { covered: Some(range(0, 10)), ..Life::default() };
        let broken = Life {
            covered: Some(range(2, 9)),
            outages: vec![range(3, 6)],
            proven: BTreeSet::from([Hour(4)]),
        };
        let coverage = Coverage { sensors: vec![steady, broken] };
        let alive = coverage.alive(range(-1, 11));
        assert_eq!(alive, [0, 1, 1, 2, 1, 2, 1, 2, 2, 2, 1, 0]);
        let sensors = coverage.sensors(range(-1, 11), &alive);
        assert_eq!(sensors, Sensors { alive: 2, fewest: 0, most: 2, dark_hours: 2 });
        assert_eq!(coverage.sensors(range(3, 4), &coverage.alive(range(3, 4))).alive, 1);
        assert_eq!(coverage.span(), Some(range(0, 10)));
    }
}
