//! Batches as frames, frames as batches, and everything that is neither.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]
#![allow(clippy::print_stdout, reason = "what a test leaves out, it says")]

mod batches;
mod captured;
mod deliveries;
mod enrolment;
mod examples;
mod refused;
mod round_trip;
mod sealed;
