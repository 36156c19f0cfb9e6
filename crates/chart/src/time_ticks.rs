//! Ticks of the time axis: hours, days, weeks, months or years, as close as their labels allow.
//!
//! A tick has its own label and, where it changes, the larger unit's under it: `2/4  2/11` over `2008年`,
//! `0:00  6:00` over `13 Feb`. Dates come from the points' civil times, so no time zone is needed here.

use crate::calendar::{date, days, wall_hours, weekday};
use crate::model::Bucket;
use crate::plotted::Plotted;
use crate::text;
use crate::words::Words;

/// Blank pixels between two labels.
const BETWEEN: f64 = 7.0;

/// More ticks than this never fit; not even generated.
const MOST: i64 = 120;

/// How far apart ticks are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Hours(i64),
    Days(i64),
    Weeks(i64),
    Months(i64),
    Years(i64),
}

impl Step {
    /// From fine to coarse.
    const ALL: [Self; 24] = [
        Self::Hours(1),
        Self::Hours(3),
        Self::Hours(6),
        Self::Hours(12),
        Self::Days(1),
        Self::Days(2),
        Self::Weeks(1),
        Self::Weeks(2),
        Self::Months(1),
        Self::Months(2),
        Self::Months(3),
        Self::Months(6),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(20),
        Self::Years(50),
        Self::Years(100),
        Self::Years(200),
        Self::Years(500),
        Self::Years(1000),
        Self::Years(5000),
        Self::Years(20_000),
    ];

    /// The shortest it can be, in hours.
    fn hours(self) -> i64 {
        match self {
            Self::Hours(n) => n,
            Self::Days(n) => n * 24,
            Self::Weeks(n) => n * 7 * 24,
            Self::Months(n) => n * 28 * 24,
            Self::Years(n) => n * 365 * 24,
        }
    }

    /// Whether points of `bucket` lie closely enough for it.
    fn suits(self, bucket: Bucket) -> bool {
        match bucket {
            Bucket::Hour => true,
            Bucket::Day => !matches!(self, Self::Hours(_)),
            Bucket::Week => !matches!(self, Self::Hours(_) | Self::Days(_)),
            Bucket::Month => matches!(self, Self::Months(_) | Self::Years(_)),
        }
    }

    /// Where ticks stand, in hours of wall clock, from `first` to `last`; weeks begin on `week_begins`.
    fn walls(self, first: i64, last: i64, week_begins: i64) -> Vec<i64> {
        let first_day = (first + 23).div_euclid(24);
        let every = |from: i64, by: i64| (0..).map(move |i| from + i * by).take_while(move |&at| at <= last);
        match self {
            Self::Hours(n) => every((first + n - 1).div_euclid(n) * n, n).collect(),
            Self::Days(n) => every(first_day * 24, n * 24).collect(),
            Self::Weeks(n) => {
                let monday = first_day + (week_begins - weekday(first_day)).rem_euclid(7);
                every(monday * 24, n * 7 * 24).collect()
            }
            Self::Months(n) => months(n, first, last),
            Self::Years(n) => months(n * 12, first, last),
        }
    }
}

/// The first hours of every `by`-th month, counted from January of year 0.
fn months(by: i64, first: i64, last: i64) -> Vec<i64> {
    let (year, month, _) = date(first.div_euclid(24));
    let from = (year * 12 + i64::from(month) - 1).div_euclid(by);
    (from..)
        .map(|i| days((i * by).div_euclid(12), (i * by).rem_euclid(12) + 1, 1) * 24)
        .skip_while(|&at| at < first)
        .take_while(|&at| at <= last)
        .collect()
}

/// One tick.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TimeTick {
    /// Pixels from the picture's left edge.
    pub(crate) x: f64,
    pub(crate) label: String,
    /// The larger unit, where it begins.
    pub(crate) under: Option<String>,
}

