//! Which sensor was alive in which hour.
//!
//! An average divides by the sensors alive, so this decides every figure. A sensor whose records were imported
//! is alive from its first to its last record, except in hours that lie wholly inside a declared outage. Where
//! a declared outage contradicts packets that the sensor did see, the packets are believed. A live sensor says itself
//! when it listened: it is alive in every hour of which it listened to a part, packets or none.

use std::collections::BTreeSet;

use kernel::{Hour, HourRange};

use crate::query::Sensors;

/// What is known of one sensor's hours.
#[derive(Debug, Clone, Default)]
pub(crate) struct Life {
    /// From the first to the last imported record.
    pub imported: Option<HourRange>,
    /// Hours in which a live sensor says that it listened, in order.
    pub listened: Vec<HourRange>,
    /// Whole hours of declared outages.
    pub outages: Vec<HourRange>,
    /// Hours inside outages in which there are packets all the same.
    pub proven: BTreeSet<Hour>,
}

impl Life {
    fn believed(&self, hour: Hour) -> bool {
        !self.outages.iter().any(|out| out.contains(hour)) || self.proven.contains(&hour)
    }

    /// The stretches in which the sensor was alive: in order, without overlap.
    fn stretches(&self) -> Vec<HourRange> {
        let mut all = self.listened.clone();
        match self.imported {
            Some(imported) if self.outages.is_empty() => all.push(imported),
            Some(imported) => {
                let hours = imported.iter().filter(|hour| self.believed(*hour));
                all.extend(hours.map(|hour| HourRange::new(hour, Hour(hour.0 + 1))));
            }
            None => {}
        }
        all.retain(|range| !range.is_empty());
        all.sort_unstable_by_key(|range| (range.start, range.end));
        let mut joined: Vec<HourRange> = Vec::with_capacity(all.len());
        for range in all {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        joined
    }
}

/// All sensors' hours, by the index that the lake's names have.
#[derive(Debug, Clone, Default)]
pub(crate) struct Coverage {
    /// For each sensor, the stretches in which it was alive.
    sensors: Vec<Vec<HourRange>>,
    /// For each sensor, how many hours of declared outages have packets all the same, with these hours.
    proven: Vec<BTreeSet<Hour>>,
}

impl Coverage {
    pub(crate) fn new(lives: Vec<Life>) -> Self {
        let sensors = lives.iter().map(Life::stretches).collect();
        Self { sensors, proven: lives.into_iter().map(|life| life.proven).collect() }
    }

    /// How many sensors there are, alive or not.
    pub(crate) fn len(&self) -> usize {
        self.sensors.len()
    }

    /// The stretches in which the sensor with this index was alive, in order.
    pub(crate) fn stretches(&self, index: usize) -> &[HourRange] {
        self.sensors.get(index).map_or(&[], Vec::as_slice)
    }

    /// The hours inside declared outages in which the sensor with this index has packets.
    pub(crate) fn proven(&self, index: usize) -> Option<&BTreeSet<Hour>> {
        self.proven.get(index)
    }

    /// The hours of `hours` in which the sensor with this index was alive, in order.
    pub(crate) fn hours_of(&self, index: usize, hours: HourRange) -> impl Iterator<Item = Hour> + '_ {
        self.stretches(index).iter().flat_map(move |stretch| meet(*stretch, hours).iter())
    }

    /// How many sensors were alive in each hour of `hours`.
    pub(crate) fn alive(&self, hours: HourRange) -> Vec<u32> {
        let mut changes = vec![0_i32; hours.len() as usize + 1];
        for stretch in self.sensors.iter().flatten() {
            let alive = meet(*stretch, hours);
            if !alive.is_empty() {
                changes[(alive.start.0 - hours.start.0) as usize] += 1;
                changes[(alive.end.0 - hours.start.0) as usize] -= 1;
            }
        }
        changes.pop();
        let mut alive = 0_i32;
        let sum = |change| {
            alive += change;
            alive.unsigned_abs()
        };
        changes.into_iter().map(sum).collect()
    }

