//! Business days: the days on which somebody at an office could have acted.
//!
//! Saturdays and Sundays are off, and in Japan the national holidays by the law of 1948 (国民の祝日に関する法律) as
//! it stood in each year from 1980 on, with its substitute holidays (振替休日) and citizens' holidays (国民の休日).
//! For years to come the law is taken as it is now, and the equinoxes, which the government announces each February,
//! as astronomy has them. The formula for them is good until 2099; beyond, and before 1980, only weekends and own
//! days are off.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

/// The first and the last year whose national holidays are known. The formula of the equinoxes fails outside.
const KNOWN_YEARS: std::ops::RangeInclusive<i16> = 1980..=2099;

/// Which days are business days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    national_holidays: bool,
    year_end: bool,
    off: BTreeSet<Date>,
    on: BTreeSet<Date>,
}

impl Calendar {
    /// Monday to Friday, and nothing else.
    pub fn weekdays() -> Self {
        Self::default()
    }

    /// An office in Japan: weekends, national holidays, and the days from 29 December to 3 January.
    pub fn japan() -> Self {
        Self { national_holidays: true, year_end: true, ..Self::default() }
    }

    /// Whether the days from 29 December to 3 January are off (行政機関の休日に関する法律).
    pub fn with_year_end_off(self, year_end: bool) -> Self {
        Self { year_end, ..self }
    }

    /// Further days off.
    pub fn with_off(mut self, days: impl IntoIterator<Item = Date>) -> Self {
        self.off.extend(days);
        self
    }

    /// Days on which there is work whatever else they are.
    pub fn with_on(mut self, days: impl IntoIterator<Item = Date>) -> Self {
        self.on.extend(days);
        self
    }

    /// Whether there is work on this day.
    pub fn is_business_day(&self, day: Date) -> bool {
        if self.on.contains(&day) {
            return true;
        }
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let year_end = self.year_end && matches!((day.month(), day.day()), (12, 29..) | (1, ..=3));
        let holiday = self.national_holidays && is_national_holiday(day);
        !weekend && !year_end && !holiday && !self.off.contains(&day)
    }

    /// How many business days there are after `from` up to and with `to`; 0 where `to` is not later.
    ///
    /// What happens on the same day takes 0 business days, what happens on the next one takes 1.
    pub fn business_days_between(&self, from: Date, to: Date) -> u32 {
        let mut count = 0;
        let mut day = from;
        while day < to {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += u32::from(self.is_business_day(day));
        }
        count
    }

    /// The day that is `days` business days after `from`; `from` itself where that is 0.
    pub fn add_business_days(&self, from: Date, days: u32) -> Date {
        let mut left = days;
        let mut day = from;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            left -= u32::from(self.is_business_day(day));
        }
        day
    }
}

/// Whether `day` is a holiday by the law: a national holiday, its substitute, or a citizens' holiday.
fn is_national_holiday(day: Date) -> bool {
    if !KNOWN_YEARS.contains(&day.year()) {
        return false;
    }
    is_named(day) || is_substitute(day) || is_citizens(day)
}

/// The holidays that the law names (第二条), and those of single years that a law of their own put beside them.
fn is_named(day: Date) -> bool {
    let (year, month, number) = (day.year(), day.month(), day.day());
    let monday = |nth: i8| day.weekday() == Weekday::Monday && (number - 1) / 7 + 1 == nth;
    match (month, number) {
        (1, 1) | (2, 11) | (4, 29) | (5, 3 | 5) | (11, 3 | 23) => true,
        (1, 15) if year < 2000 => true,
        (1, _) => year >= 2000 && monday(2),
        (2, 23) => year >= 2020,
        // The funeral of the emperor Shōwa.
        (2, 24) => year == 1989,
        (3, _) => number == equinox(year, 20_843_100),
        // The accession, and its ceremony.
        (5, 1) | (10, 22) => year == 2019,
        (5, 4) => year >= 2007,
        // The wedding of the crown prince.
        (6, 9) => year == 1993,
        (7, _) => match year {
            ..1996 => false,
            1996..2003 => number == 20,
            // Marine Day and Sports Day lay around the opening of the Olympic Games, first planned and then held.
            2020 => matches!(number, 23 | 24),
            2021 => matches!(number, 22 | 23),
            _ => monday(3),
        },
        // Mountain Day, moved to the closing of the games.
        (8, _) => match year {
            ..2016 => false,
            2020 => number == 10,
            2021 => number == 8,
            _ => number == 11,
        },
        (9, 15) if year < 2003 => true,
        (9, _) => number == equinox(year, 23_248_800) || (year >= 2003 && monday(3)),
        (10, 10) if year < 2000 => true,
        (10, _) => year >= 2000 && !matches!(year, 2020 | 2021) && monday(2),
        // The accession of 1990.
        (11, 12) => year == 1990,
        (12, 23) => (1989..=2018).contains(&year),
        _ => false,
    }
}

/// The day in March or September on which the equinox falls in Japan: `base` is that of 1980 in millionths of a
/// day, a year takes 0.242194 of a day more than 365, and each leap year gives one back.
fn equinox(year: i16, base: i64) -> i8 {
    let years = i64::from(year) - 1980;
    i8::try_from((base + 242_194 * years) / 1_000_000 - years / 4).unwrap_or(0)
}

/// The substitute of a holiday on a Sunday (第三条第二項): the Monday after it, and since 2007 the next day that is
/// no national holiday itself.
fn is_substitute(day: Date) -> bool {
    if is_named(day) {
        return false;
    }
    if day.year() < 2007 {
        return day.weekday() == Weekday::Monday && day.yesterday().is_ok_and(is_named);
    }
    let mut before = day;
    // Back over the unbroken row of holidays: at most a week of them.
    for _ in 0..7 {
        match before.yesterday() {
            Ok(earlier) if is_named(earlier) && earlier.weekday() == Weekday::Sunday => return true,
            Ok(earlier) if is_named(earlier) => before = earlier,
            _ => return false,
        }
    }
    false
}

