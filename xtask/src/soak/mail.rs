//! The program killed again and again while mails are handed to it, and while it hands them on: tests of `cli`, with
//! more kills.

use std::path::Path;

use anyhow::Result;

use crate::command::{cargo, run as run_command};

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// How many kills
    #[arg(default_value_t = 200)]
    kills: u32,
}

pub(super) fn intake(root: &Path, options: &Options) -> Result<()> {
    run(root, options, "lmtp::")
}

pub(super) fn sending(root: &Path, options: &Options) -> Result<()> {
    run(root, options, "outbox::")
}

fn run(root: &Path, options: &Options, tests: &str) -> Result<()> {
    let mut test = cargo(root);
    test.args(["test", "--package", "cli", "--test", "it", tests, "--", "--nocapture"]);
    run_command(test.env("HINOMI_SOAK_KILLS", options.kills.to_string()))
}
