//! Accounts on a real database.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on stops")]

mod kept;
mod roles;
mod sessions;
mod sign_in;
mod totp;
mod world;
