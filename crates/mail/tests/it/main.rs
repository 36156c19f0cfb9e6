//! Reading mail: the corpora beside the checkout where they are, and what we made ourselves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what it found and fails by panicking"
)]

mod bounces;
mod corpus;
mod files;
mod hostile;
mod japanese;
mod mime;
mod openpgp;
mod tls;
