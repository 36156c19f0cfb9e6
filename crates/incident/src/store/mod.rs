//! The domain's records: the only place of this crate that talks to the database.
//!
//! One file per aggregate.

#![expect(unreachable_pub, reason = "what the entity macros make is pub, and so must be what it names")]

pub(crate) mod history;
pub(crate) mod incident;
pub(crate) mod link;
pub(crate) mod message;
pub(crate) mod port;
pub(crate) mod problem;

use kernel::Migration;
use sea_orm::{ConnectionTrait, Statement};

use crate::error::Error;

/// The tables of this domain.
pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { name: "0001_init", sql: include_str!("../../migrations/0001_init.sql") }];

/// Rows of one INSERT. SQLite takes 32,766 variables in a statement; 25 columns a row stay below.
const BATCH: usize = 1000;

/// The number that the next row of `table` takes. Only within a transaction that writes: there is then no other
/// writer, and whole batches are numbered without asking again.
pub(crate) async fn next_id(db: &impl ConnectionTrait, table: &str) -> Result<i64, Error> {
    let sql = format!("SELECT COALESCE(MAX(id), 0) + 1 AS next FROM {table}");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(row.map(|row| row.try_get("", "next")).transpose()?.unwrap_or(1))
}

/// A stored time.
pub(crate) fn time(us: i64) -> jiff::Timestamp {
    // Written by this program from a timestamp, so it is one.
    jiff::Timestamp::from_microsecond(us).unwrap_or_default()
}
