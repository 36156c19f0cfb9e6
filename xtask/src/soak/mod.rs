//! `cargo xtask soak`: what takes hours to show: that no kill loses a packet, that no bytes break a reader.

mod fuzz;
mod kills;
mod lake;
mod programs;

use std::path::Path;

use anyhow::Result;

#[derive(clap::Subcommand, Debug)]
pub(crate) enum Soak {
    /// Kill imports at random moments, import again, and compare the lake with the undisturbed one
    Kills(kills::Options),
    /// Kill the program while mails are handed to it: each acknowledged one is there once
    Intake(programs::Options),
    /// Kill the program while it sends: each notification goes out once, or stands in doubt
    Sending(programs::Options),
    /// Disturb live sensors and their collector in every way, and compare the lake with the undisturbed one
    Live(programs::Options),
    /// Run every fuzz target
    Fuzz(fuzz::Options),
}

pub(crate) fn run(root: &Path, what: &Soak) -> Result<()> {
    match what {
        Soak::Kills(options) => kills::run(root, options),
        Soak::Intake(options) => programs::intake(root, options),
        Soak::Sending(options) => programs::sending(root, options),
        Soak::Live(options) => programs::live(root, options),
        Soak::Fuzz(options) => fuzz::run(root, options),
    }
}
