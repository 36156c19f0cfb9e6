//! Days, weeks and quarters of the organisation's time zone, as ranges of hours.
//!
//! Storage is UTC; a civil period is resolved here, at the edge. Series run in whole hours, so a time zone
//! whose offset is not a whole number of hours (India, Nepal) has days that no series can be cut at: that is
//! said as an error, not rounded.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::hour::{Hour, HourRange};

/// Why a civil period can't be used.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum CivilError {
    /// `to` lies before `from`.
    #[error("the period ends ({to}) before it begins ({from})")]
    Backwards {
        /// First day asked for.
        from: Date,
        /// Last day asked for.
        to: Date,
    },
    /// The time zone's midnight is not at a whole UTC hour.
    #[error(
        "in time zone {zone}, {day} does not begin at a whole hour of UTC; series are kept in whole hours"
    )]
    NotWholeHours {
        /// IANA name of the zone.
        zone: String,
        /// The day whose midnight falls inside an hour.
        day: Date,
    },
    /// A date that no calendar reaches.
    #[error("{0} is outside the dates that can be computed with")]
    OutOfRange(Date),
}

/// Civil days from `from` to `to`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Period {
    /// The days from `from` to `to`, both included.
    pub fn new(from: Date, to: Date) -> Result<Self, CivilError> {
        if to < from { Err(CivilError::Backwards { from, to }) } else { Ok(Self { from, to }) }
    }

    /// The calendar quarter that `day` lies in.
    pub fn quarter_of(day: Date) -> Self {
        let first = (day.month() - 1) / 3 * 3 + 1;
        let from = Date::constant(day.year(), first, 1);
        let to = Date::constant(day.year(), first + 2, 1).last_of_month();
        Self { from, to }
    }

    /// The twelve months that end with this period.
    pub fn year_ending_with(self) -> Self {
        let from = self.to.first_of_month().saturating_sub(11.months());
        Self { from, to: self.to }
    }

    /// The period of the same length that ends the day before this one begins: of whole months where this one has
    /// whole months.
    #[must_use]
    pub fn before(self) -> Self {
        let to = self.from.yesterday().unwrap_or(self.from);
        let from = match self.whole_months() {
            Some(months) => self.from.saturating_sub(months.months()),
            None => to.saturating_sub((i64::from(self.days()) - 1).days()),
        };
        Self { from, to }
    }

    /// The period of the same length that begins the day after this one ends.
    #[must_use]
    pub fn after(self) -> Self {
        let from = self.to.tomorrow().unwrap_or(self.to);
        let to = match self.whole_months() {
            Some(months) => from.saturating_add((months - 1).months()).last_of_month(),
            None => from.saturating_add((i64::from(self.days()) - 1).days()),
        };
        Self { from, to }
    }

    /// The same days a year ago; a month's last day stays one.
    #[must_use]
    pub fn year_before(self) -> Self {
        let to = self.to.saturating_sub(1.year());
        let to = if self.to == self.to.last_of_month() { to.last_of_month() } else { to };
        Self { from: self.from.saturating_sub(1.year()), to }
    }

    /// How many calendar months these days fill; none where they cut one.
    fn whole_months(self) -> Option<i64> {
        let whole = self.from.day() == 1 && self.to == self.to.last_of_month();
        let ordinal = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month());
        whole.then(|| ordinal(self.to) - ordinal(self.from) + 1)
    }

    /// How many days these are.
    pub fn days(self) -> u32 {
        let span = self.from.until((Unit::Day, self.to)).map(|s| s.get_days()).unwrap_or(0);
        u32::try_from(span).unwrap_or(0) + 1
    }

    /// The hours of these days in `zone`.
    pub fn hours(self, zone: &TimeZone) -> Result<HourRange, CivilError> {
        let after = self.to.tomorrow().map_err(|_| CivilError::OutOfRange(self.to))?;
        Ok(HourRange::new(midnight(self.from, zone)?, midnight(after, zone)?))
    }

    /// The instants between which these days lie in `zone`: the first belongs to them, the last does not.
    pub fn instants(self, zone: &TimeZone) -> Result<(Timestamp, Timestamp), CivilError> {
        let after = self.to.tomorrow().map_err(|_| CivilError::OutOfRange(self.to))?;
        let begins = |day: Date| {
            zone.to_zoned(day.at(0, 0, 0, 0))
                .map(|zoned| zoned.timestamp())
                .map_err(|_| CivilError::OutOfRange(day))
        };
        Ok((begins(self.from)?, begins(after)?))
    }

    /// The calendar months that these days touch, whole or cut by the period's ends.
    pub fn months(self) -> Vec<Self> {
        let mut months = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let to = from.last_of_month().min(self.to);
            months.push(Self { from, to });
            match to.tomorrow() {
                Ok(next) => from = next,
                Err(_) => break,
            }
        }
        months
    }

    /// Cuts the days into buckets of `size`; the first and the last may be cut short by the period's ends.
    pub fn buckets(self, size: BucketSize, zone: &TimeZone) -> Result<Vec<Bucket>, CivilError> {
        let all = self.hours(zone)?;
        if size == BucketSize::Hour {
            return Ok(all
                .iter()
                .map(|h| Bucket { first_day: None, hours: HourRange::new(h, Hour(h.0 + 1)) })
                .collect());
        }
        let mut buckets = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            let last = match size {
                BucketSize::Week => {
                    let to_sunday = 7 - i32::from(day.weekday().to_monday_one_offset());
                    day.saturating_add(to_sunday.days()).min(self.to)
                }
                _ => day,
            };
            let hours = Self { from: day, to: last }.hours(zone)?;
            buckets.push(Bucket { first_day: Some(day), hours });
            day = last.tomorrow().map_err(|_| CivilError::OutOfRange(last))?;
        }
        Ok(buckets)
    }
}

