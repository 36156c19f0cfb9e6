//! Numbers, dates and ports as a reader of the language writes them.

use jiff::tz::TimeZone;
pub(crate) use kernel::words::{days, months};
use kernel::{Bucket, Hour, Lang};

use crate::texts::text;

/// A figure of a page: one decimal, thousands apart.
pub(crate) fn figure(value: f64) -> String {
    let rounded = format!("{value:.1}");
    let (whole, decimal) = rounded.split_once('.').unwrap_or((&rounded, "0"));
    format!("{}.{decimal}", apart(whole))
}

/// A count, thousands apart.
pub(crate) fn count(value: u64) -> String {
    apart(&value.to_string())
}

fn apart(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A bucket by its first day (hours by day and hour): `2008-03-31`, `2008-03-31 09:00`.
pub(crate) fn bucket(bucket: &Bucket, zone: &TimeZone) -> String {
    match bucket.first_day {
        Some(day) => day.to_string(),
        None => local(bucket.hours.start, zone, "%Y-%m-%d %H:%M"),
    }
}

fn local(hour: Hour, zone: &TimeZone, form: &str) -> String {
    hour.start().to_zoned(zone.clone()).strftime(form).to_string()
}

/// The words for a class.
pub(crate) fn class(class: observe::Class, lang: Lang) -> String {
    text(lang, &format!("class-{class}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(figure(5736.94), "5,736.9");
        assert_eq!(figure(0.04), "0.0");
        assert_eq!(figure(-1234.0), "-1,234.0");
        assert_eq!(figure(999_999.96), "1,000,000.0");
        assert_eq!([0, 999, 1000, 273_000].map(count), ["0", "999", "1,000", "273,000"]);
    }
}
