//! `hinomi incident receive` on one core: each round into an empty data folder, in turns with the peers.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use super::{Desk, SIZES, peers};
use crate::bench::measure::{Run, median, run};
use crate::bench::{megabytes, warm};
use crate::command::which;

/// Every round takes a minute or so.
const ROUNDS: usize = 3;

/// Day on which the feeds are said to have come: in the middle of the sample's mails.
const RECEIVED: &str = "2007-06-15T10:00:00+09:00";

pub(super) fn measure(desk: &Desk<'_>) -> Result<()> {
    let inputs = &desk.inputs;
    println!("  {} mails are {}", SIZES.mails, megabytes(inputs.mail_bytes));
    let mails = SIZES.mails as u64;
    let peers = peers::installed(desk)?;
    // Removed together, at the end: ext4 is slow to make files for half a minute after it has removed thousands.
    let used = desk.folder.join("rounds");
    remove(&used)?;
    fs::create_dir_all(&used)?;
    for (name, input, units) in [
        ("mails, an mbox", &inputs.mbox, mails),
        ("mails, files of a Maildir", &inputs.maildir, mails),
        ("Shadowserver rows", &inputs.report, SIZES.rows as u64),
        ("phishing URLs", &inputs.list, SIZES.urls as u64),
    ] {
        if input.is_file() {
            warm(input)?;
        }
        let against: Vec<_> = peers.iter().filter(|peer| peer.input == *input).collect();
        let mut ours = Vec::new();
        let mut theirs: Vec<Vec<Run>> = against.iter().map(|_| Vec::new()).collect();
        for _ in 0..desk.bench.options.rounds.min(ROUNDS) {
            let data =
                used.join(format!("{}-{}", input.file_stem().unwrap_or_default().display(), ours.len()));
            ours.push(take_in(desk, input, &data)?);
            for (peer, runs) in against.iter().zip(&mut theirs) {
                runs.push(peer.run()?);
            }
        }
        let Some(our) = median(&ours) else { continue };
        say(name, &our, units);
        for (peer, runs) in against.iter().zip(&theirs) {
            let Some(their) = median(runs) else { continue };
            say(peer.name, &their, units);
            let ratio = their.cpu.as_secs_f64() / our.cpu.as_secs_f64();
            println!("    hinomi takes {ratio:.1} times less of the processor, and has stored them");
        }
    }
    remove(&used)
}

/// Takes in a file or folder.
pub(super) fn take_in(desk: &Desk<'_>, input: &Path, data: &Path) -> Result<Run> {
    let mut command = on_one_core(&desk.bench.hinomi);
    command.args(["incident", "receive"]).arg(input).arg("--data").arg(data);
    if input.extension().is_some_and(|extension| extension == "csv") {
        command.args(["--received", RECEIVED]);
    }
    let run = run(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
    // 1: done, with problems that were said.
    if !matches!(run.status.code(), Some(0 | 1)) {
        bail!("hinomi incident receive {} ended with {}", input.display(), run.status);
    }
    Ok(run)
}

/// The program on the first core alone, where taskset is there to say so.
pub(super) fn on_one_core(program: &Path) -> Command {
    match which("taskset") {
        Some(taskset) => {
            let mut command = Command::new(taskset);
            command.args(["-c", "0"]).arg(program);
            command
        }
        None => Command::new(program),
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

fn say(name: &str, run: &Run, units: u64) {
    println!(
        "  {name:<28} {:>8.0}/s  {:>6.2} s, processor {:>6.2} s ({:.0}/s of it)  peak {}",
        run.rate(units),
        run.wall.as_secs_f64(),
        run.cpu.as_secs_f64(),
        units as f64 / run.cpu.as_secs_f64(),
        megabytes(run.peak)
    );
}
