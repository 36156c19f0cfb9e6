//! What people type.

mod enrol;
mod options;
mod replay;

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
    /// Make this machine a sensor: once, with the token that the collector's staff gave you.
    #[command(name = "enroll", visible_alias = "enrol")]
    Enrol(enrol::Enrol),
    /// Deliver what capture files hold, in place of an interface.
    Replay(replay::Replay),
}

impl Arguments {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Enrol(command) => command.run(&self.options),
            Command::Replay(command) => command.run(&self.options),
        }
    }
}

/// One thread does for everything that waits for the network.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}
