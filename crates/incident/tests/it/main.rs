//! The desk on a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]

mod figures;
mod form;
mod formats;
mod free_text;
mod intake;
mod quarter;
mod search;
mod watch;
mod world;
