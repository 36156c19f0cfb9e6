//! Python's email package on the same mails, and IntelMQ's parser alone on the same rows. Neither stores anything.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Result, bail};

use super::Desk;
use super::receive::on_one_core;
use crate::bench::measure::{Run, run};
use crate::command::python_with;

const SCRIPT: &str = include_str!("peers.py");

/// A program that does a part of the job.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) name: &'static str,
    python: PathBuf,
    script: PathBuf,
    what: &'static str,
    pub(super) input: PathBuf,
}

impl Peer {
    pub(super) fn run(&self) -> Result<Run> {
        let mut command = on_one_core(&self.python);
        command.arg(&self.script).arg(self.what).arg(&self.input);
        let run = run(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        if !run.status.success() {
            bail!("{} ended with {}", self.name, run.status);
        }
        Ok(run)
    }
}

/// Those that are here; says which are not.
pub(super) fn installed(desk: &Desk<'_>) -> Result<Vec<Peer>> {
    let script = desk.folder.join("peers.py");
    fs::write(&script, SCRIPT)?;
    let mut peers = Vec::new();
    for (name, module, what, input) in [
        ("Python's email, not stored", "email", "email", &desk.inputs.maildir),
        ("IntelMQ's parser, not stored", "intelmq", "intelmq", &desk.inputs.report),
    ] {
        match python_with(desk.bench.root, module) {
            Some(python) => {
                peers.push(Peer { name, python, script: script.clone(), what, input: input.clone() });
            }
            None => println!("  LEFT OUT: no Python with {module}"),
        }
    }
    Ok(peers)
}
