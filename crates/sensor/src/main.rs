//! The program `hinomi-sensor`: listens, keeps, delivers.

mod commands;
mod output;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = commands::Arguments::parse();
    output::log(arguments.verbose);
    match arguments.run() {
        Ok(code) => code,
        Err(error) => {
            output::say(&format!("hinomi-sensor: {error:#}"));
            ExitCode::from(2)
        }
    }
}
