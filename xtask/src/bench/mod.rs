//! `cargo xtask bench`: how fast and how small the release build is, on captures that it makes itself.
//!
//! Every figure is measured in this run. Peers that are installed do the same job on the same file, in turns with
//! ours, and medians are compared: a machine that is busy for a minute is so for all of them.
//! Captures and data folders lie under `target/bench`, a few gigabytes with the default size.

mod capture;
mod count;
mod desk;
mod http;
mod import;
mod live;
mod measure;
mod peers;
mod query;
mod random;
mod report;
mod sender;
mod sensor;
mod server;
mod web;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{cargo, run as run_command, target_folder};

pub(crate) use capture::{Capture, make as make_capture};
pub(crate) use random::Random;

#[derive(clap::ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    ObserveCount,
    ObserveImport,
    ObserveQuery,
    Web,
    IncidentReceive,
    IncidentPages,
    ReportPdf,
    Sensor,
    Live,
}

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// What to measure; all where none is named
    #[arg(value_enum)]
    parts: Vec<Part>,
    /// Packets of the large capture
    #[arg(long, default_value_t = 20_000_000)]
    packets: u64,
    /// Packets of the capture that the peers get; they keep all of it in memory
    #[arg(long, default_value_t = 2_000_000)]
    peer_packets: u64,
    /// How often each is run; the median counts
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Measure this program instead of building one: to compare two builds
    #[arg(long)]
    program: Option<PathBuf>,
    /// Also the peers that take minutes: nfdump, and tshark with mawk
    #[arg(long)]
    slow_peers: bool,
}

/// Where things are, for each part.
#[derive(Debug)]
struct Bench<'a> {
    hinomi: PathBuf,
    root: &'a Path,
    folder: PathBuf,
    options: &'a Options,
}

impl Bench<'_> {
    /// The large capture, all in one day.
    fn day(&self) -> Result<Capture> {
        capture::make(&self.folder, self.options.packets, 24, 1)
    }

    /// The large capture, spread over the first quarter of 2024.
    fn quarter(&self) -> Result<Capture> {
        capture::make(&self.folder, self.options.packets, 91 * 24, 2)
    }

    /// A data folder in which there is nothing.
    fn fresh(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        Ok(folder)
    }

    /// `hinomi` with a data folder in which the quarter is imported.
    fn quarter_data(&self) -> PathBuf {
        self.folder.join(format!("quarter-{}", self.options.packets))
    }
}

/// The program that is given, or a release build.
pub(crate) fn program(root: &Path, given: Option<&PathBuf>) -> Result<PathBuf> {
    if let Some(program) = given {
        return program.canonicalize().with_context(|| format!("no program {}", program.display()));
    }
    run_command(cargo(root).args(["build", "--release", "--package", "cli"]))?;
    Ok(target_folder(root).join("release/hinomi"))
}

pub(crate) fn run(root: &Path, options: &Options) -> Result<()> {
    let bench = Bench {
        hinomi: program(root, options.program.as_ref())?,
        root,
        folder: target_folder(root).join("bench"),
        options,
    };
    fs::create_dir_all(&bench.folder)?;
    let wanted = |part| options.parts.is_empty() || options.parts.contains(&part);
    println!("on {}", machine());
    if wanted(Part::ObserveCount) {
        count::measure(&bench)?;
    }
    if wanted(Part::ObserveImport) {
        import::measure(&bench)?;
    }
    if wanted(Part::ObserveQuery) {
        query::measure(&bench)?;
    }
    if wanted(Part::Web) {
        web::measure(&bench)?;
    }
    if wanted(Part::IncidentReceive) {
        desk::receive(&bench)?;
    }
    if wanted(Part::IncidentPages) {
        desk::pages(&bench)?;
    }
    if wanted(Part::ReportPdf) {
        report::measure(&bench)?;
    }
    if wanted(Part::Sensor) {
        sensor::measure(&bench)?;
    }
    if wanted(Part::Live) {
        live::measure(&bench)?;
    }
    Ok(())
}

/// Processor and how many of it, for the line beside a figure.
fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} x {}", model.map_or("a processor without a name", |(_, name)| name))
}

/// Reads the file once, so that it is in the page cache.
fn warm(path: &Path) -> Result<()> {
    std::io::copy(&mut fs::File::open(path)?, &mut std::io::sink())?;
    Ok(())
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The program's command line for people.
fn hinomi(bench: &Bench) -> Command {
    Command::new(&bench.hinomi)
}
