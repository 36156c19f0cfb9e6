//! `[business-days]`: which days are business days.

use jiff::civil::Date;
use kernel::Calendar;
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    /// Whose holidays: Japan's unless said.
    holidays: Holidays,
    /// Further days off.
    off: Vec<Date>,
    /// Days on which the desk works all the same.
    on: Vec<Date>,
}

#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Holidays {
    #[default]
    Japan,
    /// Saturdays and Sundays alone.
    None,
}

impl Table {
    pub(super) fn calendar(&self) -> Calendar {
        let calendar = match self.holidays {
            Holidays::Japan => Calendar::japan(),
            Holidays::None => Calendar::weekdays(),
        };
        calendar.with_off(self.off.iter().copied()).with_on(self.on.iter().copied())
    }
}