    /// Which sensors were alive in at least one hour of `hours`, by index.
    pub(crate) fn alive_sometime(&self, hours: HourRange) -> Vec<bool> {
        let sometime = |stretch: &HourRange| !meet(*stretch, hours).is_empty();
        self.sensors.iter().map(|stretches| stretches.iter().any(sometime)).collect()
    }

    /// The same in numbers; `alive` is what [`Self::alive`] gave for these hours.
    pub(crate) fn sensors(&self, hours: HourRange, alive: &[u32]) -> Sensors {
        Sensors {
            alive: self.alive_sometime(hours).into_iter().filter(|alive| *alive).count() as u32,
            fewest: alive.iter().copied().min().unwrap_or(0),
            most: alive.iter().copied().max().unwrap_or(0),
            dark_hours: alive.iter().filter(|alive| **alive == 0).count() as u32,
            withheld_hours: 0,
        }
    }

    /// From the first hour of any sensor to the last.
    pub(crate) fn span(&self) -> Option<HourRange> {
        let start = self.sensors.iter().filter_map(|stretches| stretches.first()).map(|h| h.start).min()?;
        let end = self.sensors.iter().filter_map(|stretches| stretches.last()).map(|h| h.end).max()?;
        Some(HourRange::new(start, end))
    }
}

/// What two ranges have in common; empty where that is nothing.
fn meet(one: HourRange, other: HourRange) -> HourRange {
    let start = one.start.max(other.start);
    HourRange::new(start, one.end.min(other.end).max(start))
}

/// The hours that lie wholly between two instants, in microseconds.
pub(crate) fn whole_hours(since_us: i64, until_us: i64) -> HourRange {
    HourRange::new(Hour::of_micros(since_us.saturating_add(3_599_999_999)), Hour::of_micros(until_us))
}

/// The hours that a stretch touches, in microseconds; its end is exclusive.
pub(crate) fn touched_hours(since_us: i64, until_us: i64) -> HourRange {
    let start = Hour::of_micros(since_us);
    let end = Hour::of_micros(until_us.saturating_add(3_599_999_999));
    HourRange::new(start, end.max(start))
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
    fn each_hour_that_was_listened_to_in_part_counts() {
        assert_eq!(touched_hours(2 * HOUR, 4 * HOUR), range(2, 4));
        assert_eq!(touched_hours(2 * HOUR + 1, 4 * HOUR + 1), range(2, 5));
        assert!(touched_hours(2 * HOUR, 2 * HOUR).is_empty());
    }

    #[test]
    fn a_sensor_is_alive_from_first_to_last_but_for_outages_without_packets() {
        let steady = Life { imported: Some(range(0, 10)), ..Life::default() };
        let broken = Life {
            imported: Some(range(2, 9)),
            outages: vec![range(3, 6)],
            proven: BTreeSet::from([Hour(4)]),
            ..Life::default()
        };
        let coverage = Coverage::new(vec![steady, broken]);
        let alive = coverage.alive(range(-1, 11));
        assert_eq!(alive, [0, 1, 1, 2, 1, 2, 1, 2, 2, 2, 1, 0]);
        let sensors = coverage.sensors(range(-1, 11), &alive);
        assert_eq!(sensors, Sensors { alive: 2, fewest: 0, most: 2, dark_hours: 2, withheld_hours: 0 });
        assert_eq!(coverage.sensors(range(3, 4), &coverage.alive(range(3, 4))).alive, 1);
        assert_eq!(coverage.span(), Some(range(0, 10)));
    }

    #[test]
    fn a_live_sensor_is_alive_when_it_says_so_and_files_of_it_count_beside() {
        let live = Life {
            imported: Some(range(0, 3)),
            listened: vec![range(2, 5), range(7, 8)],
            outages: vec![range(1, 5)],
            ..Life::default()
        };
        let coverage = Coverage::new(vec![live]);
        assert_eq!(coverage.alive(range(0, 9)), [1, 0, 1, 1, 1, 0, 0, 1, 0]);
        assert_eq!(coverage.hours_of(0, range(3, 20)).map(|hour| hour.0).collect::<Vec<_>>(), [3, 4, 7]);
        assert_eq!(coverage.span(), Some(range(0, 8)));
        assert_eq!(coverage.hours_of(1, range(0, 9)).count(), 0);
    }
}
