//! Whether a quarter's traffic is worth a word: the rule by which a watched port is carried on.
//!
//! A quarter is compared by its *rate*, packets per sensor and day of observation, so that gaps and quarters of
//! other lengths change nothing. It is notable when its rate is far from that of the quarter before, or when one of
//! its weeks stands far above its median week. *Far* is a factor and a step together: the factor alone would make
//! news of a port that went from one packet a month to two, the step alone of any port that everybody scans.

use jiff::civil::Date;
use serde::Serialize;

use crate::query::Point;

/// A quarter's rate against that of the quarter before: this many times as much, or as little. Smaller, and the
/// usual ups and downs of worms keep every port in the report; greater, and a slow decline goes unsaid.
const FACTOR: f64 = 1.5;
/// A week against the quarter's median week. Greater than [`FACTOR`], because of thirteen weeks one is always
/// above the others.
const WEEK_FACTOR: f64 = 2.0;
/// The least step between the square roots of two rates. Counts scatter by about their root, so that a step
/// between roots means the same at any level: from nothing it takes a packet in four days, from 2 a day 1.7 more,
/// from 25 a day 5 more. Smaller, and chance at rare ports becomes news.
const STEP: f64 = 0.5;
/// Hours of a quarter in which a sensor must have been alive: thirty days, a third of it. With fewer, nothing is
/// said about the quarter.
const LEAST_HOURS: u32 = 30 * 24;
/// The same for a week: three days.
const LEAST_HOURS_OF_WEEK: u32 = 3 * 24;
/// Weeks of which a median is taken at least.
const LEAST_WEEKS: usize = 4;

/// What a quarter's packets say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It is worth a word.
    Notable(Why),
    /// It is not.
    Quiet,
    /// Too little was observed, in this quarter or in the one before.
    Unknown,
}

/// Why a quarter is notable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Much more than in the quarter before.
    Rose,
    /// Much less than in the quarter before.
    Fell,
    /// Much more for a time, in the week that begins with this day.
    RoseInWeek(Date),
}

impl Change {
    /// Its name in data: `rose`, `fell`, `rose-in-week`, `quiet`, `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notable(Why::Rose) => "rose",
            Self::Notable(Why::Fell) => "fell",
            Self::Notable(Why::RoseInWeek(_)) => "rose-in-week",
            Self::Quiet => "quiet",
            Self::Unknown => "unknown",
        }
    }
}

/// One day of a record, all its ports together; none where no sensor was alive.
pub(super) type Day = (Date, Option<Point>);

/// What a quarter's days say, beside those of the quarter before.
pub(super) fn judge(now: &[Day], before: &[Day]) -> Change {
    let Some(rate) = rate(now, LEAST_HOURS) else { return Change::Unknown };
    let weeks: Vec<(Date, f64)> = now
        .chunks(7)
        .filter_map(|week| Some((week.first()?.0, self::rate(week, LEAST_HOURS_OF_WEEK)?)))
        .collect();
    let last = self::rate(before, LEAST_HOURS);
    if let Some(last) = last {
        if is_far(rate, last, FACTOR) {
            return Change::Notable(Why::Rose);
        }
        if is_far(last, rate, FACTOR) {
            return Change::Notable(Why::Fell);
        }
    }
    let highest = weeks.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    match (highest, median(&weeks)) {
        (Some((day, highest)), Some(median)) if is_far(highest, median, WEEK_FACTOR) => {
            Change::Notable(Why::RoseInWeek(day))
        }
        _ if last.is_none() => Change::Unknown,
        _ => Change::Quiet,
    }
}

/// Whether `high` is far above `low`.
pub(super) fn is_step(high: f64, low: f64) -> bool {
    is_far(high, low, FACTOR)
}

fn is_far(high: f64, low: f64, factor: f64) -> bool {
    high >= low * factor && high.sqrt() - low.sqrt() >= STEP
}

