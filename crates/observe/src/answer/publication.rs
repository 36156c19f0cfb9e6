//! What of an answer may be public: so that nobody finds a sensor by probing it and watching the graph.
//!
//! Who sends packets to an address and sees them in the public graph knows that a sensor is there (Bethencourt, Franklin
//! and Vernon, "Mapping Internet Sensors with Probe Response Attacks", and Shinoda, Ikai and Itoh, "Vulnerabilities of
//! Passive Internet Threat Monitors", both USENIX Security 2005). Against that:
//!
//! - Hours are public only some time after their end, and only where enough sensors were alive.
//! - What fewer than N sensors bear out is not shown: in each *cell* of each port every sensor counts for at most b(k)
//!   packets, where k are those of the N-th highest sensor; b(k) = k + √k, rounded down, and b(0) = 0. What fewer than N
//!   sensors saw in a cell is not there, and a burst at one sensor is never more than what the others bear out.
//! - A cell is an hour where hours are asked for, and else a civil day of the organisation; a day that is not over, or
//!   not asked for as a whole, goes by its hours. So lists and days add up to one another, whatever period is asked for:
//!   by the sums of a period, the difference of two periods would show what the cells hide. The hours of a day add up to
//!   less than the day, as less of them is borne out.
//! - Figures are rounded to a step.
//!
//! The bound is one standard deviation of a Poisson process, no more: by simulation with ten sensors, a boundless burst
//! at one of them moves the public sum of one cell by 0.8 to 1.2 of its own deviation, and is above the 99th percentile
//! in 7 to 9 of 100 cases; with b(k) = k + 3√k + 3 it would be 20 to 84. Ordinary noise loses 2 % where a sensor sees
//! one packet in a cell, half a percent at five, nothing at a hundred. Where a sensor sees one in twenty cells, most of
//! it is hidden: that is the price.
//!
//! What it does not do: the influence of one sensor is small and not nil, so who probes one place for hundreds of cells
//!  learns something of it; and who already knows N - 1 sensors, or probes groups that hold N, can lend support
//! to his own probes. More sensors to bear out, a longer delay and a coarser step make both dearer.

use jiff::tz::TimeZone;
use kernel::{Hour, HourRange, Period};

use crate::coverage::Coverage;
use crate::error::Error;

/// How much of an answer is public.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// The first hour that is not public yet; none where all are.
    pub until: Option<Hour>,
    /// How many sensors must bear something out; 1: each speaks for itself.
    pub sensors: u32,
    /// What averages are rounded to, in packets per sensor; 0: not at all.
    pub step: f64,
    /// Decides what a day is.
    pub zone: TimeZone,
}

/// The cells that a period falls into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cells {
    hours: HourRange,
    /// In order, without a gap.
    pub ranges: Vec<HourRange>,
    /// The place of each hour's cell in `ranges`.
    of: Vec<u32>,
}

impl Cells {
    /// The place of an hour's cell; none outside the period.
    pub(super) fn of(&self, hour: Hour) -> Option<usize> {
        self.hours.contains(hour).then(|| self.of[(hour.0 - self.hours.start.0) as usize] as usize)
    }
}

/// Packets of one sensor in one cell of one port, and the most sources of an hour of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub sensor: u16,
    pub packets: u64,
    pub sources: u64,
}

/// What is public of a cell of a port.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PublicCell {
    pub packets: u64,
    /// Of a cell of one hour.
    pub sources: u64,
    /// Sources that as many sensors as must be have seen in an hour, or more.
    pub sources_at_least: u64,
}

impl Publication {
    /// The sensors alive in each hour of `hours`, 0 where the hour is not public; and how many hours are kept back
    /// although somebody listened.
    pub(super) fn alive(&self, coverage: &Coverage, hours: HourRange) -> (Vec<u32>, Vec<bool>) {
        let mut alive = coverage.alive(hours);
        let mut withheld = vec![false; alive.len()];
        for ((hour, alive), withheld) in hours.iter().zip(&mut alive).zip(&mut withheld) {
            let too_new = self.until.is_some_and(|until| hour >= until);
            if *alive > 0 && (too_new || *alive < self.sensors) {
                (*alive, *withheld) = (0, true);
            }
        }
        (alive, withheld)
    }

    /// The cells of `hours`; single hours where hours are asked for.
    pub(super) fn cells(&self, hours: HourRange, by_hour: bool) -> Result<Cells, Error> {
        let public = self.clip(hours);
        let (mut ranges, mut of) = (Vec::new(), Vec::with_capacity(hours.len() as usize));
        let mut hour = hours.start;
        while hour < hours.end {
            let mut cell = HourRange::new(hour, Hour(hour.0 + 1));
            // Where one sensor speaks for itself, it does so hour by hour.
            if !by_hour && self.sensors > 1 {
                let day = hour.start().to_zoned(self.zone.clone()).date();
                let day = Period { from: day, to: day }.hours(&self.zone)?;
                if day.start == hour && day.end <= public.end {
                    cell = day;
                }
            }
            of.extend(cell.iter().map(|_| ranges.len() as u32));
            ranges.push(cell);
            hour = cell.end;
        }
        Ok(Cells { hours, ranges, of })
    }

    /// The part of `hours` that is not too new.
    pub(super) fn clip(&self, hours: HourRange) -> HourRange {
        let end = self.until.map_or(hours.end, |until| hours.end.min(until));
        HourRange::new(hours.start, end.max(hours.start))
    }

