//! The sensor against a collector that can be told to fail.

#![expect(clippy::unwrap_used, reason = "a test that can't be set up can only stop")]

mod collector;
mod captures;
mod program;
mod replay;