/// How wide a point of a series is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BucketSize {
    /// One hour of UTC.
    Hour,
    /// One civil day.
    Day,
    /// Monday to Sunday (ISO 8601).
    Week,
}

impl BucketSize {
    /// The name in data and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }

    /// The width that suits a graph of so many days: some hundred points, not thousands.
    pub const fn for_days(days: u32) -> Self {
        match days {
            0..=7 => Self::Hour,
            8..=190 => Self::Day,
            _ => Self::Week,
        }
    }
}

/// One point's width on the time axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bucket {
    /// The civil day it begins with; none for an hour.
    pub first_day: Option<Date>,
    /// Its hours.
    pub hours: HourRange,
}

fn midnight(day: Date, zone: &TimeZone) -> Result<Hour, CivilError> {
    let start = day.to_zoned(zone.clone()).map_err(|_| CivilError::OutOfRange(day))?.timestamp();
    if start.as_second().rem_euclid(3600) != 0 {
        let zone = zone.iana_name().unwrap_or("(unnamed)").to_owned();
        return Err(CivilError::NotWholeHours { zone, day });
    }
    Ok(Hour::of(start))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_quarter_in_tokyo_begins_at_15_utc() {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let quarter = Period::quarter_of(date(2008, 2, 29));
        assert_eq!(quarter, Period::new(date(2008, 1, 1), date(2008, 3, 31)).unwrap());
        let hours = quarter.hours(&zone).unwrap();
        assert_eq!(hours.start.start().to_string(), "2007-12-31T15:00:00Z");
        assert_eq!(hours.len(), 91 * 24);
        assert_eq!(quarter.year_ending_with().from, date(2007, 4, 1));
        assert_eq!(quarter.days(), 91);
    }

    #[test]
    fn neighbours_are_as_long_and_touch() {
        for (name, before, year_before) in [
            ("2008Q1", "2007Q4", "2007Q1"),
            ("2008H1", "2007H2", "2007H1"),
            ("FY2007", "FY2006", "FY2006"),
            ("2008-02", "2008-01", "2007-02"),
            ("2007-02", "2007-01", "2006-02"),
            ("2008-01-08..2008-01-14", "2008-01-01..2008-01-07", "2007-01-08..2007-01-14"),
        ] {
            let period: Period = name.parse().unwrap();
            assert_eq!(period.before().to_string(), before);
            assert_eq!(period.year_before().to_string(), year_before);
            assert_eq!(period.before().after(), period, "{name}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_and_are_cut_at_the_ends() {
        let period = Period::new(date(2008, 1, 1), date(2008, 1, 14)).unwrap();
        let weeks = period.buckets(BucketSize::Week, &TimeZone::UTC).unwrap();
        let days: Vec<_> =
            weeks.iter().map(|b| (b.first_day.unwrap().to_string(), b.hours.len() / 24)).collect();
        assert_eq!(days, [("2008-01-01".into(), 6), ("2008-01-07".into(), 7), ("2008-01-14".into(), 1)]);
    }

    #[test]
    fn a_half_hour_zone_is_refused_with_its_name() {
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let period = Period::new(date(2008, 1, 1), date(2008, 1, 2)).unwrap();
        let error = period.hours(&zone).unwrap_err();
        assert!(error.to_string().contains("Asia/Kolkata"), "{error}");
    }
}
