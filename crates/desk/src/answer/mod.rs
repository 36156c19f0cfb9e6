//! Answers for programs, in the one shape that the command line and the site's API give.
//!
//! Times are those of RFC 3339 with the zone's offset, averages are rounded to three decimals, and a gap is `null`
//! in JSON and empty in CSV.

mod activity;
mod incident;
mod series;
mod top;

use jiff::tz::TimeZone;
use kernel::{Hour, Lang, Period};
use serde::Serialize;

use crate::settings::Settings;

pub use activity::{FIGURE_COLUMNS, FiguresAnswer, figure_row};
pub use incident::{INCIDENT_COLUMNS, incident_row};
pub use series::SeriesAnswer;
pub use top::{TopAnswer, TopPlace};

/// The days that an answer is about.
#[derive(Debug, Serialize)]
pub struct PeriodHead {
    /// First day.
    pub from: String,
    /// Last day, included.
    pub to: String,
    /// IANA name of the zone that its days run in.
    pub time_zone: String,
    /// What the organisation says of its data, such as that they are made up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
}

impl PeriodHead {
    /// `period` in `zone`, with the notice of the settings.
    pub fn new(period: Period, zone: &TimeZone, settings: &Settings, lang: Lang) -> Self {
        Self {
            from: period.from.to_string(),
            to: period.to.to_string(),
            time_zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            notice: settings.notice.as_ref().map(|notice| notice.get(lang).to_owned()),
        }
    }
}

/// To three decimals.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The beginning of an hour: `2008-01-01T00:00:00+09:00`.
fn instant(hour: Hour, zone: &TimeZone) -> String {
    hour.start().to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A number, or nothing.
fn told(number: Option<impl ToString>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_carry_the_zone_and_averages_three_decimals() {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let hour = Hour::of("2007-12-31T15:00:00Z".parse().unwrap());
        assert_eq!(instant(hour, &zone), "2008-01-01T00:00:00+09:00");
        assert_eq!(
            (rounded(2.0 / 3.0), told(Some(7)), told(None::<u64>)),
            (0.667, "7".to_owned(), String::new())
        );
    }
}
