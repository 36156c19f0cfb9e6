//! Programs killed again and again while mails are handed to them, while they hand them on, and while sensors deliver:
//! tests of `cli`, with more kills.

use std::path::Path;

use anyhow::Result;

use crate::command::{cargo, run as run_command};

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// How many kills, or other faults
    #[arg(default_value_t = 200)]
    kills: u32,
}

pub(super) fn intake(root: &Path, options: &Options) -> Result<()> {
    run(root, options, "lmtp::")
}

pub(super) fn sending(root: &Path, options: &Options) -> Result<()> {
    run(root, options, "outbox::")
}

pub(super) fn live(root: &Path, options: &Options) -> Result<()> {
    run(root, options, "live::faults::")
}

fn run(root: &Path, options: &Options, tests: &str) -> Result<()> {
    let mut test = cargo(root);
    test.args([
        "test",
        "--package",
        "cli",
        "--package",
        "sensor",
        "--test",
        "it",
        tests,
        "--",
        "--nocapture",
    ]);
    run_command(test.env("HINOMI_SOAK_KILLS", options.kills.to_string()))
}
