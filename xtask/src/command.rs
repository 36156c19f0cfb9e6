//! Other programs: whether they are there, and running them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// Where a program lies on the search path.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Whether the program runs with these arguments and is content; it says nothing.
pub(crate) fn works<S: AsRef<OsStr>>(program: &Path, arguments: &[S]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// A Python that has `modules`: the one we are told, the one that `cargo xtask check` made, the machine's.
pub(crate) fn python_with(root: &Path, modules: &str) -> Option<PathBuf> {
    let told =
        ["HINOMI_PYTHON", "HINOMI_DUCKDB_PYTHON"].map(|name| std::env::var_os(name).map(PathBuf::from));
    let own = target_folder(root).join("check/venv/bin/python");
    let mut candidates = told.into_iter().flatten().chain([own, PathBuf::from("python3")]);
    candidates.find(|python| works(python, &["-c", &format!("import {modules}")]))
}

/// Runs with our own output streams, so that what it says is seen as it is said.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", spelled(command));
    let status = command.stdin(Stdio::null()).status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("{} ended with {status}", spelled(command));
    }
    Ok(())
}

/// Runs and takes what it writes; fails with what it said on its error stream.
pub(crate) fn output(command: &mut Command) -> Result<Output> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}: {}", spelled(command), output.status, said.trim());
    }
    Ok(output)
}

/// The Cargo that started us.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Where Cargo puts what it builds.
pub(crate) fn target_folder(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}

/// The command line as one would type it.
pub(crate) fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command) -> String {
    format!("could not start {}", spelled(command))
}
