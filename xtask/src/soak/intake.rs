//! Mails handed over while the program is killed again and again: a test of `cli`, with more kills.

use std::path::Path;

use anyhow::Result;

use crate::command::{cargo, run as run_command};

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// How many kills
    #[arg(default_value_t = 200)]
    kills: u32,
}

pub(super) fn run(root: &Path, options: &Options) -> Result<()> {
    let mut test = cargo(root);
    test.args(["test", "--package", "cli", "--test", "it", "lmtp::", "--", "--nocapture"]);
    run_command(test.env("HINOMI_SOAK_KILLS", options.kills.to_string()))
}
