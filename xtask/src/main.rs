//! `cargo xtask`: what is done to the project rather than by it. One file or folder per command.
//!
//! - `check`: everything that must hold before a change goes in; CI runs exactly this.
//! - `tidy`: the order of the house alone.
//! - `bench`: how fast and how small the program is, with its peers on the same file.
//! - `soak`: kills and fuzzing, for hours if you like.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line's output")]

mod bench;
mod check;
mod command;
mod soak;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

#[derive(Parser, Debug)]
#[command(name = "cargo xtask", about = "Checks and measures the project")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Speed and size of the release build, with the peers that are installed.
    Bench(bench::Options),
    /// Everything that must hold before a change goes in; installs what the tests need.
    Check(check::Options),
    /// Kills imports at random moments, or fuzzes the readers.
    #[command(subcommand)]
    Soak(soak::Soak),
    /// The order of the house: edges between crates, tables, sizes, texts.
    Tidy,
}

fn main() -> ExitCode {
    match run(Line::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    let root = root()?;
    match command {
        Command::Bench(options) => bench::run(&root, &options),
        Command::Check(options) => check::run(&root, &options),
        Command::Soak(what) => soak::run(&root, &what),
        Command::Tidy => tidy::run(&root),
    }
}

/// The folder of the workspace.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().map(Path::to_owned).context("xtask lies in no workspace")
}
