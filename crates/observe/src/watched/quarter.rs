//! A calendar quarter, as reports are written for: `2008Q1`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use kernel::Period;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Years that a quarter, and a chart's first day, may lie in. Wider, and a slip of the pen makes a life of a hundred thousand quarters.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1990..=2200;

/// A calendar quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Quarter(Period);

/// A text that names no quarter.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no quarter: write 2008Q1")]
pub struct QuarterError(String);

impl Quarter {
    /// The quarter that `day` lies in.
    pub fn of(day: Date) -> Self {
        Self(Period::quarter_of(day))
    }

    /// Its days.
    pub const fn period(self) -> Period {
        self.0
    }

    /// The one before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.before())
    }

    /// The one after.
    #[must_use]
    pub fn after(self) -> Self {
        Self(self.0.after())
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Quarter {
    type Err = QuarterError;

    fn from_str(text: &str) -> Result<Self, QuarterError> {
        let wrong = || QuarterError(text.to_owned());
        let period: Period = text.parse().map_err(|_| wrong())?;
        let is_one = period == Period::quarter_of(period.from) && YEARS.contains(&period.from.year());
        if is_one { Ok(Self(period)) } else { Err(wrong()) }
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

impl TryFrom<String> for Quarter {
    type Error = QuarterError;

    fn try_from(text: String) -> Result<Self, QuarterError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_each_other() {
        let quarter: Quarter = "2007Q4".parse().unwrap();
        assert_eq!(quarter.after().to_string(), "2008Q1");
        assert_eq!(quarter.before().to_string(), "2007Q3");
        for wrong in ["2008", "2008-01", "2008H1", "0001Q1", "9999Q4", ""] {
            assert!(wrong.parse::<Quarter>().is_err(), "{wrong}");
        }
    }
}
