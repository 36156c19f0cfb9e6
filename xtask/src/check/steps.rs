//! The steps after `setup`, each one command.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::report::Outcome;
use super::setup::Tools;
use crate::command::{cargo, run, works};

pub(super) fn fmt(root: &Path, _: &Tools) -> Result<Outcome> {
    run(cargo(root).args(["fmt", "--all", "--check"]))?;
    // The fuzz targets are a workspace of their own.
    if root.join("fuzz/Cargo.toml").exists() {
        run(cargo(root).args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--", "--check"]))?;
    }
    Ok(Outcome::Passed)
}

pub(super) fn tidy(root: &Path, _: &Tools) -> Result<Outcome> {
    crate::tidy::run(root)?;
    Ok(Outcome::Passed)
}

pub(super) fn clippy(root: &Path, _: &Tools) -> Result<Outcome> {
    passed(cargo(root).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// All tests, with nextest where it is installed. No crate has doctests, which nextest would not run.
pub(super) fn tests(root: &Path, tools: &Tools) -> Result<Outcome> {
    if has_nextest() {
        return passed(&mut nextest(root, tools));
    }
    let mut command = cargo(root);
    command.args(["test", "--workspace", "--no-fail-fast"]);
    passed(told(&mut command, tools))
}

/// Whether cargo-nextest is installed.
pub(super) fn has_nextest() -> bool {
    works(Path::new("cargo-nextest"), &["nextest", "--version"])
}

/// The run of all tests by nextest.
pub(super) fn nextest(root: &Path, tools: &Tools) -> Command {
    let mut command = cargo(root);
    command.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
    told(&mut command, tools);
    command
}

/// The environment of tests. A snapshot that changed is a failure here, not a file beside the old one.
fn told<'a>(command: &'a mut Command, tools: &Tools) -> &'a mut Command {
    command.env("INSTA_UPDATE", "no").envs(tools.environment())
}

pub(super) fn docs(root: &Path, _: &Tools) -> Result<Outcome> {
    let mut command = cargo(root);
    command.args(["doc", "--workspace", "--no-deps", "--document-private-items"]);
    passed(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// Licences, sources and banned crates; advisories would need the network.
pub(super) fn deny(root: &Path, _: &Tools) -> Result<Outcome> {
    if !works(Path::new("cargo-deny"), &["--version"]) {
        let what = "cargo-deny is not installed: licences and sources of dependencies are unchecked";
        return Ok(Outcome::LeftOut(what.to_owned()));
    }
    passed(cargo(root).args(["deny", "--offline", "check", "licenses", "bans", "sources"]))
}

fn passed(command: &mut Command) -> Result<Outcome> {
    run(command)?;
    Ok(Outcome::Passed)
}
