//! `cargo xtask check`: everything that must hold before a change goes in.
//!
//! A step that fails does not stop the others: one run shows all that is wrong. What can't be tested on this
//! machine is said where it is found, and once more at the end; it is never silently green.

mod debian;
mod postgres;
mod report;
mod setup;
mod steps;

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};

use report::{Outcome, Report};
use setup::Tools;

/// What a step is: its name and what it does.
type Step = (&'static str, fn(&Path, &Tools) -> Result<Outcome>);

/// In this order. `setup` comes before them, as the tests need what it finds.
const STEPS: [Step; 7] = [
    ("fmt", steps::fmt),
    ("clippy", steps::clippy),
    ("tidy", steps::tidy),
    ("tests", steps::tests),
    ("postgres", postgres::tests),
    ("docs", steps::docs),
    ("deny", steps::deny),
];

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Only this step: setup, fmt, clippy, tidy, tests, postgres, docs or deny
    #[arg(long, value_name = "STEP",
        value_parser = ["setup", "fmt", "clippy", "tidy", "tests", "postgres", "docs", "deny"])]
    only: Option<String>,
    /// Install nothing; use what is there
    #[arg(long)]
    no_install: bool,
}

pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let wanted = |name: &str| options.only.as_deref().is_none_or(|only| only == name);
    let mut report = Report::default();

    let tools = if ["setup", "tests", "postgres"].into_iter().any(wanted) {
        report::headline("setup");
        let (tools, found) = setup::run(root, !options.no_install);
        report.extend(found);
        tools
    } else {
        Tools::default()
    };
    for (name, step) in STEPS.into_iter().filter(|(name, _)| wanted(name)) {
        report::headline(name);
        let start = Instant::now();
        let outcome = step(root, &tools).unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
        report.add(name, outcome, start.elapsed());
    }
    report.print();
    if report.failed() > 0 {
        bail!("the check failed");
    }
    Ok(())
}
