//! `hinomi observe series`: the course of chosen ports.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use desk::answer::{PeriodHead, SeriesAnswer};
use kernel::{BucketSize, Lang};
use observe::{Class, Port, SeriesQuery};

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

impl SeriesArgs {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let zone = self.period.zone.or(&app.settings.zone);
        let period = self.period.period()?;
        let size = BucketSize::from(self.bucket);
        let buckets = period.buckets(size, &zone)?;
        let query = SeriesQuery { ports: self.ports, buckets, class: self.class, sources: true };
        let series = app.observe.series(query).await?;
        let head = PeriodHead::new(period, &zone, &app.settings, Lang::En);
        let answer = SeriesAnswer::new(head, size, self.class, series, &zone);
        output::print(&match self.format {
            Format::Csv => output::csv(&SeriesAnswer::COLUMNS, answer.records())?,
            Format::Json => output::json(&answer)?,
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
