//! The domain's records: the only place of this crate that talks to the database.
//!
//! One file per aggregate.

#![expect(unreachable_pub, reason = "what the entity macros make is pub, and so must be what it names")]

pub(crate) mod contact;
pub(crate) mod history;
pub(crate) mod incident;
pub(crate) mod link;
pub(crate) mod look;
pub(crate) mod lookup;
pub(crate) mod message;
pub(crate) mod notification;
pub(crate) mod notified;
pub(crate) mod open;
pub(crate) mod outbox;
pub(crate) mod port;
pub(crate) mod posting;
pub(crate) mod problem;
pub(crate) mod scope;
pub(crate) mod segment;
pub(crate) mod tally;
pub(crate) mod template;
pub(crate) mod watch;

use kernel::Migration;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect,
};

/// What the tables are asked through: the database, or a transaction. Outside of here it is only handed on.
pub(crate) use sea_orm::ConnectionTrait as Connection;

use crate::error::Error;

/// The tables of this domain.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_init", sql: include_str!("../../migrations/0001_init.sql") },
    Migration { name: "0002_notify", sql: include_str!("../../migrations/0002_notify.sql") },
    Migration { name: "0003_watch", sql: include_str!("../../migrations/0003_watch.sql") },
    Migration { name: "0004_search", sql: include_str!("../../migrations/0004_search.sql") },
    Migration { name: "0005_open", sql: include_str!("../../migrations/0005_open.sql") },
    Migration { name: "0006_lists", sql: include_str!("../../migrations/0006_lists.sql") },
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

/// The rows after a place of a list whose newest come first: older than `at`, or as old with a smaller number.
fn before<C: ColumnTrait>(time: C, at: i64, number: C, id: i64) -> Condition {
    let same = Condition::all().add(time.eq(at)).add(number.lt(id));
    // The first of the two says nothing new: it lets an index begin where the page does.
    Condition::all().add(time.lte(at)).add(Condition::any().add(time.lt(at)).add(same))
}

/// A row to be written with all its columns, whether or not they have changed.
fn all_set<M: IntoActiveModel<A>, A: ActiveModelTrait>(row: M) -> A {
    row.into_active_model().reset_all()
}

/// A stored time.
pub(crate) fn time(us: i64) -> jiff::Timestamp {
    // Written by this program from a timestamp, so it is one.
    jiff::Timestamp::from_microsecond(us).unwrap_or_default()
}

/// Texts as they are stored in one column: a JSON list.
pub(crate) fn list_text(texts: &[String]) -> String {
    serde_json::to_string(texts).unwrap_or_default()
}

/// The texts of such a column.
pub(crate) fn text_list(text: &str) -> Vec<String> {
    // Written by this program alone.
    serde_json::from_str(text).unwrap_or_default()
}