/// A day between two national holidays (第三条第三項), since the change of the law at the end of 1985. Until 2006
/// a Sunday was none.
fn is_citizens(day: Date) -> bool {
    day.year() >= 1986
        && (day.year() >= 2007 || day.weekday() != Weekday::Sunday)
        && !is_named(day)
        && day.yesterday().is_ok_and(is_named)
        && day.tomorrow().is_ok_and(is_named)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// All holidays of a year, as month and day.
    fn check(year: i16, expect: &str) {
        let mut found = Vec::new();
        let mut day = Date::constant(year, 1, 1);
        while day.year() == year {
            if is_national_holiday(day) {
                found.push(format!("{}/{}", day.month(), day.day()));
            }
            day = day.saturating_add(1.day());
        }
        assert_eq!(found.join(" "), expect, "{year}");
    }

    #[test]
    fn national_holidays_of_years_that_have_been() {
        for (year, expect) in [
            (1980, "1/1 1/15 2/11 3/20 4/29 5/3 5/5 9/15 9/23 10/10 11/3 11/23 11/24"),
            // No citizens' holiday yet.
            (1985, "1/1 1/15 2/11 3/21 4/29 5/3 5/5 5/6 9/15 9/16 9/23 10/10 11/3 11/4 11/23"),
            (1988, "1/1 1/15 2/11 3/20 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23"),
            (1989, "1/1 1/2 1/15 1/16 2/11 2/24 3/21 4/29 5/3 5/4 5/5 9/15 9/23 10/10 11/3 11/23 12/23"),
            (
                1990,
                "1/1 1/15 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 9/15 9/23 9/24 10/10 11/3 11/12 11/23 12/23 12/24",
            ),
            (1993, "1/1 1/15 2/11 3/20 4/29 5/3 5/4 5/5 6/9 9/15 9/23 10/10 10/11 11/3 11/23 12/23"),
            (2000, "1/1 1/10 2/11 3/20 4/29 5/3 5/4 5/5 7/20 9/15 9/23 10/9 11/3 11/23 12/23"),
            (2003, "1/1 1/13 2/11 3/21 4/29 5/3 5/5 7/21 9/15 9/23 10/13 11/3 11/23 11/24 12/23"),
            (2008, "1/1 1/14 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/21 9/15 9/23 10/13 11/3 11/23 11/24 12/23"),
            // The first autumn with a citizens' holiday: 9/22.
            (2009, "1/1 1/12 2/11 3/20 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23"),
            (
                2019,
                "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 \
                 11/4 11/23",
            ),
            (2020, "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23"),
            (2021, "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23"),
            (
                2024,
                "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 \
                 11/23",
            ),
            (2026, "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23"),
        ] {
            check(year, expect);
        }
        check(1979, "");
        check(2100, "");
    }

    #[test]
    fn offices_close_over_the_year_end_unless_told_otherwise() {
        let japan = Calendar::japan();
        for (day, expect) in [
            ("2007-12-28", true),
            ("2007-12-31", false),
            ("2008-01-02", false),
            ("2008-01-04", true),
            ("2008-01-05", false),
            ("2008-01-14", false),
            ("2008-01-15", true),
        ] {
            assert_eq!(japan.is_business_day(date(day)), expect, "{day}");
        }
        let open = Calendar::japan().with_year_end_off(false);
        assert!(open.is_business_day(date("2007-12-31")));
        assert!(!open.is_business_day(date("2008-01-01")));
        assert!(Calendar::weekdays().is_business_day(date("2008-01-01")));
    }

    #[test]
    fn own_days_go_before_all_others() {
        let calendar = Calendar::japan()
            .with_off([date("2008-06-02")])
            .with_on([date("2008-01-01"), date("2008-06-07")]);
        for (day, expect) in
            [("2008-06-02", false), ("2008-06-07", true), ("2008-01-01", true), ("2008-06-08", false)]
        {
            assert_eq!(calendar.is_business_day(date(day)), expect, "{day}");
        }
    }

    #[test]
    fn business_days_are_counted_after_the_first_up_to_the_last() {
        let japan = Calendar::japan();
        for (from, to, expect) in [
            ("2008-01-07", "2008-01-07", 0),
            ("2008-01-07", "2008-01-08", 1),
            ("2008-01-11", "2008-01-15", 1),
            ("2008-01-12", "2008-01-13", 0),
            ("2007-12-28", "2008-01-04", 1),
            ("2008-01-08", "2008-01-07", 0),
            // The quarter has 64 weekdays after its first day; three of them are holidays, two belong to the year's end.
            ("2008-01-01", "2008-03-31", 59),
        ] {
            assert_eq!(japan.business_days_between(date(from), date(to)), expect, "{from} {to}");
        }
    }

    #[test]
    fn adding_business_days_comes_back_to_the_same_count() {
        let japan = Calendar::japan();
        for (from, days, expect) in [
            ("2008-01-07", 0, "2008-01-07"),
            ("2008-01-12", 0, "2008-01-12"),
            ("2008-01-11", 1, "2008-01-15"),
            ("2007-12-28", 2, "2008-01-07"),
            ("2019-04-26", 1, "2019-05-07"),
        ] {
            let to = japan.add_business_days(date(from), days);
            assert_eq!(to, date(expect), "{from} {days}");
            assert_eq!(japan.business_days_between(date(from), to), days);
        }
        assert_eq!(japan.add_business_days(Date::MAX, 5), Date::MAX);
    }
}
