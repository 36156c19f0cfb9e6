//! Time stamps of logs and letters.
//!
//! Read are ISO 8601, syslog without a year (RFC 3164), Apache's common log format, RFC 5322, C's `ctime`, Snort's
//! `01/15-03:12:45`, `2008/01/15 3:12`, and Japanese dates with the era. A time without a zone is taken in the zone
//! that the text says elsewhere, else in the organisation's, and says which.

mod scan;
mod zone;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

pub(super) use zone::{declared, said};

/// A time that stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub at: Timestamp,
    /// Whether the text said its zone.
    pub zone_known: bool,
}

/// What a time needs from around it.
#[derive(Debug, Clone)]
pub(super) struct Clock<'a> {
    /// The organisation's zone.
    pub zone: &'a TimeZone,
    /// The zone that the text says its times are in.
    pub declared: Option<Offset>,
    /// When the message came: a date without a year is of the year that puts it nearest before.
    pub received: Timestamp,
}

/// A date may lie so far after the message's arrival before it is taken to be last year's: clocks are set wrong,
/// and zones differ.
const AHEAD_HOURS: i64 = 48;

/// The parts of a time as they were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Parts {
    year: Option<i16>,
    month: i8,
    day: i8,
    time: Time,
    offset: Option<Offset>,
}

impl Clock<'_> {
    /// All times of a line, `most` at most.
    pub(super) fn all(&self, line: &str, most: usize) -> Vec<Seen> {
        scan::times(line, most).into_iter().filter_map(|parts| self.seen(parts)).collect()
    }

    /// The first time of a line.
    pub(super) fn first(&self, line: &str) -> Option<Seen> {
        scan::times(line, 1).into_iter().find_map(|parts| self.seen(parts))
    }

    fn seen(&self, parts: Parts) -> Option<Seen> {
        let offset = parts.offset.or(self.declared);
        let at = |year| {
            let date = Date::new(year, parts.month, parts.day).ok()?;
            let civil = DateTime::from_parts(date, parts.time);
            match offset {
                Some(offset) => offset.to_timestamp(civil).ok(),
                None => self.zone.to_timestamp(civil).ok(),
            }
        };
        let at = match parts.year {
            Some(year) => at(year)?,
            None => {
                let latest = self.received.checked_add(AHEAD_HOURS.hours()).ok()?;
                let year = self.received.to_zoned(self.zone.clone()).year() + 1;
                // Four years, for the 29th of February.
                (0..=5).find_map(|back| at(year - back).filter(|at| *at <= latest))?
            }
        };
        Some(Seen { at, zone_known: offset.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: &str) {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let clock = Clock { zone: &zone, declared: None, received: "2008-01-20T00:00:00Z".parse().unwrap() };
        let seen = clock.first(&super::super::clean::clean(line));
        let seen = seen.map_or("none".to_owned(), |seen| format!("{} {}", seen.at, seen.zone_known));
        assert_eq!(seen, expect, "{line}");
    }

    #[test]
    fn times() {
        for (line, expect) in [
            ("2008-01-15T03:12:45Z", "2008-01-15T03:12:45Z true"),
            ("2008-01-15T03:12:45.123+09:00 x", "2008-01-14T18:12:45.123Z true"),
            ("2008-01-15 03:12:45,123 INFO", "2008-01-14T18:12:45Z false"),
            ("2008/01/15 03:12:45 (JST)", "2008-01-14T18:12:45Z true"),
            ("2008/1/15 3:12 GMT+9", "2008-01-14T18:12:00Z true"),
            ("2008-01-15 03:12:45 UTC", "2008-01-15T03:12:45Z true"),
            ("2008-01-15 03:12:45 -0500", "2008-01-15T08:12:45Z true"),
            ("Jan 15 03:12:45 host sshd[1]:", "2008-01-14T18:12:45Z false"),
            ("Dec  5 03:12:45 host", "2007-12-04T18:12:45Z false"),
            ("Feb 29 03:12:45 host", "2004-02-28T18:12:45Z false"),
            ("Jan 15 2008 03:12:45: %ASA", "2008-01-14T18:12:45Z false"),
            ("Jan 15 03:12:45 JST: %SEC", "2008-01-14T18:12:45Z true"),
            ("[15/Jan/2008:03:12:45 +0900] \"GET", "2008-01-14T18:12:45Z true"),
            ("[Tue Jan 15 03:12:45 2008] [error]", "2008-01-14T18:12:45Z false"),
            ("Tue Jan 15 03:12:45 JST 2008", "2008-01-14T18:12:45Z true"),
            ("Tue, 15 Jan 2008 03:12:45 +0900 (JST)", "2008-01-14T18:12:45Z true"),
            ("15 January 2008, 03:12:45 GMT", "2008-01-15T03:12:45Z true"),
            ("01/15-03:12:45.678901 [**]", "2008-01-14T18:12:45.678901Z false"),
            ("01/15/2008-03:12:45.678901  [**]", "2008-01-14T18:12:45.678901Z false"),
            ("平成20年1月15日 午前3時12分", "2008-01-14T18:12:00Z false"),
            ("2008年1月15日(火) 午後3時12分45秒 (日本時間)", "2008-01-15T06:12:45Z true"),
            ("2008年01月15日 03:12:45頃", "2008-01-14T18:12:45Z false"),
            ("１月１５日　３時１２分頃", "2008-01-14T18:12:00Z false"),
            ("令和2年5月1日 10:00", "2020-05-01T01:00:00Z false"),
            ("01/15/2008 03:12:45 PM EST", "2008-01-15T20:12:45Z true"),
            ("15.01.2008 03:12:45 CET", "2008-01-15T02:12:45Z true"),
            ("2008-01-15", "none"),
            ("03:12:45", "none"),
            ("99/99/9999 99:99:99", "none"),
            ("2008-13-15 03:12:45", "none"),
            ("192.0.2.1:80", "none"),
        ] {
            check(line, expect);
        }
    }
}
