//! `hinomi-sensor enroll`.

use std::process::ExitCode;

use clap::Args;
use sensor::deliver;
use sensor::identity::State;
use wire::enrol::Token;

use super::options::Options;
use super::runtime;
use crate::output::print;

#[derive(Debug, Args)]
pub(crate) struct Enrol {
    /// Where the collector is.
    #[arg(long, value_name = "HOST:PORT")]
    collector: String,
    /// The token: good once, and for a day.
    #[arg(long)]
    token: Token,
    /// Become another sensor than this machine was; what that one has not delivered is thrown away.
    #[arg(long)]
    replace: bool,
}

impl Enrol {
    pub(super) fn run(&self, options: &Options) -> anyhow::Result<ExitCode> {
        let config = options.config()?;
        let state = State::take(&config.state)?;
        if let Some(before) = state.identity()?
            && !self.replace
        {
            anyhow::bail!(
                "this machine is sensor {} ({}) already; --replace makes it another one, and throws away what is \
                 not delivered yet",
                before.name,
                before.sensor
            );
        }
        let identity = runtime()?.block_on(deliver::enrol(&self.collector, &self.token))?;
        state.become_sensor(&identity)?;
        print(&format!(
            "This machine is now sensor {} ({}).\nIts certificate has SHA-256 {}.\n",
            identity.name,
            identity.sensor,
            identity.fingerprint()?
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
