//! `hinomi-sensor` on a wire that one core fills: what it drops, what it costs, and how long until all is delivered.
//!
//! Two network namespaces and a veth pair: the sensor in the one, collector and sender in the other. Needs root, `ip`
//! and `nft`; without them the part says that it is left out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::measure::peak_of;
use super::{Bench, megabytes, sender};
use crate::command::{cargo, output, run, target_folder, which};

/// How long is sent.
const SENDING: Duration = Duration::from_secs(60);

/// How long delivering may go on after that.
const PATIENCE: Duration = Duration::from_secs(600);

const INSIDE: &str = "hinomi-bench-in";
const OUTSIDE: &str = "hinomi-bench-out";

/// The sensor's interface, and the sender's.
const LISTENING: &str = "listen0";
const SENDER: &str = "world0";

const COLLECTOR: &str = "192.0.2.1:4739";

pub(super) fn measure(bench: &Bench) -> Result<()> {
    println!("\nhinomi-sensor");
    if !rustix::process::geteuid().is_root() || which("ip").is_none() || which("nft").is_none() {
        println!("  left out: needs root, `ip` and `nft`");
        return Ok(());
    }
    run(cargo(bench.root).args(["build", "--release", "--package", "sensor"]))?;
    let sensor = target_folder(bench.root).join("release/hinomi-sensor").canonicalize()?;
    let size = fs::metadata(&sensor)?.len();
    println!("  the program has {} (at most 8 MB are wanted)", megabytes(size));
    let folder = bench.folder.join("sensor");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("data"))?;
    let wire = Wire::lay()?;
    let outcome = listen(&Parts { hinomi: &bench.hinomi, sensor: &sensor, folder: &folder });
    drop(wire);
    outcome
}

struct Parts<'a> {
    hinomi: &'a Path,
    sensor: &'a Path,
    folder: &'a Path,
}

impl Parts<'_> {
    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The sensor's program with these words, in its namespace.
    fn sensor(&self, words: &[&str]) -> Command {
        let mut command = within(INSIDE, self.sensor);
        command.args(words).args(["--interface", LISTENING, "--spool-size", "4 GiB", "--config"]);
        command.arg(self.folder.join("config.toml")).arg("--state").arg(self.folder.join("state"));
        command
    }

    /// A number in the sensor's status.
    fn status(&self, name: &str) -> Result<u64> {
        let text = fs::read_to_string(self.folder.join("state/status.json"))?;
        let start = format!("\"{name}\":");
        let value = text.lines().find_map(|line| line.trim().strip_prefix(&start));
        let value = value.with_context(|| format!("no {name} in the status"))?;
        Ok(value.trim().trim_end_matches(',').parse()?)
    }
}

