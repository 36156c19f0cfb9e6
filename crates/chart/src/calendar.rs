//! Days of the proleptic Gregorian calendar as plain integers, to find where months and years begin.
//!
//! Howard Hinnant's `days_from_civil` and `civil_from_days` (<https://howardhinnant.github.io/date_algorithms.html>):
//! no time zone, no table, no failure.

use crate::model::Civil;

/// Days from 1970-01-01; month and day out of range count on from the nearest month that exists.
pub(crate) fn days(year: i64, month: i64, day: i64) -> i64 {
    let month = month.clamp(1, 12);
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Year, month (1 to 12) and day (1 to 31) of the day `days` after 1970-01-01.
pub(crate) fn date(days: i64) -> (i64, i8, i8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096).div_euclid(365);
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, i8::try_from(month).unwrap_or(1), i8::try_from(day).unwrap_or(1))
}

/// 0 for Monday to 6 for Sunday.
pub(crate) fn weekday(days: i64) -> i64 {
    (days + 3).rem_euclid(7)
}

/// Hours of wall clock from 1970-01-01 00:00.
pub(crate) fn wall_hours(civil: Civil) -> i64 {
    days(civil.year.into(), civil.month.into(), civil.day.into()) * 24 + i64::from(civil.hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        fn check(year: i64, month: i8, day: i8, expect: i64, monday_based: i64) {
            assert_eq!(days(year, month.into(), day.into()), expect);
            assert_eq!(date(expect), (year, month, day));
            assert_eq!(weekday(expect), monday_based);
        }
        check(1970, 1, 1, 0, 3);
        check(1969, 12, 31, -1, 2);
        check(2000, 2, 29, 11_016, 1);
        check(2008, 2, 13, 13_922, 2);
        check(2026, 11, 23, 20_780, 0);
        check(0, 3, 1, -719_468, 2);
    }

    #[test]
    fn every_day_of_eight_centuries_comes_back() {
        for day in -146_097..146_097 {
            let (year, month, day_of_month) = date(day);
            assert_eq!(days(year, month.into(), day_of_month.into()), day);
        }
    }
}
