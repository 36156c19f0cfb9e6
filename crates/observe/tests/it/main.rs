//! Observation, from bytes to rows.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]

mod captures;
mod counts;
mod formats;
mod frames;
mod made;
