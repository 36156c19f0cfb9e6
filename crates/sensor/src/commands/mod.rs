//! What people type.

mod enrol;
mod firewall;
mod options;
mod replay;
mod run;
mod status;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use options::Options;

/// Listens on an interface, writes down the headers of what comes to addresses that nobody uses, and hands them to a
/// collector. It never answers a packet.
#[derive(Debug, Parser)]
#[command(name = "hinomi-sensor", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Say more about what is done.
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Listen, keep and deliver: the service.
    Run(run::Run),
    /// Make this machine a sensor: once, with the token that the collector's staff gave you.
    #[command(name = "enroll", visible_alias = "enrol")]
    Enrol(enrol::Enrol),
    /// Deliver what capture files hold, in place of an interface.
    Replay(replay::Replay),
    /// Say how the service is; the exit status is 0 when it is well, 1 when it is not.
    Status(status::Status),
    /// Print rules that keep this machine itself from answering; load them with: hinomi-sensor firewall | nft -f -
    Firewall,
}

impl Arguments {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Run(command) => command.run(&self.options),
            Command::Enrol(command) => command.run(&self.options),
            Command::Replay(command) => command.run(&self.options),
            Command::Status(command) => command.run(&self.options),
            Command::Firewall => firewall::run(&self.options),
        }
    }
}

/// One thread does for everything that waits for the network.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}
