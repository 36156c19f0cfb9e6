//! Numbers, dates and ports as a reader of the language writes them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Bucket, Hour, Lang, Period};

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

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(date: Date) -> &'static str {
    usize::try_from(date.month()).ok().and_then(|m| MONTHS.get(m - 1)).copied().unwrap_or_default()
}

/// A day: `2008年3月31日`, `31 March 2008`.
pub(crate) fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => format!("{} {} {}", date.day(), month(date), date.year()),
    }
}

/// A period in days: `2008年1月1日〜3月31日`, `1 January – 31 March 2008`.
pub(crate) fn days(period: Period, lang: Lang) -> String {
    let Period { from, to } = period;
    if from == to {
        return day(to, lang);
    }
    let same_year = from.year() == to.year();
    match lang {
        Lang::Ja if same_year => format!("{}〜{}月{}日", day(from, lang), to.month(), to.day()),
        Lang::Ja => format!("{}〜{}", day(from, lang), day(to, lang)),
        Lang::En if same_year => format!("{} {} – {}", from.day(), month(from), day(to, lang)),
        Lang::En => format!("{} – {}", day(from, lang), day(to, lang)),
    }
}

/// A period by its months where it has whole ones: `2008年1月〜3月`, `January – March 2008`; else in days.
pub(crate) fn months(period: Period, lang: Lang) -> String {
    let Period { from, to } = period;
    if from.day() != 1 || to != to.last_of_month() {
        return days(period, lang);
    }
    let same_year = from.year() == to.year();
    match lang {
        Lang::Ja if from.first_of_month() == to.first_of_month() => {
            format!("{}年{}月", to.year(), to.month())
        }
        Lang::Ja if same_year => format!("{}年{}月〜{}月", from.year(), from.month(), to.month()),
        Lang::Ja => format!("{}年{}月〜{}年{}月", from.year(), from.month(), to.year(), to.month()),
        Lang::En if from.first_of_month() == to.first_of_month() => format!("{} {}", month(to), to.year()),
        Lang::En if same_year => format!("{} – {} {}", month(from), month(to), to.year()),
        Lang::En => format!("{} {} – {} {}", month(from), from.year(), month(to), to.year()),
    }
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
    use jiff::civil::date;

    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(figure(5736.94), "5,736.9");
        assert_eq!(figure(0.04), "0.0");
        assert_eq!(figure(-1234.0), "-1,234.0");
        assert_eq!(figure(999_999.96), "1,000,000.0");
        assert_eq!([0, 999, 1000, 273_000].map(count), ["0", "999", "1,000", "273,000"]);
    }

    #[test]
    fn periods_read_as_people_write_them() {
        let quarter = Period::quarter_of(date(2008, 2, 3));
        assert_eq!(days(quarter, Lang::Ja), "2008年1月1日〜3月31日");
        assert_eq!(days(quarter, Lang::En), "1 January – 31 March 2008");
        assert_eq!(months(quarter, Lang::Ja), "2008年1月〜3月");
        assert_eq!(months(quarter, Lang::En), "January – March 2008");
        let year = quarter.year_ending_with();
        assert_eq!(months(year, Lang::En), "April 2007 – March 2008");
        assert_eq!(days(year, Lang::Ja), "2007年4月1日〜2008年3月31日");
        let one = Period::new(date(2008, 2, 3), date(2008, 2, 3)).unwrap();
        assert_eq!(months(one, Lang::En), "3 February 2008");
    }
}
