//! The database as the domains meet it, on SQLite or, where the environment names a server, on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "a test that can't go on stops")]

mod database;
mod journal;
