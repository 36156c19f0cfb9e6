//! The program `hinomi serve --collect`, and what its lake says.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jiff::SignedDuration;
use kernel::{Clock, SystemClock};
use observe::fleet::{FleetSensor, Invitation};
use rustix::process::{Pid, Signal, kill_process};
use wire::enrol::{Secret, Token};

/// The data folder of a collector.
#[derive(Debug)]
pub struct Data(pub PathBuf);

/// A running collector; killed with the value.
#[derive(Debug)]
pub struct Collector {
    child: Child,
    /// Where sensors deliver.
    pub address: String,
}

impl Data {
    /// Asks the application over this folder, beside whatever else works on it.
    pub fn ask<T>(&self, ask: impl AsyncFnOnce(desk::App) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            std::fs::create_dir_all(&self.0).unwrap();
            ask(desk::App::open(&self.0, std::sync::Arc::new(SystemClock)).await.unwrap()).await
        })
    }

    /// A token for a sensor of this name.
    pub fn invite(&self, name: &str) -> String {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).unwrap();
        let invitation = Invitation { name: name.to_owned(), ..Invitation::default() };
        let hour = SignedDuration::from_hours(1);
        self.ask(async |app| app.observe.invite(invitation, &secret, hour, "test").await.unwrap());
        let authority = desk::pki::Authority::open(&self.0, SystemClock.now()).unwrap().fingerprint();
        Token { authority, secret: Secret(secret) }.to_string()
    }

    /// What the lake holds, in one hash.
    pub fn digest(&self) -> observe::Digest {
        self.ask(async |app| app.observe.digest().await.unwrap())
    }

    /// What is known of a sensor.
    pub fn sensor(&self, name: &str) -> FleetSensor {
        self.ask(async |app| app.observe.fleet_sensor(name).await.unwrap())
    }

    /// Imports captures, as files that somebody brought.
    pub fn import(&self, sensor: &str, captures: &[PathBuf]) {
        let mut import = hinomi();
        import.args(["observe", "import", "--sensor", sensor]).args(captures).arg("--data").arg(&self.0);
        let output = import.stderr(Stdio::piped()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Starts collecting at this address, in this network namespace.
    pub fn collect(&self, address: &str, namespace: Option<&str>, log: &Path) -> Option<Collector> {
        let mut command = match namespace {
            None => hinomi(),
            Some(namespace) => {
                let mut command = Command::new("ip");
                command.args(["netns", "exec", namespace, env!("CARGO_BIN_EXE_hinomi")]);
                command
            }
        };
        command.args(["serve", "--listen", "127.0.0.1:0", "--collect", address, "--data"]).arg(&self.0);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let (mut address, mut is_served, mut line) = (None, false, String::new());
        let mut log = std::fs::File::options().create(true).append(true).open(log).unwrap();
        while address.is_none() || !is_served {
            line.clear();
            if said.read_line(&mut line).unwrap_or(0) == 0 {
                // On a full disk, for instance, it says why and ends.
                let _ = child.wait();
                return None;
            }
            let _ = std::io::Write::write_all(&mut log, line.as_bytes());
            if let Some((_, rest)) = line.split_once("collecting at ") {
                address = Some(rest.trim().to_owned());
            }
            is_served |= line.contains("http://");
        }
        // Read on, or it would wait with a full pipe.
        std::thread::spawn(move || std::io::copy(&mut said, &mut log));
        // The loop ends with an address.
        let address = address.unwrap();
        Some(Collector { child, address })
    }
}

impl Collector {
    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Asks it to end, as a service manager does, and waits until it has.
    pub fn end(mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn hinomi() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hinomi"));
    command.env_clear().env("HINOMI_FONTS", "no-fonts");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}
