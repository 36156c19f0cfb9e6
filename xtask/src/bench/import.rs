//! `hinomi observe import`: packets to durable Parquet, and how many bytes they take.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Result, bail};

use super::measure::{Run, median, run};
use super::{Bench, hinomi, megabytes, warm};

/// Every run costs as many bytes of disk as the lake has, so that these suffice.
const ROUNDS: usize = 3;

/// Each round into an empty data folder; the same packets within a day, and spread over a quarter.
pub(super) fn measure(bench: &Bench) -> Result<()> {
    println!("\nobserve import");
    for capture in [bench.day()?, bench.quarter()?] {
        let data = bench.folder.join("import");
        let packets = capture.packets;
        warm(&capture.path)?;
        let rounds = 0..bench.options.rounds.min(ROUNDS);
        let runs: Vec<Run> = rounds.map(|_| import(bench, &capture.path, &data)).collect::<Result<_>>()?;
        let Some(run) = median(&runs) else { return Ok(()) };
        let stored = bytes_below(&data.join("lake/packets"))?;
        let series = bytes_below(&data.join("lake"))? - stored;
        println!("  {}", capture.path.file_name().unwrap_or_default().display());
        println!(
            "    {:.2} M packets/s, {:.2} s, peak {}",
            run.rate(packets) / 1e6,
            run.wall.as_secs_f64(),
            megabytes(run.peak)
        );
        println!(
            "    {:.2} bytes a packet, and {:.2} in series and totals",
            stored as f64 / packets as f64,
            series as f64 / packets as f64
        );
        remove(&data)?;
    }
    Ok(())
}

/// Imports the quarter where it has not been.
pub(super) fn quarter(bench: &Bench) -> Result<()> {
    let data = bench.quarter_data();
    let done = bench.folder.join(format!("quarter-{}.imported", bench.options.packets));
    // A data folder of an older build may look different: built again whenever the program is newer.
    let newer = fs::metadata(&done).and_then(|m| m.modified()).ok()
        > fs::metadata(&bench.hinomi).and_then(|m| m.modified()).ok();
    if !newer || !data.exists() {
        import(bench, &bench.quarter()?.path, &data)?;
        fs::write(done, "")?;
    }
    Ok(())
}

fn import(bench: &Bench, capture: &Path, data: &Path) -> Result<Run> {
    remove(data)?;
    let mut command = hinomi(bench);
    command.args(["observe", "import", "--sensor", "bench"]).arg(capture).arg("--data").arg(data);
    let run = run(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
    if !run.status.success() {
        bail!("hinomi observe import ended with {}", run.status);
    }
    Ok(run)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// Bytes of all files below `folder`.
fn bytes_below(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        bytes += match entry.file_type()?.is_dir() {
            true => bytes_below(&entry.path())?,
            false => entry.metadata()?.len(),
        };
    }
    Ok(bytes)
}
