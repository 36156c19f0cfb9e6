//! The domain's records: the only place of this crate that talks to the database.
//!
//! One file per aggregate. What packets there are is decided here and not by the files in the lake's folder:
//! a commit of this database is the moment at which an import happens.

#![expect(unreachable_pub, reason = "what the entity macros make is pub, and so must be what it names")]

pub(crate) mod alarm;
pub(crate) mod covered;
pub(crate) mod dropped_day;
pub(crate) mod fleet;
pub(crate) mod generation;
pub(crate) mod hot_hour;
pub(crate) mod import;
pub(crate) mod live;
pub(crate) mod load;
pub(crate) mod loss;
pub(crate) mod month;
pub(crate) mod outage;
pub(crate) mod refusal;
pub(crate) mod segment;
pub(crate) mod sensor;
pub(crate) mod shard;
pub(crate) mod token;
pub(crate) mod watched;
pub(crate) mod watched_decision;

use kernel::Migration;

/// The tables of this domain.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { name: "0001_init", sql: include_str!("../../migrations/0001_init.sql") },
    Migration { name: "0002_watched", sql: include_str!("../../migrations/0002_watched.sql") },
    Migration { name: "0003_fleet", sql: include_str!("../../migrations/0003_fleet.sql") },
    Migration { name: "0004_load", sql: include_str!("../../migrations/0004_load.sql") },
];

/// Rows of one INSERT. SQLite takes 32,766 variables in a statement; ten columns a row stay well below.
const BATCH: usize = 1000;
