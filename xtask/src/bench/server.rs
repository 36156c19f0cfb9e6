//! `hinomi serve` on a free port of the loopback interface, for as long as it is needed.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::http;

/// The running server; it is ended when this is dropped.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    /// Where sensors deliver, if they may.
    collector: Option<SocketAddr>,
}

/// A port that was free a moment ago, which is as sure as it gets without a descriptor handed over.
fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

impl Server {
    /// Starts it and waits until it answers.
    pub(super) fn start(hinomi: &Path, data: &Path) -> Result<Self> {
        Self::start_with(hinomi, data, None)
    }

    /// The same with a collector.
    pub(super) fn collecting(hinomi: &Path, data: &Path) -> Result<Self> {
        Self::start_with(hinomi, data, Some(free()?))
    }

    fn start_with(hinomi: &Path, data: &Path, collector: Option<SocketAddr>) -> Result<Self> {
        let address = free()?;
        let mut command = Command::new(hinomi);
        command.args(["serve", "--listen", &address.to_string()]);
        if let Some(collector) = collector {
            command.args(["--collect", &collector.to_string()]);
        }
        let child = command
            .arg("--data")
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self { child, address, collector };
        for _ in 0..600 {
            if http::get(address, "/healthz", "en").is_ok_and(|answer| answer.status == 200) {
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                bail!("hinomi serve ended with {status}");
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!("hinomi serve does not answer on {address}")
    }

    /// Where sensors deliver.
    pub(super) fn collector(&self) -> Result<SocketAddr> {
        self.collector.context("this server does not collect")
    }

    /// The processor time that it has taken so far.
    pub(super) fn processor_time(&self) -> Result<Duration> {
        super::measure::processor_time_of(self.child.id())
            .context("no account of the server's processor time")
    }

    /// The most memory it has had, in bytes.
    pub(super) fn peak(&self) -> u64 {
        super::measure::peak_of(self.child.id()).unwrap_or(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
