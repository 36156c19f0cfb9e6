//! Days and periods as a reader of the language writes them.

use jiff::civil::Date;

use crate::civil::Period;
use crate::lang::Lang;

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
pub fn day(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Lang::En => format!("{} {} {}", date.day(), month(date), date.year()),
    }
}

/// A period in days: `2008年1月1日〜3月31日`, `1 January – 31 March 2008`.
pub fn days(period: Period, lang: Lang) -> String {
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
pub fn months(period: Period, lang: Lang) -> String {
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

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
