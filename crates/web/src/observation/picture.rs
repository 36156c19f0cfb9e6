//! From a series to a chart.

use jiff::tz::TimeZone;
use kernel::{Bucket, BucketSize, Lang};
use observe::{Point, Series};

use crate::texts::text;
use crate::words;

/// What a chart is about, beside its numbers.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Unique within the page.
    pub id: &'a str,
    /// What it shows, as a heading.
    pub title: &'a str,
    /// What it shows, in a sentence for people who can't see it.
    pub description: &'a str,
    /// The reader's language.
    pub lang: Lang,
    /// The organisation's time zone.
    pub zone: &'a TimeZone,
    /// How wide the points are.
    pub size: BucketSize,
}

/// The chart of a series: average packets per sensor, in an hour where the points are hours, else in a day.
///
/// A day or a week of which only a part was listened to counts by that part: the figure is the average per
/// sensor divided by the hours heard, times 24. Otherwise the first day of a sensor, and the week in which the
/// period ends, would fall for no reason but the calendar's.
pub fn chart_of(series: &Series, subject: Subject<'_>) -> chart::Chart {
    let points = series.buckets.iter().map(|bucket| time_point(bucket, subject.zone)).collect();
    let lines = series.lines.iter().map(|line| chart::Line {
        name: words::port(line.port, subject.lang),
        values: line.points.iter().map(|point| point.and_then(|p| plotted(p, subject.size))).collect(),
    });
    chart::Chart {
        id: subject.id.to_owned(),
        title: subject.title.to_owned(),
        description: subject.description.to_owned(),
        x: chart::TimeAxis {
            title: String::new(),
            bucket: match subject.size {
                BucketSize::Hour => chart::Bucket::Hour,
                BucketSize::Day => chart::Bucket::Day,
                BucketSize::Week => chart::Bucket::Week,
            },
            points,
        },
        y: chart::ValueAxis {
            title: text(
                subject.lang,
                if subject.size == BucketSize::Hour { "chart-per-hour" } else { "chart-per-day" },
            ),
            unit: String::new(),
            decimals: 1,
        },
        lines: lines.collect(),
        marks: Vec::new(),
        words: match subject.lang {
            Lang::Ja => chart::Words::japanese(),
            Lang::En => chart::Words::english(),
        },
    }
}

/// The value that is drawn; none where no hour was heard.
pub(crate) fn plotted(point: Point, size: BucketSize) -> Option<f64> {
    if point.hours == 0 {
        return None;
    }
    Some(match size {
        BucketSize::Hour => point.average,
        BucketSize::Day | BucketSize::Week => point.average * 24.0 / f64::from(point.hours),
    })
}

fn time_point(bucket: &Bucket, zone: &TimeZone) -> chart::TimePoint {
    let start = bucket.hours.start.start();
    let civil = start.to_zoned(zone.clone()).datetime();
    chart::TimePoint {
        at: start.as_second(),
        civil: chart::Civil {
            year: civil.year(),
            month: civil.month(),
            day: civil.day(),
            hour: civil.hour(),
        },
        label: words::bucket(bucket, zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_half_heard_counts_by_the_half() {
        let point = |average, hours| Point { packets: 0, average, sources: 0, hours };
        assert_eq!(plotted(point(12.0, 12), BucketSize::Day), Some(24.0));
        assert_eq!(plotted(point(12.0, 24), BucketSize::Day), Some(12.0));
        assert_eq!(plotted(point(70.0, 168), BucketSize::Week), Some(10.0));
        assert_eq!(plotted(point(3.0, 1), BucketSize::Hour), Some(3.0));
        assert_eq!(plotted(point(0.0, 0), BucketSize::Day), None);
    }
}
