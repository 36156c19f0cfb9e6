//! The program itself, run as people run it.

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::collector::Collector;

/// A state folder and the program that works in it.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) folder: TempDir,
    /// A network namespace to run in.
    pub(crate) namespace: Option<String>,
}

impl Program {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), namespace: None }
    }

    pub(crate) fn state(&self) -> std::path::PathBuf {
        self.folder.path().join("state")
    }

    /// The command, not yet started. No configuration of this machine gets in.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let program = env!("CARGO_BIN_EXE_hinomi-sensor");
        let mut command = match &self.namespace {
            None => Command::new(program),
            Some(namespace) => {
                let mut command = Command::new("ip");
                command.args(["netns", "exec", namespace, program]);
                command
            }
        };
        let config = self.folder.path().join("config.toml");
        if !config.exists() {
            std::fs::write(&config, "").unwrap();
        }
        command.args(arguments).arg("--config").arg(config).arg("--state").arg(self.state());
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs it to its end, which must be a good one; gives what it said.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs it to its end, whatever that is; gives what it said.
    pub(crate) fn ok_or_not(&self, arguments: &[&str]) -> String {
        String::from_utf8(self.run(arguments).stdout).unwrap()
    }

    /// Enrols with this collector.
    pub(crate) fn enrol(&self, collector: &Collector) {
        let (address, token) = (collector.address.to_string(), collector.token.to_string());
        self.ok(&["enroll", "--collector", &address, "--token", &token]);
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }
}

/// The service, running. Ends with the value, as by a kill.
#[derive(Debug)]
pub(crate) struct Service(pub(crate) std::process::Child);

impl Service {
    /// Starts it, and waits until it listens.
    pub(crate) fn start(program: &Program, arguments: &[&str]) -> Self {
        let status = program.state().join("status.json");
        let _ = std::fs::remove_file(&status);
        let mut service = Self(program.command(&[&["run"], arguments].concat()).spawn().unwrap());
        until("the service listens", || {
            assert!(service.0.try_wait().unwrap().is_none(), "the service ended");
            status.exists()
        });
        service
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn end(mut self) {
        rustix::process::kill_process(
            rustix::process::Pid::from_child(&self.0),
            rustix::process::Signal::TERM,
        )
        .unwrap();
        assert!(self.0.wait().unwrap().success());
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until it is so; a minute is for ever.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while !is_so() {
        assert!(began.elapsed().as_secs() < 60, "waited for: {what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
