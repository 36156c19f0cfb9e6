//! The domain's records: the only place of this crate that talks to the database.
//!
//! One file per aggregate.

#![expect(unreachable_pub, reason = "what the entity macros make is pub, and so must be what it names")]

pub(crate) mod attempt;
pub(crate) mod challenge;
pub(crate) mod recovery;
pub(crate) mod session;
pub(crate) mod token;
pub(crate) mod user;

use kernel::Migration;

/// The tables of this domain.
pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { name: "0001_init", sql: include_str!("../../migrations/0001_init.sql") }];

/// A stored time.
pub(crate) fn time(us: i64) -> jiff::Timestamp {
    // Written by this program from a timestamp, so it is one.
    jiff::Timestamp::from_microsecond(us).unwrap_or_default()
}
