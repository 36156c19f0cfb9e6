//! `hinomi-sensor firewall`.

use std::process::ExitCode;

use anyhow::Context;
use sensor::firewall::rules;
use sensor::live::{Own, look};

use super::options::Options;
use crate::output::print;

pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let config = options.config()?;
    let interface = config.interface.as_deref();
    let interface =
        interface.context("no interface is named: set `interface` in the configuration, or --interface")?;
    let own = Own::of(&config, &look(interface)?, &[]);
    anyhow::ensure!(!own.addresses.is_empty(), "the interface {interface} has no address");
    print(&rules(interface, &own))?;
    Ok(ExitCode::SUCCESS)
}