/// Packets per sensor and day of observation; none where fewer than `least` hours were observed.
fn rate(days: &[Day], least: u32) -> Option<f64> {
    let observed = || days.iter().filter_map(|(_, point)| *point);
    let hours: u32 = observed().map(|point| point.hours).sum();
    let average: f64 = observed().map(|point| point.average).sum();
    (hours >= least).then(|| average * 24.0 / f64::from(hours))
}

fn median(weeks: &[(Date, f64)]) -> Option<f64> {
    let mut rates: Vec<f64> = weeks.iter().map(|(_, rate)| *rate).collect();
    rates.sort_by(f64::total_cmp);
    (rates.len() >= LEAST_WEEKS).then(|| {
        let middle = rates.len() / 2;
        if rates.len() % 2 == 1 { rates[middle] } else { f64::midpoint(rates[middle - 1], rates[middle]) }
    })
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    /// Days from `first`, of so many packets per sensor each; a negative number is a day without a living sensor.
    fn days(first: Date, rates: impl IntoIterator<Item = f64>) -> Vec<Day> {
        let point = |average: f64| Point { packets: 0, average, sources: None, hours: 24 };
        let days = first.series(1.day()).zip(rates);
        days.map(|(day, rate)| (day, (rate >= 0.0).then(|| point(rate)))).collect()
    }

    fn check(before: &[(usize, f64)], now: &[(usize, f64)], expect: Change) {
        let course = |runs: &[(usize, f64)]| -> Vec<f64> {
            runs.iter().flat_map(|(days, rate)| std::iter::repeat_n(*rate, *days)).collect()
        };
        let before_days = days(date(2007, 10, 1), course(before));
        let now_days = days(date(2008, 1, 1), course(now));
        assert_eq!(judge(&now_days, &before_days), expect, "{before:?} {now:?}");
    }

    #[test]
    fn what_is_notable() {
        let week = |month, day| Change::Notable(Why::RoseInWeek(date(2008, month, day)));
        check(&[(92, 4.0)], &[(91, 4.0)], Change::Quiet);
        check(&[(92, 4.0)], &[(91, 6.4)], Change::Notable(Why::Rose));
        check(&[(92, 6.4)], &[(91, 4.0)], Change::Notable(Why::Fell));
        check(&[(92, 25.0)], &[(91, 18.0)], Change::Quiet);
        // A factor without a step: a rare port.
        check(&[(92, 0.2)], &[(91, 0.05)], Change::Quiet);
        check(&[(92, 0.0)], &[(91, 0.2)], Change::Quiet);
        check(&[(92, 0.0)], &[(91, 0.3)], Change::Notable(Why::Rose));
        // A step without a factor: a port that everybody scans.
        check(&[(92, 900.0)], &[(91, 1000.0)], Change::Quiet);
        // For a time.
        check(&[(92, 4.0)], &[(42, 4.0), (7, 12.0), (42, 4.0)], week(2, 12));
        check(&[(92, 4.0)], &[(42, 4.0), (7, 7.0), (42, 4.0)], Change::Quiet);
        check(&[(92, 0.1)], &[(42, 0.1), (7, 0.4), (42, 0.1)], Change::Quiet);
    }

    #[test]
    fn a_gap_is_no_fall() {
        check(&[(92, 4.0)], &[(40, 4.0), (51, -1.0)], Change::Quiet);
        check(&[(92, 4.0)], &[(20, 4.0), (71, -1.0)], Change::Unknown);
        check(&[(92, -1.0)], &[(91, 4.0)], Change::Unknown);
        check(&[], &[], Change::Unknown);
        // Without a quarter before, a week can still stand out.
        check(
            &[(92, -1.0)],
            &[(42, 4.0), (7, 20.0), (42, 4.0)],
            Change::Notable(Why::RoseInWeek(date(2008, 2, 12))),
        );
        // A week of which one day was observed tells nothing.
        check(&[(92, 4.0)], &[(42, 4.0), (1, 30.0), (6, -1.0), (42, 4.0)], Change::Quiet);
    }
}
