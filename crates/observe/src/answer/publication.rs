//! What of an answer may be public: so that nobody finds a sensor by probing it and watching the graph.
//!
//! Who sends packets to an address and sees them in the public graph knows that a sensor is there (Bethencourt, Franklin
//! and Vernon, "Mapping Internet Sensors with Probe Response Attacks", and Shinoda, Ikai and Itoh, "Vulnerabilities of
//! Passive Internet Threat Monitors", both USENIX Security 2005). Against that:
//!
//! - Hours are public only some time after their end, and only where enough sensors were alive.
//! - What fewer than N sensors bear out is not shown: in each hour of each port every sensor counts for at most b(k)
//!   packets, where k are those of the N-th highest sensor; b(k) = k + √k, rounded down, and b(0) = 0. A port that
//!   fewer than N sensors saw in an hour is not there in that hour, and a burst at one sensor is never more than what
//!   the others bear out. Lists are sums over the same hours: a list by the sums of a period would show in the
//!   difference of two periods what the hours hide.
//! - Figures are rounded to a step.
//!
//! The bound is one standard deviation of a Poisson process, no more: by simulation with ten sensors, a boundless burst
//! at one of them moves the public sum of one hour by 0.8 to 1.2 of its own deviation, and is above the 99th percentile
//! in 7 to 9 of 100 cases; with b(k) = k + 3√k + 3 it would be 20 to 84. Ordinary noise loses 2 % where a sensor sees
//! one packet an hour, half a percent at five, nothing at a hundred. Where fewer than one sensor in ten sees a packet
//! an hour, most of it is hidden: that is the price.
//!
//! What it does not do: the influence of one sensor is small and not nil, so who probes one place for hundreds of hours
//! and ports learns something of it; and who already knows N - 1 sensors, or probes groups that hold N, can lend support
//! to his own probes. More sensors to bear out, a longer delay and a coarser step make both dearer.

use kernel::{Hour, HourRange};

use crate::coverage::Coverage;

/// How much of an answer is public.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Publication {
    /// The first hour that is not public yet; none where all are.
    pub until: Option<Hour>,
    /// How many sensors must bear something out; 1: each speaks for itself.
    pub sensors: u32,
    /// What averages are rounded to, in packets per sensor; 0: not at all.
    pub step: f64,
}

/// Packets and sources of one sensor in one hour of one port.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub sensor: u16,
    pub packets: u64,
    pub sources: u64,
}

/// What is public of an hour of a port.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PublicCell {
    pub packets: u64,
    pub sources: u64,
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

    /// Cuts the shares of one hour of one port, one for each sensor; `sources` are those of all sensors together.
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
            return PublicCell { packets, sources: sources.saturating_sub(beyond).max(least).min(packets) };
        }
        PublicCell { packets: shares.iter().map(|share| share.packets).sum(), sources }
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

    const TWO: Publication = Publication { until: None, sensors: 2, step: 0.1 };

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
        assert_eq!(TWO.cell(&mut burst, 1010), PublicCell { packets: 33, sources: 13 });
        let mut calm = [share(10, 10), share(10, 10), share(10, 10)];
        assert_eq!(TWO.cell(&mut calm, 10), PublicCell { packets: 30, sources: 10 });
        let mut alone = [share(10, 10), share(0, 0)];
        assert_eq!(TWO.cell(&mut alone, 10), PublicCell::default());
    }

    #[test]
    fn figures_are_rounded() {
        assert!((TWO.round(3.14) - 3.1).abs() < 1e-9);
        assert!((Publication { step: 0.0, ..TWO }.round(3.14) - 3.14).abs() < 1e-9);
        assert!((TWO.coarse(1234.0) - 1200.0).abs() < 1e-9);
        assert!((TWO.coarse(99.0) - 99.0).abs() < 1e-9);
    }
}
