//! The domain's records: the only place of this crate that talks to the database.
//!
//! There is a table for each kind of record; their statements are made from the kind's cells, once for all kinds, in
//! plain SQL that every database takes.

pub(crate) mod entry;

/// What the tables are asked through: the database, or a transaction. Outside of here it is only handed on.
pub(crate) use sea_orm::ConnectionTrait as Connection;

use kernel::Migration;

/// The tables of this domain.
pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { name: "0001_init", sql: include_str!("../../migrations/0001_init.sql") }];
