//! The domain's records: the only place of this crate that talks to the database.
//!
//! One file per aggregate.

#![expect(unreachable_pub, reason = "what the entity macros make is pub, and so must be what it names")]

pub(crate) mod history;
pub(crate) mod incident;
pub(crate) mod link;
pub(crate) mod message;
pub(crate) mod port;
pub(crate) mod posting;
pub(crate) mod problem;
pub(crate) mod segment;
pub(crate) mod tally;

use kernel::Migration;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QuerySelect};

use crate::error::Error;

/// The tables of this domain.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_init", sql: include_str!("../../migrations/0001_init.sql") },
    Migration { name: "0004_search", sql: include_str!("../../migrations/0004_search.sql") },
];

/// Rows of one INSERT. SQLite takes 32,766 variables in a statement; 25 columns a row stay below.
const BATCH: usize = 1000;

/// The number that the next row takes in the table of `id`. Only within a transaction that writes: there is then
/// no other writer, and whole batches are numbered without asking again.
pub(crate) async fn next_id<C: ColumnTrait>(db: &impl ConnectionTrait, id: C) -> Result<i64, Error>
where
    C::EntityName: EntityTrait,
{
    let newest = <C::EntityName as EntityTrait>::find().select_only().column_as(id.max(), "newest");
    let newest: Option<Option<i64>> = newest.into_tuple().one(db).await?;
    Ok(newest.flatten().unwrap_or(0) + 1)
}

/// A stored time.
pub(crate) fn time(us: i64) -> jiff::Timestamp {
    // Written by this program from a timestamp, so it is one.
    jiff::Timestamp::from_microsecond(us).unwrap_or_default()
}
