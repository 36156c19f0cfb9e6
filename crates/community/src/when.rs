//! A day, or a month of which the day is not known: `2008-03-19`, `2008-03`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use kernel::{Lang, Period, words};
use serde::Serialize;

use crate::field::Reason;

/// Years that a record may be of. Four digits, so that days sort as texts do, in every database.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2999;

/// A day or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub enum When {
    /// The day.
    Day(Date),
    /// The month, by its first day.
    Month(Date),
}

impl When {
    /// The day, or the month's first: what decides in which period a record counts.
    pub const fn first(self) -> Date {
        match self {
            Self::Day(day) | Self::Month(day) => day,
        }
    }

    /// The day, or the month's last.
    pub fn last(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(day) => day.last_of_month(),
        }
    }

    /// As a reader of the language writes it.
    pub fn written(self, lang: Lang) -> String {
        match self {
            Self::Day(day) => words::day(day, lang),
            Self::Month(_) => words::months(Period { from: self.first(), to: self.last() }, lang),
        }
    }
}

/// A day of the years that records may be of.
pub(crate) fn day(text: &str) -> Result<Date, Reason> {
    let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let day = text.parse::<Date>().ok().filter(|day| plain && YEARS.contains(&day.year()));
    day.ok_or(Reason::NoDay)
}

impl FromStr for When {
    type Err = Reason;

    fn from_str(text: &str) -> Result<Self, Reason> {
        if text.len() == 7 {
            return day(&format!("{text}-01")).map(Self::Month).map_err(|_| Reason::NoDayOrMonth);
        }
        day(text).map(Self::Day).map_err(|_| Reason::NoDayOrMonth)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(day) => write!(f, "{:04}-{:02}", day.year(), day.month()),
        }
    }
}

impl From<When> for String {
    fn from(when: When) -> Self {
        when.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months() {
        let check = |text: &str, days: Option<(&str, &str)>| {
            let when = text.parse::<When>().ok();
            let read = when.map(|when| (when.first().to_string(), when.last().to_string()));
            assert_eq!(read, days.map(|(first, last)| (first.to_owned(), last.to_owned())), "{text}");
            assert!(when.is_none_or(|when| when.to_string() == text), "{text}");
        };
        check("2008-03-19", Some(("2008-03-19", "2008-03-19")));
        check("2008-02", Some(("2008-02-01", "2008-02-29")));
        for wrong in
            ["", "2008", "2008-2", "2008-13", "2008-02-30", "1899-12-31", "3000-01", "08-02-03", "+2008-0"]
        {
            check(wrong, None);
        }
    }
}
