//! `hinomi observe import`: captures and logs into the lake.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use observe::{ImportFile, ImportRequest, Imported};

use super::lines::LineArgs;
use crate::output::{self, counted};
use crate::progress::ImportBar;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// pcap, pcapng, firewall logs, DShield, CSV; gzip or zstd around them; - for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The sensor that made them, where they do not say so themselves.
    #[arg(long, value_name = "NAME")]
    sensor: Option<String>,
    #[command(flatten)]
    lines: LineArgs,
}

impl Import {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        // Before anything is read, so that a name mistyped does not end an import half way.
        self.files.iter().try_for_each(|path| readable(path))?;
        let app = crate::open(data).await?;
        let lines = self.lines.options();
        let files: Vec<_> =
            self.files.into_iter().map(|path| ImportFile { path, sensor: self.sensor.clone() }).collect();
        let bar = Arc::new(ImportBar::new(files.len()));
        let progress: Arc<dyn observe::Progress> = Arc::clone(&bar) as _;
        let done = app.observe.import(ImportRequest { files, lines }, progress).await;
        bar.end();
        let done = done?;
        for file in &done {
            output::say(&said(file));
        }
        if done.len() > 1 {
            output::say(&summary(&done));
        }
        let packets = done.iter().map(|file| file.reading.packets).sum();
        let problems = done.iter().map(|file| file.reading.problem_count).sum();
        Ok(output::code(packets, problems))
    }
}

/// Whether there is a file that can be opened.
fn readable(path: &Path) -> anyhow::Result<()> {
    if path.as_os_str() == "-" {
        return Ok(());
    }
    let file = File::open(path).with_context(|| path.display().to_string())?;
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        bail!("{}: this is a folder; name the files in it", path.display());
    }
    Ok(())
}

/// All files together.
fn summary(done: &[Imported]) -> String {
    let packets = |already| {
        done.iter().filter(|file| file.already == already).map(|file| file.reading.packets).sum::<u64>()
    };
    let (new, old) = (packets(false), packets(true));
    let mut text = format!("{}: {} imported", counted(done.len() as u64, "file"), counted(new, "packet"));
    if old > 0 {
        text.push_str(&format!(", {} there already", output::thousands(old)));
    }
    text
}

/// What became of one file, in a few lines.
fn said(file: &Imported) -> String {
    let already = if file.already { "already imported: " } else { "" };
    format!("{already}{}", output::reading(&file.name, &file.reading))
}
