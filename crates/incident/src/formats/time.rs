//! Points in time as reports write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// Longest text that is looked at: a time with weekday, zone and comment stays well below.
const LONGEST: usize = 80;

/// How dates and times without a zone are written.
const CIVIL: &[&str] = &[
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
];

/// How dates without a time of day are written.
const DATES: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"];

/// Reads a time with its zone: RFC 3339 (and ISO 8601 as far as it goes beyond), or RFC 5322.
pub(super) fn with_zone(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    if let Ok(zoned) = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text) {
        return Some(zoned);
    }
    // `2013-10-28 11:03:09 UTC` and `2013-10-28 11:03:09 +0900`.
    let (civil, zone) = text.rsplit_once(' ')?;
    let civil = date_time(civil)?;
    if matches!(zone, "UTC" | "GMT" | "Z" | "UT") {
        return civil.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
    }
    format!("{civil}{zone}").parse().ok()
}

/// Reads a time with or without a zone. One without is taken in `zone`; whether it had one is said as well.
pub(super) fn any(text: &str, zone: &TimeZone) -> Option<(Timestamp, bool)> {
    if let Some(time) = with_zone(text) {
        return Some((time, true));
    }
    let civil = civil(text)?;
    civil.to_zoned(zone.clone()).ok().map(|zoned| (zoned.timestamp(), false))
}

/// Reads date and time, or a date as its first moment.
pub(super) fn civil(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let date = || DATES.iter().find_map(|format| Date::strptime(format, text).ok());
    date_time(text).or_else(|| date().map(DateTime::from))
}

fn date_time(text: &str) -> Option<DateTime> {
    CIVIL.iter().find_map(|format| DateTime::strptime(format, text).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let check = |text: &str, expect: Option<(&str, bool)>| {
            let read = any(text, &tokyo).map(|(time, known)| (time.to_string(), known));
            assert_eq!(read, expect.map(|(time, known)| (time.to_owned(), known)), "{text}");
        };
        check("2018-02-05T14:17:10Z", Some(("2018-02-05T14:17:10Z", true)));
        check("2015-07-23T01:58:17+00:00", Some(("2015-07-23T01:58:17Z", true)));
        check("Tue, 19 Jan 2016 14:32:40 -0500 (EST)", Some(("2016-01-19T19:32:40Z", true)));
        check("Mon, 18 Jan 2016 23:57:24 UTC", Some(("2016-01-18T23:57:24Z", true)));
        check("Tue, 18 Jan 2016 23:57:24 GMT", Some(("2016-01-18T23:57:24Z", true)));
        check("2013-10-28 11:03:09 UTC", Some(("2013-10-28T11:03:09Z", true)));
        check("2013-10-28 11:03:09 +0900", Some(("2013-10-28T02:03:09Z", true)));
        check("2020/01/02 10:00:00", Some(("2020-01-02T01:00:00Z", false)));
        check("2020-01-02 10:00", Some(("2020-01-02T01:00:00Z", false)));
        check("2020-01-02T10:00:00.5", Some(("2020-01-02T01:00:00.5Z", false)));
        check("2020/01/02", Some(("2020-01-01T15:00:00Z", false)));
        check("20200102", Some(("2020-01-01T15:00:00Z", false)));
        check("This is not a date", None);
        check("2020-13-02 10:00:00", None);
        check("日本 UTC", None);
        check("", None);
        check(&"2".repeat(5000), None);
    }
}