/// The closest ticks whose labels of font size `size` don't touch; `place` turns seconds into pixels.
pub(crate) fn time_ticks(plotted: &Plotted<'_>, size: f64, place: impl Fn(f64) -> f64) -> Vec<TimeTick> {
    let walls: Vec<i64> = plotted.points().map(|p| wall_hours(p.civil)).collect();
    let (Some(&first), Some(&last)) = (walls.iter().min(), walls.iter().max()) else {
        return Vec::new();
    };
    let words = &plotted.chart.words;
    // The first week may be cut short by the period, the second begins where weeks begin.
    let week_begins = match plotted.chart.x.bucket {
        Bucket::Week => walls.get(1).or(walls.first()).map_or(0, |w| weekday(w.div_euclid(24))),
        _ => 0,
    };
    let (from, to) = plotted.ends();
    let (left, right) = (place(from), place(to));
    // The axis reaches half a bucket beyond its points: the month that a year of weeks begins in may begin there.
    let reach = plotted.chart.x.bucket.seconds() / 7200;
    for step in Step::ALL {
        if !step.suits(plotted.chart.x.bucket) || (last - first) / step.hours() > MOST {
            continue;
        }
        let ticks: Vec<TimeTick> = step
            .walls(first - reach, last + reach, week_begins)
            .into_iter()
            .map(|wall| (place(seconds(plotted, &walls, wall)), wall))
            .filter(|(x, _)| (left..=right).contains(x))
            .map(|(x, wall)| TimeTick {
                x,
                label: label(step, wall, words),
                under: Some(under(step, wall, words)),
            })
            .collect();
        if ticks.len() < 2 {
            break;
        }
        if ticks.windows(2).all(|pair| apart(&pair[0], &pair[1], size)) {
            return with_changes_only(ticks, size);
        }
    }
    ends_only(plotted, &walls, size, place)
}

/// Ticks at the first and the last point, for axes that no round date falls into twice.
fn ends_only(plotted: &Plotted<'_>, walls: &[i64], size: f64, place: impl Fn(f64) -> f64) -> Vec<TimeTick> {
    let words = &plotted.chart.words;
    let step = if plotted.chart.x.bucket == Bucket::Hour { Step::Hours(1) } else { Step::Days(1) };
    let mut ticks: Vec<TimeTick> = Vec::new();
    for (at, &wall) in walls.iter().enumerate() {
        if at > 0 && at + 1 < walls.len() {
            continue;
        }
        let tick = TimeTick {
            x: place(plotted.at(at)),
            label: label(step, wall, words),
            under: Some(under(step, wall, words)),
        };
        if ticks.last().is_none_or(|before| apart(before, &tick, size)) {
            ticks.push(tick);
        }
    }
    with_changes_only(ticks, size)
}

/// Seconds on the axis of an hour of wall clock: counted from the last point before it.
fn seconds(plotted: &Plotted<'_>, walls: &[i64], wall: i64) -> f64 {
    let place = walls.partition_point(|&w| w <= wall).saturating_sub(1);
    plotted.at(place) + (wall - walls[place]) as f64 * 3600.0
}

fn label(step: Step, wall: i64, words: &Words) -> String {
    let (year, month, day) = date(wall.div_euclid(24));
    match step {
        Step::Hours(_) => words.hour(i8::try_from(wall.rem_euclid(24)).unwrap_or(0)),
        Step::Days(_) | Step::Weeks(_) => words.day(month, day),
        Step::Months(_) => words.month(month).to_owned(),
        Step::Years(_) => words.year(year),
    }
}

fn under(step: Step, wall: i64, words: &Words) -> String {
    let (year, month, day) = date(wall.div_euclid(24));
    match step {
        Step::Hours(_) => words.day(month, day),
        Step::Days(_) | Step::Weeks(_) | Step::Months(_) => words.year(year),
        Step::Years(_) => String::new(),
    }
}

fn apart(left: &TimeTick, right: &TimeTick, size: f64) -> bool {
    right.x - left.x >= (text::width(&left.label, size) + text::width(&right.label, size)) / 2.0 + BETWEEN
}

