//! A series as a chart: the graph of the activity report.
//!
//! What is drawn is packets per sensor *and hour* for points of an hour, *and day* for points of a day or a
//! week: a week cut short by the period's end, or with hours in which no sensor was alive, is drawn at its rate
//! over the hours that were observed, so that it does not look like a fall.

use chart::{Bucket, Chart, Civil, TimeAxis, TimePoint, ValueAxis, Words};
use jiff::tz::TimeZone;
use kernel::{BucketSize, Lang};

use crate::query::{Point, Series};

/// How a graph is to be made.
#[derive(Debug, Clone)]
pub struct GraphOptions {
    /// Unique within the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The width of the points that the series was asked for.
    pub size: BucketSize,
    /// What the axis is labelled in.
    pub zone: TimeZone,
    /// The language of its words.
    pub lang: Lang,
}

/// The graph of `series`.
pub fn graph(series: &Series, options: GraphOptions) -> Chart {
    let GraphOptions { id, title, size, zone, lang } = options;
    let points = series.buckets.iter().map(|bucket| {
        let start = bucket.hours.start.start();
        let civil = start.to_zoned(zone.clone());
        let label = match bucket.first_day {
            Some(day) => day.to_string(),
            None => civil.strftime("%Y-%m-%d %H:%M").to_string(),
        };
        let civil = Civil { year: civil.year(), month: civil.month(), day: civil.day(), hour: civil.hour() };
        TimePoint { at: start.as_second(), civil, label }
    });
    let lines = series.lines.iter().map(|line| chart::Line {
        name: line.port.label(lang),
        values: line.points.iter().map(|point| point.map(|point| rate(point, size))).collect(),
    });
    let (y_title, unit, description) = words(size, lang);
    Chart {
        id,
        title,
        description,
        x: TimeAxis { title: String::new(), bucket: bucket(size), points: points.collect() },
        y: ValueAxis { title: y_title, unit, decimals: 1 },
        lines: lines.collect(),
        marks: Vec::new(),
        words: match lang {
            Lang::Ja => Words::japanese(),
            Lang::En => Words::english(),
        },
    }
}

/// Packets per sensor and hour, or and day.
pub fn rate(point: Point, size: BucketSize) -> f64 {
    match size {
        BucketSize::Hour => point.average,
        BucketSize::Day | BucketSize::Week => point.average * 24.0 / f64::from(point.hours.max(1)),
    }
}

const fn bucket(size: BucketSize) -> Bucket {
    match size {
        BucketSize::Hour => Bucket::Hour,
        BucketSize::Day => Bucket::Day,
        BucketSize::Week => Bucket::Week,
    }
}

/// The value axis's title and unit, and the description for people who can't see the graph.
fn words(size: BucketSize, lang: Lang) -> (String, String, String) {
    let hourly = size == BucketSize::Hour;
    match lang {
        Lang::Ja => (
            "センサー平均パケット数".to_owned(),
            if hourly { "件/時" } else { "件/日" }.to_owned(),
            "センサー1台あたりの平均パケット数の推移。稼働中のセンサーがない期間は欠測として示す。"
                .to_owned(),
        ),
        Lang::En => (
            "Packets per sensor".to_owned(),
            if hourly { "per hour" } else { "per day" }.to_owned(),
            "Average packets per sensor over time. Times in which no sensor was alive are shown as gaps."
                .to_owned(),
        ),
    }
}
