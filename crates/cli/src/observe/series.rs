//! `hinomi observe series`: the course of chosen ports.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use kernel::{Bucket, BucketSize};
use observe::{Class, Point, Port, Sensors, Series, SeriesQuery, Spread};
use serde::Serialize;

use super::answer::{PeriodHead, instant, rounded};
use crate::output;
use crate::period::PeriodArgs;

#[derive(Debug, Args)]
pub(crate) struct SeriesArgs {
    /// A port (445/tcp, 1026/udp), an ICMP type (8/icmp) or a protocol as a whole (icmp); several times for several.
    #[arg(long = "port", value_name = "PORT", required = true)]
    ports: Vec<Port>,
    #[command(flatten)]
    period: PeriodArgs,
    /// How wide a point is.
    #[arg(long, value_enum, default_value_t = BucketArg::Day)]
    bucket: BucketArg,
    /// Only packets of this class: scan, backscatter or other.
    #[arg(long)]
    class: Option<Class>,
    /// Rows or objects, with the fields of the site's /api/v1/observe/series.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum BucketArg {
    Hour,
    Day,
    Week,
}

impl From<BucketArg> for BucketSize {
    fn from(bucket: BucketArg) -> Self {
        match bucket {
            BucketArg::Hour => Self::Hour,
            BucketArg::Day => Self::Day,
            BucketArg::Week => Self::Week,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Csv,
    Json,
}

/// The answer as JSON.
#[derive(Debug, Serialize)]
struct Answer {
    period: PeriodHead,
    bucket: BucketSize,
    class: Option<Class>,
    buckets: Vec<BucketHead>,
    lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct BucketHead {
    start: String,
    hours: u32,
    sensors: Sensors,
}

#[derive(Debug, Serialize)]
struct Line {
    port: Port,
    spread: Spread,
    points: Vec<Option<Point>>,
}

impl Line {
    fn new(line: observe::Line) -> Self {
        let rounding = |point: Point| Point { average: rounded(point.average), ..point };
        let points = line.points.into_iter().map(|point| point.map(rounding)).collect();
        Self { port: line.port, spread: line.spread, points }
    }
}

impl SeriesArgs {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let zone = self.period.zone.or(&app.settings.zone);
        let period = self.period.period()?;
        let size = BucketSize::from(self.bucket);
        let buckets = period.buckets(size, &zone)?;
        let query = SeriesQuery { ports: self.ports, buckets, class: self.class, sources: true };
        let Series { buckets, sensors, lines } = app.observe.series(query).await?;
        let head = |(bucket, sensors): (Bucket, Sensors)| BucketHead {
            start: instant(bucket.hours.start, &zone),
            hours: bucket.hours.len(),
            sensors,
        };
        let answer = Answer {
            period: PeriodHead::new(period, &zone, &app.settings),
            bucket: size,
            class: self.class,
            buckets: buckets.into_iter().zip(sensors).map(head).collect(),
            lines: lines.into_iter().map(Line::new).collect(),
        };
        output::print(&match self.format {
            Format::Csv => csv(&answer, self.bucket)?,
            Format::Json => output::json(&answer)?,
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// One row for each bucket and port; where no sensor was alive the figures are empty: a gap is no zero.
fn csv(answer: &Answer, size: BucketArg) -> anyhow::Result<String> {
    let header = [
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
    let size = size.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
    let rows = answer.buckets.iter().enumerate().flat_map(|(place, bucket)| {
        let size = &size;
        answer.lines.iter().map(move |line| {
            let point = line.points.get(place).copied().flatten();
            let told = |text: Option<String>| text.unwrap_or_default();
            [
                bucket.start.clone(),
                size.clone(),
                line.port.to_string(),
                told(point.map(|point| point.average.to_string())),
                told(point.map(|point| point.packets.to_string())),
                told(point.and_then(|point| point.sources).map(|sources| sources.to_string())),
                point.map_or(0, |point| point.hours).to_string(),
                bucket.sensors.fewest.to_string(),
                bucket.sensors.most.to_string(),
            ]
        })
    });
    output::csv(&header, rows)
}
