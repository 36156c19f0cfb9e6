//! The collector under many sensors: how many packets a second it takes, and what a fleet at rest costs it.
//!
//! The sensors are connections of one process (`crates/sensor/examples/crowd`), made as `hinomi-sensor` makes them:
//! HTTP/2 over mutual TLS. What they send is made before the clock starts. Sender and collector share the machine's
//! processors; what the collector itself takes is read from the kernel's accounts of its process.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::server::Server;
use super::{Bench, megabytes};
use crate::command::{cargo, run as run_command, target_folder};

/// Sensors of the flood, and full frames of each.
const FLOOD: (usize, u64) = (50, 8);

/// Sensors at rest.
const REST: usize = 1000;

/// Each has a frame in so many seconds.
const EVERY: u64 = 10;

/// How long they are watched, in seconds.
const WATCHED: u64 = 60;

/// How long series may take to follow.
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) fn measure(bench: &Bench) -> Result<()> {
    println!("\n## Live sensors");
    run_command(cargo(bench.root).args(["build", "--release", "--package", "sensor", "--example", "crowd"]))?;
    flood(bench)?;
    rest(bench)
}

fn flood(bench: &Bench) -> Result<()> {
    let (sensors, frames) = FLOOD;
    let data = bench.fresh("live-flood")?;
    let server = Server::collecting(&bench.hinomi, &data)?;
    let mut crowd = Crowd::gather(bench, &data, &server, sensors, &["flood", &frames.to_string()])?;
    let (began, before) = (Instant::now(), server.processor_time()?);
    let packets = crowd.go()?;
    let (wall, cpu) = (began.elapsed(), server.processor_time()?.saturating_sub(before));
    println!(
        "{sensors} sensors, {packets} packets, until the last is acknowledged: {:.2} s, {:.2} M packets/s; the \
         collector's processor time {:.2} s, {:.2} M packets a second of it; peak {}",
        wall.as_secs_f64(),
        packets as f64 / wall.as_secs_f64() / 1e6,
        cpu.as_secs_f64(),
        packets as f64 / cpu.as_secs_f64() / 1e6,
        megabytes(server.peak()),
    );
    let began = Instant::now();
    while packets_in_series(bench, &data)? < packets {
        ensure!(began.elapsed() < PATIENCE, "the series do not have all packets");
        std::thread::sleep(Duration::from_millis(200));
    }
    println!("until the series have them all: {:.1} s more", began.elapsed().as_secs_f64());
    Ok(())
}

fn rest(bench: &Bench) -> Result<()> {
    let data = bench.fresh("live-rest")?;
    let server = Server::collecting(&bench.hinomi, &data)?;
    let (every, watched) = (EVERY.to_string(), WATCHED.to_string());
    let mut crowd = Crowd::gather(bench, &data, &server, REST, &["rest", &every, &watched])?;
    let (began, before) = (Instant::now(), server.processor_time()?);
    let frames = crowd.go()?;
    let (wall, cpu) = (began.elapsed(), server.processor_time()?.saturating_sub(before));
    println!(
        "{REST} sensors, a frame each in {EVERY} s, {frames} frames in {:.0} s: {:.1} % of one processor; peak {}",
        wall.as_secs_f64(),
        100.0 * cpu.as_secs_f64() / wall.as_secs_f64(),
        megabytes(server.peak()),
    );
    Ok(())
}

/// Packets that the series have, whatever today is.
fn packets_in_series(bench: &Bench, data: &Path) -> Result<u64> {
    let mut command = Command::new(&bench.hinomi);
    command.args(["observe", "top", "--from", "2026-01-01", "--to", "2039-12-31", "--by", "packets"]);
    let said = command.arg("--data").arg(data).output()?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let text = String::from_utf8(said.stdout)?;
    // Before the first packet it says that there is none.
    let Some((before, _)) = text.split_once(" packets of all ports") else { return Ok(0) };
    let number: String =
        before.lines().last().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    Ok(number.parse()?)
}

/// The process of the sensors; it is ended when this is dropped.
struct Crowd {
    child: Child,
    says: BufReader<ChildStdout>,
}

impl Crowd {
    /// Invites so many sensors and has them enrol, until they are ready to send.
    fn gather(bench: &Bench, data: &Path, server: &Server, sensors: usize, what: &[&str]) -> Result<Self> {
        let tokens = bench.folder.join("live-tokens");
        let mut text = String::new();
        for number in 0..sensors {
            let mut invite = Command::new(&bench.hinomi);
            invite.args(["sensor", "invite", "--name", &format!("s{number:04}"), "--data"]).arg(data);
            let said = invite.output()?;
            ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
            text.push_str(&String::from_utf8(said.stdout)?);
        }
        fs::write(&tokens, text)?;
        let mut child = Command::new(target_folder(bench.root).join("release/examples/crowd"))
            .arg(server.collector()?.to_string())
            .arg(&tokens)
            .args(what)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let says = BufReader::new(child.stdout.take().context("no output of the sensors")?);
        let mut crowd = Self { child, says };
        let said = crowd.line()?;
        ensure!(said == "ready", "the sensors are not ready: {said:?}");
        Ok(crowd)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.says.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    /// Has them send, until all is acknowledged; gives how much that was.
    fn go(&mut self) -> Result<u64> {
        let input = self.child.stdin.as_mut().context("no input of the sensors")?;
        writeln!(input, "go")?;
        let said = self.line()?;
        said.parse().with_context(|| format!("the sensors ended early: {said:?}"))
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        // It may be gone already; there is nobody left to tell.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
