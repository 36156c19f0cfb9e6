//! `hinomi-sensor status`.

use std::io::ErrorKind;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use sensor::clock::{Clock, MachineClock};
use sensor::status::Report;

use super::options::Options;
use crate::output::print;

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// As JSON, for programs.
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(super) fn run(&self, options: &Options) -> anyhow::Result<ExitCode> {
        let state = options.config()?.state;
        let report = Report::read(&state).map_err(|error| match error.kind() {
            ErrorKind::NotFound => {
                anyhow::anyhow!("no service has run with the state folder {}", state.display())
            }
            _ => anyhow::Error::new(error),
        });
        let report = report.context("the status")?;
        let now_us = MachineClock::new()?.wall_us();
        print(&if self.json { serde_json::to_string_pretty(&report)? + "\n" } else { report.text(now_us) })?;
        let is_well = report.complaints(now_us).is_empty();
        Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
