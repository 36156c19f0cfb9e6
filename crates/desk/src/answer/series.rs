//! The course of chosen ports.

use jiff::tz::TimeZone;
use kernel::BucketSize;
use observe::{Class, Line, Point, Sensors, Series};
use serde::Serialize;

use super::{PeriodHead, instant, rounded, told};

/// A course.
#[derive(Debug, Serialize)]
pub struct SeriesAnswer {
    /// The days.
    pub period: PeriodHead,
    /// The width of a point.
    pub bucket: BucketSize,
    /// Only packets of this class; all where none.
    pub class: Option<Class>,
    /// Where the points stand, and who was listening.
    pub buckets: Vec<BucketHead>,
    /// One for each port.
    pub lines: Vec<PortLine>,
    /// Where it says who may use the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<&'static str>,
}

/// One bucket.
#[derive(Debug, Serialize)]
pub struct BucketHead {
    /// When it begins.
    start: String,
    /// Its hours.
    hours: u32,
    /// Who was listening.
    sensors: Sensors,
}

/// One port's course.
#[derive(Debug, Serialize)]
pub struct PortLine {
    port: observe::Port,
    spread: observe::Spread,
    /// One for each bucket; none in a gap.
    points: Vec<Option<Point>>,
}

impl SeriesAnswer {
    /// The columns of [`Self::records`].
    pub const COLUMNS: [&str; 9] = [
        "start",
        "bucket",
        "port",
        "average",
        "packets",
        "sources",
        "hours",
        "sensors_fewest",
        "sensors_most",
    ];

    /// What the lake said of `period`; buckets begin in the time of `zone`.
    pub fn new(
        period: PeriodHead,
        bucket: BucketSize,
        class: Option<Class>,
        series: Series,
        zone: &TimeZone,
    ) -> Self {
        let Series { buckets, sensors, lines } = series;
        let heads = buckets.into_iter().zip(sensors).map(|(bucket, sensors)| BucketHead {
            start: instant(bucket.hours.start, zone),
            hours: bucket.hours.len(),
            sensors,
        });
        let lines = lines.into_iter().map(PortLine::new).collect();
        Self { period, bucket, class, buckets: heads.collect(), lines, terms: None }
    }

    /// A row of CSV for each bucket and port; the figures of a gap are empty, and its hours are 0.
    pub fn records(&self) -> impl Iterator<Item = [String; 9]> {
        self.buckets.iter().enumerate().flat_map(move |(place, bucket)| {
            self.lines.iter().map(move |line| {
                let point = line.points.get(place).copied().flatten();
                [
                    bucket.start.clone(),
                    self.bucket.name().to_owned(),
                    line.port.to_string(),
                    told(point.map(|point| point.average)),
                    told(point.map(|point| point.packets)),
                    told(point.and_then(|point| point.sources)),
                    point.map_or(0, |point| point.hours).to_string(),
                    bucket.sensors.fewest.to_string(),
                    bucket.sensors.most.to_string(),
                ]
            })
        })
    }
}

impl PortLine {
    fn new(line: Line) -> Self {
        let rounding = |point: Point| Point { average: rounded(point.average), ..point };
        let points = line.points.into_iter().map(|point| point.map(rounding)).collect();
        Self { port: line.port, spread: line.spread, points }
    }
}
