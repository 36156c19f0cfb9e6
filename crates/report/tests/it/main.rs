//! The report's records on a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]

mod drift;
mod editions;
mod topics;
mod world;
