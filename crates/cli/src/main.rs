//! `hinomi`: the one program.
//!
//! One file per command. A command's exit status is 0 when it did what was asked, 1 when it did so with
//! problems that it has said, 2 when it did nothing.

mod account;
mod community;
mod database;
mod demo;
mod incident;
mod observe;
mod output;
mod period;
mod progress;
mod report;
mod sensor;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use kernel::SystemClock;

/// Hinomi: the working place of a CSIRT.
#[derive(Debug, Parser)]
#[command(name = "hinomi", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    /// The data folder: records, lake, originals and settings.toml; hinomi-data unless said (demo: hinomi-demo).
    /// Made where it does not exist.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, and it lives as long as the program")]
enum Command {
    /// Who may use the desk.
    #[command(subcommand)]
    Account(account::Account),
    /// Work with others: events, trainings, lectures, partner organisations.
    #[command(subcommand)]
    Community(community::Community),
    /// Where the records are.
    #[command(subcommand)]
    Database(database::Database),
    /// Makes the sample quarter, imports it, and serves the site.
    Demo(demo::Demo),
    /// The incident desk: messages, incidents, statistics.
    #[command(subcommand)]
    Incident(incident::Incident),
    /// What sensors saw: captures, series, graphs.
    #[command(subcommand)]
    Observe(observe::Observe),
    /// The activity report: drafts, figures, editions.
    #[command(subcommand)]
    Report(report::Report),
    /// Live sensors: invitations, how they are, alarms.
    #[command(subcommand)]
    Sensor(sensor::Sensor),
    /// Serves the site.
    Serve(serve::Serve),
}

/// Opens the application over the data folder.
async fn open(data: &std::path::Path) -> anyhow::Result<desk::App> {
    Ok(desk::App::open(data, Arc::new(SystemClock)).await?)
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::failed(&error.into()),
    };
    let data = |unsaid: &str| cli.data.clone().unwrap_or_else(|| PathBuf::from(unsaid));
    let done = runtime.block_on(async {
        match cli.command {
            Command::Account(account) => account.run(&data("hinomi-data")).await,
            Command::Community(community) => community.run(&data("hinomi-data")).await,
            Command::Database(database) => database.run(&data("hinomi-data")).await,
            Command::Demo(demo) => demo.run(&data("hinomi-demo")).await,
            Command::Incident(incident) => incident.run(&data("hinomi-data")).await,
            Command::Observe(observe) => observe.run(&data("hinomi-data")).await,
            Command::Report(report) => report.run(&data("hinomi-data")).await,
            Command::Sensor(sensor) => sensor.run(&data("hinomi-data")).await,
            Command::Serve(serve) => serve.run(&data("hinomi-data")).await,
        }
    });
    match done {
        Ok(code) => code,
        Err(error) => output::failed(&error),
    }
}
