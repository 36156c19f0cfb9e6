//! The desk on a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]
#![allow(clippy::print_stdout, reason = "what a test leaves out, it says")]

mod attacks;
mod decide;
mod figures;
mod form;
mod formats;
mod free_text;
mod intake;
mod notify;
mod quarter;
mod sealed;
mod search;
mod watch;
mod world;
