//! The program `hinomi` from outside: as somebody types it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it is surprised"
)]
#![allow(clippy::print_stdout, reason = "what a test leaves out, it says")]
#![allow(unreachable_pub, reason = "the modules of a test binary are reached by their neighbours alone")]

mod account;
mod community;
mod count;
mod demo;
mod full;
mod graph;
mod help;
mod import;
mod kills;
mod live;
mod lmtp;
mod made;
mod mistakes;
mod outbox;
mod questions;
mod races;
mod report;
mod report_kills;
mod seed;
mod sensor;
mod serve;
mod sink;
mod watched;
mod world;
