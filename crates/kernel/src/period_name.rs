//! Names of civil periods: `2008Q1`, `2008-01`, `2008H1`, `2008`, `FY2007`, `2008-01-15..2008-02-03`.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use thiserror::Error;

use crate::civil::Period;

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{0:?} names no period: write 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April) or 2008-01-15..2008-02-03"
)]
pub struct PeriodNameError(String);

/// The period of `months` months that begins with month `first`.
fn months(year: i16, first: i8, months: i64) -> Option<Period> {
    let from = Date::new(year, first, 1).ok()?;
    let to = from.checked_add((months - 1).months()).ok()?.last_of_month();
    Some(Period { from, to })
}

fn parse(name: &str) -> Option<Period> {
    if let Some((from, to)) = name.split_once("..") {
        return Period::new(from.parse().ok()?, to.parse().ok()?).ok();
    }
    let year = |digits: &str| {
        (digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse().ok())
            .flatten()
    };
    if let Some(fiscal) = name.strip_prefix("FY") {
        return months(year(fiscal)?, 4, 12);
    }
    let (digits, rest) = name.split_at_checked(4)?;
    let year = year(digits)?;
    let part = |text: &str, most: i8| text.parse::<i8>().ok().filter(|part| (1..=most).contains(part));
    match rest.split_at_checked(1) {
        None => months(year, 1, 12),
        Some(("Q", quarter)) => months(year, (part(quarter, 4)? - 1) * 3 + 1, 3),
        Some(("H", half)) => months(year, (part(half, 2)? - 1) * 6 + 1, 6),
        Some(("-", month)) if month.len() == 2 => months(year, part(month, 12)?, 1),
        Some(_) => None,
    }
}

impl FromStr for Period {
    type Err = PeriodNameError;

    fn from_str(name: &str) -> Result<Self, PeriodNameError> {
        parse(name.trim()).ok_or_else(|| PeriodNameError(name.to_owned()))
    }
}

impl fmt::Display for Period {
    /// The shortest name that it has; calendar years before fiscal ones.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.from.year(), self.from.month());
        let names = [
            format!("{year:04}"),
            format!("FY{year:04}"),
            format!("{year:04}H{}", (month - 1) / 6 + 1),
            format!("{year:04}Q{}", (month - 1) / 3 + 1),
            format!("{year:04}-{month:02}"),
        ];
        let same = names.into_iter().find(|name| parse(name).as_ref() == Some(self));
        f.write_str(&same.unwrap_or_else(|| format!("{}..{}", self.from, self.to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, from: &str, to: &str) {
        let period: Period = name.parse().unwrap();
        assert_eq!(
            (period.from.to_string(), period.to.to_string()),
            (from.to_owned(), to.to_owned()),
            "{name}"
        );
        assert_eq!(period.to_string(), name);
    }

    #[test]
    fn names_and_periods() {
        check("2008Q1", "2008-01-01", "2008-03-31");
        check("2008Q4", "2008-10-01", "2008-12-31");
        check("2008H2", "2008-07-01", "2008-12-31");
        check("2008-02", "2008-02-01", "2008-02-29");
        check("2008", "2008-01-01", "2008-12-31");
        check("FY2007", "2007-04-01", "2008-03-31");
        check("2008-01-15..2008-02-03", "2008-01-15", "2008-02-03");
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for wrong in [
            "",
            "2008Q5",
            "2008Q0",
            "08Q1",
            "2008-13",
            "2008-1",
            "FY08",
            "2008-02-03..2008-01-15",
            "2008X1",
            "二千八年",
        ] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }
}
