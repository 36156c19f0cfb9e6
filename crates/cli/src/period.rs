//! `--from`, `--to` and `--time-zone`, the same for every question.

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Period;

/// A period of civil days.
#[derive(Debug, Args)]
pub(crate) struct PeriodArgs {
    /// First day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Date,
    /// Last day, included.
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Date,
    #[command(flatten)]
    pub zone: ZoneArg,
}

/// The time zone of days.
#[derive(Debug, Args)]
pub(crate) struct ZoneArg {
    /// IANA time zone in which days run, such as UTC or Asia/Tokyo; the organisation's unless said.
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: Option<TimeZone>,
}

impl PeriodArgs {
    /// The days.
    pub(crate) fn period(&self) -> anyhow::Result<Period> {
        Ok(Period::new(self.from, self.to)?)
    }
}

impl ZoneArg {
    /// The zone given, or the organisation's.
    pub(crate) fn or(&self, organisation: &TimeZone) -> TimeZone {
        self.time_zone.clone().unwrap_or_else(|| organisation.clone())
    }

    /// The zone given, or UTC, for what needs no data folder and so knows no organisation.
    pub(crate) fn or_utc(&self) -> TimeZone {
        self.time_zone.clone().unwrap_or(TimeZone::UTC)
    }
}

/// Reads a time zone's name.
fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| format!("{name:?} is not in the IANA time zone database"))
}
