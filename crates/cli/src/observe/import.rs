//! `hinomi observe import`: captures and logs into the lake.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use observe::{ImportFile, ImportRequest, Imported};

use super::lines::LineArgs;
use crate::output;
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
        let app = crate::open(data).await?;
        // A log written by a machine without a zone is most likely in UTC; the organisation's zone is for people.
        let lines = self.lines.options(self.lines.zone.or_utc());
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
        let packets = done.iter().map(|file| file.reading.packets).sum();
        let problems = done.iter().map(|file| file.reading.problem_count).sum();
        Ok(output::code(packets, problems))
    }
}

/// What became of one file, in a few lines.
fn said(file: &Imported) -> String {
    let already = if file.already { "already imported: " } else { "" };
    format!("{already}{}", output::reading(&file.name, &file.reading))
}
