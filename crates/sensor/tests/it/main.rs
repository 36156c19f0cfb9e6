//! The sensor against a collector that can be told to fail.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends where it is surprised")]
#![allow(clippy::print_stderr, reason = "what a test leaves out, it says")]

mod captures;
mod clock;
mod collector;
mod delivering;
mod disk;
mod listening;
mod namespace;
mod program;
mod replay;
mod spooling;
