//! `hinomi observe count`: exact, one core and two, and the peers.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Result, bail};

use super::measure::{Run, median, run};
use super::peers::{self, Peer};
use super::{Bench, Capture, hinomi, megabytes, warm};

pub(super) fn measure(bench: &Bench) -> Result<()> {
    println!("\nobserve count");
    let day = bench.day()?;
    warm(&day.path)?;
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for _ in 0..bench.options.rounds {
        one.push(count(bench, &day, 1)?);
        two.push(count(bench, &day, 2)?);
    }
    let (Some(one), Some(two)) = (median(&one), median(&two)) else { return Ok(()) };
    say("hinomi, 1 thread", &one, day.packets);
    say("hinomi, 2 threads", &two, day.packets);
    println!("  two threads are {:.2} times as fast as one", one.wall.as_secs_f64() / two.wall.as_secs_f64());
    against_peers(bench)
}

fn against_peers(bench: &Bench) -> Result<()> {
    let small = super::capture::make(&bench.folder, bench.options.peer_packets, 24, 1)?;
    warm(&small.path)?;
    let peers = peers::installed(bench.root, &bench.folder, bench.options.slow_peers)?;
    let mut ours = Vec::new();
    let mut theirs: Vec<Vec<Run>> = peers.iter().map(|_| Vec::new()).collect();
    for _ in 0..bench.options.rounds {
        ours.push(count(bench, &small, 1)?);
        for (peer, runs) in peers.iter().zip(&mut theirs) {
            runs.push(peer.run(&small)?);
        }
    }
    let Some(our) = median(&ours) else { return Ok(()) };
    println!("  on {} packets, in turns with the peers:", small.packets);
    say("hinomi, 1 thread", &our, small.packets);
    for (peer, runs) in peers.iter().zip(&theirs) {
        if let Some(their) = median(runs) {
            if peer.is_pipeline {
                say_without_memory(peer.name, &their, small.packets);
            } else {
                say(peer.name, &their, small.packets);
            }
            let ratio = their.wall.as_secs_f64() / our.wall.as_secs_f64();
            println!("    hinomi is {ratio:.1} times as fast; {}", agreement(bench, peer)?);
        }
    }
    Ok(())
}

/// Counts into the folder's `count.csv`.
fn count(bench: &Bench, capture: &Capture, threads: usize) -> Result<Run> {
    let mut command = hinomi(bench);
    command.args(["observe", "count", "--threads", &threads.to_string()]).arg(&capture.path);
    let run = run(command.stdout(File::create(ours(bench))?))?;
    if !run.status.success() {
        bail!("hinomi observe count ended with {}", run.status);
    }
    Ok(run)
}

fn ours(bench: &Bench) -> std::path::PathBuf {
    bench.folder.join("count.csv")
}

/// Whether the peer's rows are ours.
fn agreement(bench: &Bench, peer: &Peer) -> Result<String> {
    let rows = |path: &Path| -> Result<Vec<String>> {
        let text = fs::read_to_string(path)?;
        let mut rows: Vec<String> =
            text.lines().filter(|row| !row.starts_with("hour,")).map(str::to_owned).collect();
        rows.sort_unstable();
        Ok(rows)
    };
    let (ours, theirs) = (rows(&ours(bench))?, rows(&peer.out)?);
    let same = theirs.iter().filter(|row| ours.binary_search(row).is_ok()).count();
    Ok(if ours == theirs {
        format!("all {} rows are the same", ours.len())
    } else {
        format!("{same} of its {} rows are the same as ours, we have {}", theirs.len(), ours.len())
    })
}

fn say(name: &str, run: &Run, packets: u64) {
    println!("{}  peak {}", line(name, run, packets), megabytes(run.peak));
}

fn say_without_memory(name: &str, run: &Run, packets: u64) {
    println!("{}", line(name, run, packets));
}

fn line(name: &str, run: &Run, packets: u64) -> String {
    let rate = run.rate(packets) / 1e6;
    format!("  {name:<24} {rate:>8.2} M packets/s  {:>7.2} s", run.wall.as_secs_f64())
}