    /// The most packets that a sensor counts for, where the sensors saw `packets`.
    fn bound(&self, packets: &mut [u64]) -> u64 {
        let Some(place) =
            (self.sensors.max(1) as usize).checked_sub(1).filter(|place| *place < packets.len())
        else {
            return 0;
        };
        let (_, borne_out, _) = packets.select_nth_unstable_by(place, |a, b| b.cmp(a));
        *borne_out + borne_out.isqrt()
    }

    /// Cuts the shares of one cell of one port, one for each sensor; `sources` are those of all sensors together.
    pub(super) fn cell(&self, shares: &mut [Share], sources: u64) -> PublicCell {
        if self.sensors > 1 {
            let most = self.bound(&mut shares.iter().map(|share| share.packets).collect::<Vec<_>>());
            let most_sources = self.bound(&mut shares.iter().map(|share| share.sources).collect::<Vec<_>>());
            // Sources of a sensor above its bound count as seen by it alone, as an attacker's would be.
            let beyond = shares.iter().map(|share| share.sources.saturating_sub(most_sources)).sum();
            for share in shares.iter_mut() {
                share.packets = share.packets.min(most);
                share.sources = share.sources.min(most_sources);
            }
            let packets = shares.iter().map(|share| share.packets).sum();
            let least = shares.iter().map(|share| share.sources).max().unwrap_or(0);
            let sources = sources.saturating_sub(beyond).max(least).min(packets);
            return PublicCell { packets, sources, sources_at_least: least.min(packets) };
        }
        let packets = shares.iter().map(|share| share.packets).sum();
        PublicCell { packets, sources, sources_at_least: sources }
    }

    /// An average to the step.
    pub(super) fn round(&self, average: f64) -> f64 {
        if self.step > 0.0 { (average / self.step).round() * self.step } else { average }
    }

    /// A number of one sensor's packets to two digits: exact ones would tell a single sensor's hours by difference.
    pub(super) fn coarse(&self, packets: f64) -> f64 {
        if self.sensors <= 1 || packets < 100.0 {
            return packets;
        }
        let unit = 10_f64.powi(packets.log10().floor() as i32 - 1);
        (packets / unit).round() * unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Publication = Publication { until: None, sensors: 2, step: 0.1, zone: TimeZone::UTC };

    fn check(sensors: u32, packets: &[u64], expect: &[u64]) {
        let publication = Publication { sensors, ..TWO };
        let mut shares: Vec<Share> =
            packets.iter().map(|packets| Share { packets: *packets, ..Share::default() }).collect();
        let cell = publication.cell(&mut shares, 0);
        let seen: Vec<u64> = shares.iter().map(|share| share.packets).collect();
        assert_eq!(seen, expect, "{packets:?}");
        assert_eq!(cell.packets, expect.iter().sum::<u64>());
    }

    #[test]
    fn a_sensor_counts_for_little_more_than_others_bear_out() {
        check(2, &[1000], &[0]);
        check(2, &[1000, 0, 0], &[0, 0, 0]);
        check(2, &[0, 1000, 1], &[0, 2, 1]);
        check(2, &[9, 10, 11], &[9, 10, 11]);
        check(2, &[100, 100_000, 64], &[100, 110, 64]);
        check(3, &[100, 100_000, 64], &[72, 72, 64]);
        check(3, &[5, 5], &[0, 0]);
        check(1, &[1000, 0], &[1000, 0]);
    }

    #[test]
    fn sources_that_one_sensor_alone_saw_are_taken_off() {
        let share = |packets, sources| Share { sensor: 0, packets, sources };
        // Ten sources that all met, and a burst of forged ones at one sensor.
        let mut burst = [share(10, 10), share(10, 10), share(1010, 1010)];
        let public = |cell: PublicCell| (cell.packets, cell.sources);
        assert_eq!(public(TWO.cell(&mut burst, 1010)), (33, 13));
        let mut calm = [share(10, 10), share(10, 10), share(10, 10)];
        assert_eq!(public(TWO.cell(&mut calm, 10)), (30, 10));
        let mut alone = [share(10, 10), share(0, 0)];
        assert_eq!(TWO.cell(&mut alone, 10), PublicCell::default());
    }

    #[test]
    fn a_day_is_a_cell_when_it_is_over_and_whole() {
        let tokyo = TimeZone::fixed(jiff::tz::offset(9));
        // Midnight of Tokyo is 15:00 UTC; hour 0 is 09:00 of Tokyo.
        let check = |from, to, until: Option<i32>, by_hour, expect: &[u32]| {
            let publication = Publication { until: until.map(Hour), zone: tokyo.clone(), ..TWO };
            let cells = publication.cells(HourRange::new(Hour(from), Hour(to)), by_hour).unwrap();
            let widths: Vec<u32> = cells.ranges.iter().map(|range| range.len()).collect();
            assert_eq!(widths, expect, "{from}..{to} {until:?}");
            let place = cells.ranges.iter().position(|range| range.contains(Hour(to - 1)));
            assert_eq!((cells.of(Hour(to - 1)), cells.of(Hour(to))), (place, None));
        };
        check(15, 63, None, false, &[24, 24]);
        check(13, 41, None, false, &[1, 1, 24, 1, 1]);
        check(15, 63, Some(39), false, &[vec![24], vec![1; 24]].concat());
        check(15, 63, Some(62), false, &[vec![24], vec![1; 24]].concat());
        check(15, 39, None, true, &[1; 24]);
    }

    #[test]
    fn figures_are_rounded() {
        assert!((TWO.round(2.34) - 2.3).abs() < 1e-9);
        assert!((Publication { step: 0.0, ..TWO }.round(2.34) - 2.34).abs() < 1e-9);
        assert!((TWO.coarse(1234.0) - 1200.0).abs() < 1e-9);
        assert!((TWO.coarse(99.0) - 99.0).abs() < 1e-9);
    }
}