/// Keeps the larger unit only where it changes; where two would touch, the later one, since it is true of all
/// that follows.
fn with_changes_only(mut ticks: Vec<TimeTick>, size: f64) -> Vec<TimeTick> {
    let mut said = String::new();
    let mut before: Option<usize> = None;
    for i in 0..ticks.len() {
        let under = ticks[i].under.take().unwrap_or_default();
        if under.is_empty() || under == said {
            continue;
        }
        if let Some(before) = before {
            let half = (text::width(&said, size) + text::width(&under, size)) / 2.0;
            if ticks[i].x - ticks[before].x < half + BETWEEN {
                ticks[before].under = None;
            }
        }
        said.clone_from(&under);
        ticks[i].under = Some(under);
        before = Some(i);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Civil;
    use crate::model::{Chart, TimeAxis, TimePoint, ValueAxis};

    /// `count` points from a day at `hour`, on an axis `pixels` long.
    fn ticks(bucket: Bucket, from: (i16, i8, i8), count: i64, pixels: f64) -> Vec<String> {
        let begin = days(from.0.into(), from.1.into(), from.2.into()) * 86_400;
        let points = (0..count)
            .map(|i| {
                let at = begin + i * bucket.seconds();
                let (year, month, day) = date(at.div_euclid(86_400));
                let hour = i8::try_from(at.rem_euclid(86_400) / 3600).unwrap();
                let civil = Civil { year: i16::try_from(year).unwrap(), month, day, hour };
                TimePoint { at, civil, label: String::new() }
            })
            .collect();
        let chart = Chart {
            id: String::new(),
            title: String::new(),
            description: String::new(),
            x: TimeAxis { title: String::new(), bucket, points },
            y: ValueAxis { title: String::new(), unit: String::new(), decimals: 0 },
            lines: Vec::new(),
            marks: Vec::new(),
            words: Words::english(),
        };
        let plotted = Plotted::new(&chart);
        let (from, to) = plotted.ends();
        time_ticks(&plotted, 12.0, |at| (at - from) / (to - from) * pixels)
            .into_iter()
            .map(|tick| tick.under.map_or(tick.label.clone(), |under| format!("{} ({under})", tick.label)))
            .collect()
    }

    #[test]
    fn ticks_suit_the_span() {
        fn check(bucket: Bucket, from: (i16, i8, i8), count: i64, pixels: f64, expect: &str) {
            assert_eq!(ticks(bucket, from, count, pixels).join(" "), expect, "{bucket:?} {from:?} {count}");
        }
        check(Bucket::Hour, (2008, 2, 13), 12, 300.0, "0:00 (13 Feb) 3:00 6:00 9:00");
        check(Bucket::Hour, (2008, 2, 13), 48, 300.0, "0:00 (13 Feb) 12:00 0:00 (14 Feb) 12:00");
        check(Bucket::Day, (2007, 12, 30), 4, 300.0, "30 Dec (2007) 31 Dec 1 Jan (2008) 2 Jan");
        check(Bucket::Day, (2008, 1, 1), 91, 300.0, "Jan (2008) Feb Mar");
        check(Bucket::Day, (2008, 1, 1), 91, 460.0, "7 Jan (2008) 21 Jan 4 Feb 18 Feb 3 Mar 17 Mar 31 Mar");
        check(Bucket::Week, (2007, 4, 2), 52, 300.0, "May (2007) Jul Sep Nov Jan (2008) Mar");
        check(Bucket::Day, (2008, 1, 1), 2000, 250.0, "2008 2009 2010 2011 2012 2013");
        check(Bucket::Week, (1990, 1, 1), 52 * 40, 300.0, "1990 2000 2010 2020");
        check(Bucket::Day, (2008, 2, 13), 1, 300.0, "13 Feb (2008)");
        check(Bucket::Day, (2008, 2, 13), 0, 300.0, "");
    }
}
