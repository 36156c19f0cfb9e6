//! Which days a question is about, and how finely they are cut.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Bucket, BucketSize, CivilError, HourRange, Period};

use crate::parameters::{Mistake, ParameterError, Parameters};

/// Points of one line at most. More draws nothing that an eye could tell apart, and makes an answer of many
/// megabytes.
pub(crate) const MOST_POINTS: usize = 10_000;

/// Up to this many days a page offers hours.
pub(crate) const DAYS_IN_HOURS: u32 = 31;

/// The bucket sizes by name.
pub(crate) const SIZES: [(&str, BucketSize); 3] =
    [("hour", BucketSize::Hour), ("day", BucketSize::Day), ("week", BucketSize::Week)];

/// The quarter that a page shows unless asked otherwise: the last one that has data, by the end of what there
/// is; the present one where there is nothing.
pub(crate) fn latest_quarter(span: Option<HourRange>, now: Timestamp, zone: &TimeZone) -> Period {
    let last = match span {
        // The range ends before `end`.
        Some(span) if !span.is_empty() => kernel::Hour(span.end.0 - 1).start(),
        _ => now,
    };
    Period::quarter_of(last.to_zoned(zone.clone()).date())
}

/// The quarters before and after the one that the period ends in; none at the calendar's ends.
pub(crate) fn neighbours(period: Period) -> (Option<Period>, Option<Period>) {
    let quarter = Period::quarter_of(period.to);
    let before = quarter.from.checked_sub(1.day()).ok().filter(|day| day.year() >= 1970);
    let after = quarter.to.checked_add(1.day()).ok().filter(|day| day.year() < 2200);
    (before.map(Period::quarter_of), after.map(Period::quarter_of))
}

/// The days from `from` to `to` in the query, or `default` where there is neither.
///
/// One without the other is a mistake: what it should mean would be a guess.
pub(crate) fn from_parameters(parameters: &mut Parameters, default: Period) -> Period {
    let errors = parameters.errors.len();
    let (from, to) = (parameters.date("from"), parameters.date("to"));
    match (from, to) {
        (Some(from), Some(to)) => match Period::new(from, to) {
            Ok(period) => return period,
            Err(_) => parameters.wrong("to", Mistake::Backwards),
        },
        _ if parameters.errors.len() > errors => {}
        (Some(_), None) => parameters.wrong("to", Mistake::Missing),
        (None, Some(_)) => parameters.wrong("from", Mistake::Missing),
        (None, None) => {}
    }
    default
}

/// Cuts the period, unless that makes too many points or the zone can't be cut at hours.
pub(crate) fn cut(period: Period, size: BucketSize, zone: &TimeZone) -> Result<Vec<Bucket>, ParameterError> {
    let days = period.days() as usize;
    let points = match size {
        BucketSize::Hour => days * 24,
        BucketSize::Day => days,
        BucketSize::Week => days / 7,
    };
    if points > MOST_POINTS {
        return Err(ParameterError::new("bucket", Mistake::TooFine(MOST_POINTS)));
    }
    period.buckets(size, zone).map_err(|error| refuse(&error))
}

/// The hours of a period.
pub(crate) fn hours(period: Period, zone: &TimeZone) -> Result<HourRange, ParameterError> {
    period.hours(zone).map_err(|error| refuse(&error))
}

fn refuse(error: &CivilError) -> ParameterError {
    ParameterError::new("from", Mistake::Zone(error.to_string()))
}

/// The day in the zone that an hour lies in.
pub(crate) fn day_of(hour: kernel::Hour, zone: &TimeZone) -> Date {
    hour.start().to_zoned(zone.clone()).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::Hour;

    use super::*;

    #[test]
    fn the_quarter_is_the_last_that_has_data() {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let now: Timestamp = "2026-05-05T00:00:00Z".parse().unwrap();
        let until = |end: &str| {
            let end = Hour::of(end.parse().unwrap());
            latest_quarter(Some(HourRange::new(Hour(0), end)), now, &zone).from
        };
        // Midnight of 1 April in Tokyo: the last hour still is in March.
        assert_eq!(until("2008-03-31T15:00:00Z"), date(2008, 1, 1));
        assert_eq!(until("2008-03-31T16:00:00Z"), date(2008, 4, 1));
        assert_eq!(latest_quarter(None, now, &zone).from, date(2026, 4, 1));
    }

    #[test]
    fn neighbours_are_whole_quarters() {
        let (before, after) = neighbours(Period::new(date(2008, 1, 10), date(2008, 2, 3)).unwrap());
        assert_eq!(before.unwrap(), Period::new(date(2007, 10, 1), date(2007, 12, 31)).unwrap());
        assert_eq!(after.unwrap(), Period::new(date(2008, 4, 1), date(2008, 6, 30)).unwrap());
    }

    #[test]
    fn too_many_points_are_refused_before_they_are_made() {
        let century = Period::new(date(1970, 1, 1), date(2199, 12, 31)).unwrap();
        assert!(cut(century, BucketSize::Day, &TimeZone::UTC).is_err());
        assert!(cut(century, BucketSize::Week, &TimeZone::UTC).is_err());
        let year = Period::new(date(2008, 1, 1), date(2008, 12, 31)).unwrap();
        assert_eq!(cut(year, BucketSize::Hour, &TimeZone::UTC).unwrap().len(), 366 * 24);
    }
}