fn listen(parts: &Parts<'_>) -> Result<()> {
    fs::write(parts.folder.join("config.toml"), "")?;
    let mut serve = within(OUTSIDE, parts.hinomi);
    serve.args(["serve", "--listen", "127.0.0.1:8080", "--collect", COLLECTOR, "--data"]).arg(parts.data());
    let _collector = Ended(serve.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
    let mut invite = Command::new(parts.hinomi);
    invite.args([
        "sensor",
        "invite",
        "--name",
        "bench",
        "--country",
        "JP",
        "--network",
        "university",
        "--data",
    ]);
    let said = output(invite.arg(parts.data()))?.stdout;
    let said = String::from_utf8_lossy(&said).into_owned();
    let token = said.split_whitespace().find(|word| word.starts_with("hinomi1."));
    let token = token.context("the invitation has no token")?;
    retried(|| {
        output(&mut parts.sensor(&["enroll", "--replace", "--collector", COLLECTOR, "--token", token]))
            .map(drop)
    })?;
    // The machine's kernel would answer every packet, and take the sender's core for that.
    let rules = output(&mut parts.sensor(&["firewall"]))?.stdout;
    fs::write(parts.folder.join("rules.nft"), rules)?;
    output(within(INSIDE, Path::new("nft")).arg("-f").arg(parts.folder.join("rules.nft")))?;
    let mut command = parts.sensor(&["run"]);
    let mut sensor = Ended(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
    retried(|| parts.status("packets").map(drop))?;

    let began = Instant::now();
    let sent = sender::send(OUTSIDE, SENDER, SENDING)?;
    let took = began.elapsed().as_secs_f64();
    let threads = processor_times(sensor.0.id())?;
    println!("  sent {sent} packets, {:.2} M packets/s", sent as f64 / took / 1e6);
    while parts.status("delivered")? + lost(parts)? < sent {
        if began.elapsed() > SENDING + PATIENCE {
            bail!("{} of {sent} packets were delivered", parts.status("delivered")?);
        }
        if let Some(status) = sensor.0.try_wait()? {
            bail!("the sensor ended with {status}");
        }
        sleep(Duration::from_millis(100));
    }
    let late = began.elapsed().as_secs_f64() - took;
    println!("  {} delivered, {} dropped by the kernel", parts.status("delivered")?, lost(parts)?);
    println!("  everything was with the collector {late:.0} s after the last packet");
    for (name, seconds) in threads {
        println!("  {name}: {:.1} % of a core", 100.0 * seconds / took);
    }
    let peak = peak_of(sensor.0.id()).context("the sensor's memory")?;
    println!("  peak memory {} (at most 30 MB are wanted)", megabytes(peak));
    Ok(())
}

/// Packets that the kernel counted as dropped.
fn lost(parts: &Parts<'_>) -> Result<u64> {
    parts.status("dropped")
}

/// Seconds of the processor by thread (proc(5), utime and stime), counted in hundredths.
fn processor_times(id: u32) -> Result<Vec<(String, f64)>> {
    let mut times = Vec::new();
    for task in fs::read_dir(format!("/proc/{id}/task"))? {
        let stat = fs::read_to_string(task?.path().join("stat"))?;
        let (name, fields) = stat.rsplit_once(')').context("a thread without a name")?;
        let name = name.split_once('(').map_or(name, |(_, name)| name);
        let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
        times.push((name.to_owned(), ticks.sum::<u64>() as f64 / 100.0));
    }
    Ok(times)
}

/// Tries until it works; what starts takes a moment.
fn retried(mut attempt: impl FnMut() -> Result<()>) -> Result<()> {
    let began = Instant::now();
    loop {
        match attempt() {
            Err(error) if began.elapsed().as_secs() > 30 => return Err(error),
            Err(_) => sleep(Duration::from_millis(200)),
            Ok(()) => return Ok(()),
        }
    }
}

/// A program in a network namespace.
fn within(namespace: &str, program: &Path) -> Command {
    let mut command = Command::new("ip");
    command.args(["netns", "exec", namespace]).arg(program).stdin(Stdio::null());
    command
}

/// A program that ends with the value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The namespaces and what is between them; gone with the value.
struct Wire;

impl Wire {
    fn lay() -> Result<Self> {
        // What an earlier run left, if it was killed.
        drop(Self);
        let wire = Self;
        for words in [
            format!("netns add {INSIDE}"),
            format!("netns add {OUTSIDE}"),
            format!("-n {OUTSIDE} link add {SENDER} type veth peer name {LISTENING} netns {INSIDE}"),
            format!("-n {INSIDE} link set {LISTENING} address 02:00:00:00:00:10"),
            format!("-n {INSIDE} address add 192.0.2.10/24 dev {LISTENING}"),
            format!("-n {INSIDE} link set {LISTENING} up"),
            format!("-n {OUTSIDE} address add 192.0.2.1/24 dev {SENDER}"),
            format!("-n {OUTSIDE} link set {SENDER} up"),
            format!("-n {OUTSIDE} link set lo up"),
        ] {
            output(Command::new("ip").args(words.split(' ')))?;
        }
        Ok(wire)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        for namespace in [INSIDE, OUTSIDE] {
            let _ = Command::new("ip").args(["netns", "delete", namespace]).output();
        }
    }
}
