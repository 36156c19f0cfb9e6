//! `hinomi-sensor run`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use sensor::clock::MachineClock;
use sensor::daemon;

use super::options::{Options, enrolled};
use super::runtime;

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Where systemd wants to hear how the service is.
    #[arg(long, env = "NOTIFY_SOCKET", hide = true)]
    notify_socket: Option<PathBuf>,
}

impl Run {
    pub(super) fn run(self, options: &Options) -> anyhow::Result<ExitCode> {
        let config = options.config()?;
        let (state, identity) = enrolled(&config)?;
        let clock = Arc::new(MachineClock::new()?);
        runtime()?.block_on(daemon::run(config, state, identity, clock, self.notify_socket))?;
        Ok(ExitCode::SUCCESS)
    }
}
