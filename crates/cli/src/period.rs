//! `--from`, `--to` and `--time-zone`, the same for every question.

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::Period;

/// A period of civil days.
#[derive(Debug, Args)]
pub(crate) struct PeriodArgs {
    /// First day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    from: Date,
    /// Last day, included.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
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

/// Reads a day.
fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "no day of the calendar: write 2008-01-31".to_owned())
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
}

/// Reads a time zone's name.
pub(crate) fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| "not in the IANA time zone database".to_owned())
}
