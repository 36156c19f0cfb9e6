//! The crate's tests from outside, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]
#![allow(clippy::print_stdout, reason = "what a test leaves out, it says")]
#![allow(unreachable_pub, reason = "the modules of a test binary are reached by their neighbours alone")]

mod averages;
mod captures;
mod clickhouse;
mod counts;
mod figures;
mod fleet;
mod formats;
mod frames;
mod lake;
mod lines;
mod live;
mod made;
mod marx;
mod publication;
mod python;
mod watched;
mod world;
