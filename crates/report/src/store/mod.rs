//! The domain's records: the only place of this crate that talks to the database.
//!
//! One file per aggregate.

#![expect(unreachable_pub, reason = "what the entity macros make is pub, and so must be what it names")]

pub(crate) mod edition;
pub(crate) mod edition_file;
pub(crate) mod remark;
pub(crate) mod topic;

use kernel::{Migration, Period, Text};

use crate::error::Error;

/// The tables of this domain.
pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { name: "0001_init", sql: include_str!("../../migrations/0001_init.sql") }];

/// A stored time.
pub(crate) fn time(us: i64) -> jiff::Timestamp {
    // Written by this program from a timestamp, so it is one.
    jiff::Timestamp::from_microsecond(us).unwrap_or_default()
}

/// A stored period.
pub(crate) fn period(first_day: &str, last_day: &str) -> Result<Period, Error> {
    let period = (|| Period::new(first_day.parse().ok()?, last_day.parse().ok()?).ok())();
    period.ok_or_else(|| damaged(&format!("the period {first_day} to {last_day}")))
}

/// Texts in both languages.
pub(crate) fn text(ja: String, en: String) -> Text {
    Text { ja, en }
}

/// What nobody wrote stands in a table: it was changed by hand.
pub(crate) fn damaged(what: &str) -> Error {
    sea_orm::DbErr::Custom(format!("{what} is none that this program wrote")).into()
}
