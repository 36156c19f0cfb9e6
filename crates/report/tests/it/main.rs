//! The report's renderers and its records.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that can't go on stops"
)]

mod drift;
mod editions;
mod html;
mod pdf;
mod sample;
mod topics;
mod world;
