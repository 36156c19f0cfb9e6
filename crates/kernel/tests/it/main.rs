//! The database as the domains meet it, on SQLite or, where the environment names a server, on PostgreSQL.

mod database;
mod journal;
