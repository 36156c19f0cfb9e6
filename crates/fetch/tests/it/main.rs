//! The fetcher against servers on loopback.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]

mod bounds;
mod guard;
mod proxy;
mod server;
mod tls;
