//! Every fuzz target in turn, with cargo-fuzz.
//!
//! The sanitizer's flags are unstable; `RUSTC_BOOTSTRAP` lets the stable compiler take them, so that what is fuzzed
//! is built by the compiler that builds the program. What was found lies in `fuzz/artifacts`.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{cargo, output, run as run_command, which};

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Minutes for each target
    #[arg(default_value_t = 10)]
    minutes: u64,
    /// Only these targets
    #[arg(long)]
    target: Vec<String>,
}

pub(super) fn run(root: &Path, options: &Options) -> Result<()> {
    if which("cargo-fuzz").is_none() {
        bail!("cargo-fuzz is not installed (cargo install cargo-fuzz)");
    }
    let listed = output(fuzz(root).arg("list"))?;
    let listed = String::from_utf8(listed.stdout)?;
    let targets: Vec<&str> = listed
        .lines()
        .map(str::trim)
        .filter(|name| options.target.is_empty() || options.target.iter().any(|wanted| wanted == name))
        .collect();
    if targets.is_empty() {
        bail!("no such fuzz target; there are: {}", listed.split_whitespace().collect::<Vec<_>>().join(", "));
    }
    let time = format!("-max_total_time={}", options.minutes * 60);
    let mut broken = Vec::new();
    for target in &targets {
        println!("\n=== fuzz {target}");
        // A record may be 256 KiB; longer inputs only slow the search down.
        let command = &mut fuzz(root);
        command.args(["run", target, "--", &time, "-max_len=65536", "-rss_limit_mb=4096", "-timeout=20"]);
        if let Err(error) = run_command(command) {
            println!("{target}: {error:#}");
            broken.push(*target);
        }
    }
    println!("\n{} targets, {} minutes each; broken: {}", targets.len(), options.minutes, broken.len());
    if !broken.is_empty() {
        bail!("found something in {}; the inputs are in fuzz/artifacts", broken.join(", "));
    }
    Ok(())
}

fn fuzz(root: &Path) -> Command {
    let mut command = cargo(root);
    command.arg("fuzz").env("RUSTC_BOOTSTRAP", "1");
    // The workspace's target folder is not the fuzz workspace's.
    command.env_remove("CARGO_TARGET_DIR");
    command
}
