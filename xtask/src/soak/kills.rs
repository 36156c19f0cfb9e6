//! Imports that are killed (SIGKILL) at random moments, and then done again.
//!
//! Each round begins with a data folder into which two sensors' captures were imported in peace, one after the
//! other. Four more captures of one of them, of the same days, are imported in one go and killed: after a random time
//! between nothing and a little more than the whole import takes. The days have enough small files then to be
//! merged. In every third round the repetition is killed as well. Then they are imported to the end, and the lake
//! must say what the undisturbed one says, with the same originals and no file more.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::lake::{self, Said};
use crate::bench::{Capture, Random, make_capture, program};
use crate::command::target_folder;

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// How many kills
    #[arg(default_value_t = 200)]
    kills: u32,
    /// Packets that are imported when the kill comes; as many are there before
    #[arg(long, default_value_t = 300_000)]
    packets: u64,
    /// Of the moments; a seed gives the same ones again
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// This program instead of a release build
    #[arg(long)]
    program: Option<PathBuf>,
}

#[derive(Debug)]
struct Soak {
    root: PathBuf,
    hinomi: PathBuf,
    folder: PathBuf,
    /// What is imported and killed.
    captures: Vec<Capture>,
}

pub(super) fn run(root: &Path, options: &Options) -> Result<()> {
    let folder = target_folder(root).join("soak");
    fs::create_dir_all(&folder)?;
    // Two days, so that a kill can fall between them.
    let make = |packets, seed| make_capture(&folder, packets, 48, seed);
    let there = (11..14).map(|seed| make(options.packets / 3, seed)).collect::<Result<Vec<_>>>()?;
    let captures = (21..25).map(|seed| make(options.packets / 4, seed)).collect::<Result<Vec<_>>>()?;
    let hinomi = program(root, options.program.as_ref())?;
    let soak = Soak { root: root.to_owned(), hinomi, folder: folder.clone(), captures };

    let before = soak.fresh("before")?;
    for (capture, sensor) in there.iter().zip(["soak", "other", "soak"]) {
        finish(soak.import(std::slice::from_ref(capture), sensor, &before)?)?;
    }
    let undisturbed = soak.copy(&before, "undisturbed")?;
    let start = Instant::now();
    finish(soak.import(&soak.captures, "soak", &undisturbed)?)?;
    let whole = start.elapsed();
    let wanted = soak.says(&undisturbed)?;
    if wanted == soak.says(&before)? {
        bail!("the second capture changes nothing: this comparison would see nothing");
    }
    println!("an undisturbed import takes {:.2} s", whole.as_secs_f64());
    println!("compared: {}", wanted.by());

    let mut random = Random::new(options.seed);
    let kept = lake::files(&before.join("originals"))?.len();
    let (mut kills, mut in_time, mut committed) = (0, 0, 0);
    while kills < options.kills {
        let data = soak.copy(&before, "killed")?;
        let times = if kills % 3 == 2 { 2 } else { 1 };
        let mut moments = Vec::new();
        for _ in 0..times {
            // Squared, because reading and committing are the short beginning of a long end.
            let share = random.below(1000) as f64 / 1000.0;
            let after = whole.mul_f64(1.1 * share * share);
            let originals = data.join("originals");
            let running = soak.kill(&data, after)?;
            in_time += u32::from(running);
            // An original gets its name with the commit; what is killed later is killed while files are merged,
            // moved and derived from.
            committed += u32::from(running && lake::files(&originals)?.len() > kept);
            moments.push(format!("{:.3} s", after.as_secs_f64()));
            kills += 1;
        }
        finish(soak.import(&soak.captures, "soak", &data)?)
            .with_context(|| format!("the import after kills at {}", moments.join(", ")))?;
        let said = soak.says(&data)?;
        if said != wanted {
            bail!(
                "after kills at {} the lake differs; it is kept in {}\n{}",
                moments.join(", "),
                data.display(),
                said.difference(&wanted)
            );
        }
        if kills % 20 == 0 {
            println!("{kills} kills, {}: no difference", phases(in_time, committed));
        }
    }
    println!("{kills} kills, {}: the lake is the undisturbed one", phases(in_time, committed));
    Ok(())
}

fn phases(in_time: u32, committed: u32) -> String {
    format!(
        "{in_time} of them before the import had ended, {committed} of these after its originals were kept"
    )
}

impl Soak {
    /// Starts importing.
    fn import(&self, captures: &[Capture], sensor: &str, data: &Path) -> Result<Child> {
        let mut command = Command::new(&self.hinomi);
        command.args(["observe", "import", "--sensor", sensor]);
        command.args(captures.iter().map(|capture| &capture.path)).arg("--data").arg(data);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().context("could not start hinomi")
    }

    /// Imports and kills; whether the kill came before the end.
    fn kill(&self, data: &Path, after: Duration) -> Result<bool> {
        let mut child = self.import(&self.captures, "soak", data)?;
        thread::sleep(after);
        let running = child.try_wait()?.is_none();
        if running {
            child.kill()?;
        }
        // Killed or not, it must be gone before the next one opens its files.
        child.wait()?;
        Ok(running)
    }

    fn says(&self, data: &Path) -> Result<Said> {
        lake::says(&self.root, &self.hinomi, data)
    }

    /// An empty folder of this name.
    fn fresh(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        Ok(folder)
    }

    fn copy(&self, from: &Path, name: &str) -> Result<PathBuf> {
        let to = self.fresh(name)?;
        copy_folder(from, &to)?;
        Ok(to)
    }
}

/// Waits for an import that is to end well.
fn finish(mut child: Child) -> Result<()> {
    let status = child.wait()?;
    if !status.success() {
        bail!("hinomi observe import ended with {status}");
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
