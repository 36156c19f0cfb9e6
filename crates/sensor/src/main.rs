//! The program `hinomi-sensor`: listens, keeps, delivers.

mod commands;
mod output;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = commands::Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false)
        .without_time()
        .with_max_level(if arguments.verbose { tracing::Level::DEBUG } else { tracing::Level::INFO })
        .init();
    match arguments.run() {
        Ok(code) => code,
        Err(error) => {
            output::say(&format!("hinomi-sensor: {error:#}"));
            ExitCode::from(2)
        }
    }
}
