//! `hinomi observe series`: the course of chosen ports.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use kernel::{Bucket, BucketSize};
use observe::{Class, Port, Series, SeriesQuery};

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

impl SeriesArgs {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let zone = self.period.zone.or(&app.settings.zone);
        let buckets = self.period.period()?.buckets(self.bucket.into(), &zone)?;
        let query = SeriesQuery { ports: self.ports, buckets, class: self.class, sources: true };
        let series = app.observe.series(query).await?;
        output::print(&match self.format {
            Format::Csv => csv(&series, &zone)?,
            Format::Json => output::json(&series)?,
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// One row for each bucket and port; where no sensor was alive the numbers are empty: a gap is no zero.
fn csv(series: &Series, zone: &TimeZone) -> anyhow::Result<String> {
    let header = ["start", "port", "packets", "average", "sources", "sensors", "hours"];
    let rows = series.buckets.iter().zip(&series.sensors).enumerate().flat_map(|(i, (bucket, sensors))| {
        let start = start(bucket, zone);
        series.lines.iter().map(move |line| {
            let point = line.points.get(i).copied().flatten();
            let told = |text: Option<String>| text.unwrap_or_default();
            [
                start.clone(),
                line.port.to_string(),
                told(point.map(|p| p.packets.to_string())),
                told(point.map(|p| format!("{:.3}", p.average))),
                told(point.and_then(|p| p.sources).map(|s| s.to_string())),
                sensors.alive.to_string(),
                told(point.map(|p| p.hours.to_string())),
            ]
        })
    });
    output::csv(&header, rows)
}

/// A day's date; an hour's beginning with its offset from UTC.
fn start(bucket: &Bucket, zone: &TimeZone) -> String {
    match bucket.first_day {
        Some(day) => day.to_string(),
        None => bucket.hours.start.start().to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M%:z").to_string(),
    }
}
