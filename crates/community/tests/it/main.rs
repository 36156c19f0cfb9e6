//! The records of the community, on a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]

mod files;
mod first;
mod quarter;
mod random;
mod verbs;
mod world;
