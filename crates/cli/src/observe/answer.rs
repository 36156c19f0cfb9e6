//! Answers for programs: the shape that the site's API has (`/api/v1`), so that who reads one reads the other.
//!
//! Times are those of RFC 3339 with the zone's offset, averages are rounded to three decimals, a gap is `null`
//! in JSON and empty in CSV. A test asks the site and the command the same and compares.

use jiff::tz::TimeZone;
use kernel::{Hour, Lang, Period};
use serde::Serialize;

/// The days that an answer is about.
#[derive(Debug, Serialize)]
pub(super) struct PeriodHead {
    pub from: String,
    pub to: String,
    pub time_zone: String,
    /// What the organisation says of its data, such as that they are made up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

impl PeriodHead {
    /// `period` in `zone`, with the notice of the settings.
    pub(super) fn new(period: Period, zone: &TimeZone, settings: &desk::Settings) -> Self {
        Self {
            from: period.from.to_string(),
            to: period.to.to_string(),
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            notice: settings.notice.as_ref().map(|notice| notice.get(Lang::En).to_owned()),
        }
    }
}

/// To three decimals.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The beginning of an hour: `2008-01-01T00:00:00+09:00`.
pub(super) fn instant(hour: Hour, zone: &TimeZone) -> String {
    hour.start().to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
