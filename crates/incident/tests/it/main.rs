//! The desk on a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]

mod decide;
mod figures;
mod form;
mod intake;
mod search;
mod world;
