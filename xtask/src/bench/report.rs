//! The made-up report of the tests as PDF in both languages, by the example of `report` that draws it to look at.
//!
//! What a first report costs on top is the fonts: they are read, and their tables.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::measure::{Run, median, run};
use super::{Bench, megabytes};
use crate::command::{cargo, run as run_command, target_folder};

/// How often the report is made for the time of one more.
const MANY: u32 = 11;

pub(super) fn measure(bench: &Bench) -> Result<()> {
    println!("\nthe report as PDF in both languages, made up");
    run_command(cargo(bench.root).args([
        "build",
        "--release",
        "--package",
        "report",
        "--example",
        "typeset",
    ]))?;
    let (one, many) = (rounds(bench, 1)?, rounds(bench, MANY)?);
    let more = many.wall.saturating_sub(one.wall) / (MANY - 1);
    println!(
        "  the first, start included {:>8.0} ms, peak {}",
        one.wall.as_secs_f64() * 1e3,
        megabytes(one.peak)
    );
    println!(
        "  each further              {:>8.0} ms, peak {}",
        more.as_secs_f64() * 1e3,
        megabytes(many.peak)
    );
    Ok(())
}

/// The median run that makes the report `rounds` times.
fn rounds(bench: &Bench, rounds: u32) -> Result<Run> {
    let mut runs = Vec::new();
    for _ in 0..bench.options.rounds {
        let mut command = Command::new(target_folder(bench.root).join("release/examples/typeset"));
        command.arg(bench.folder.join("report")).arg(rounds.to_string());
        let run = run(command.stdout(Stdio::null()))?;
        if !run.status.success() {
            bail!("the report ended with {}", run.status);
        }
        runs.push(run);
    }
    median(&runs).context("no rounds")
}
