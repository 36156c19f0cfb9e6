//! `hinomi community import-first`: FIRST's list of teams comes in as a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct ImportFirst {
    /// The file, as FIRST's interface for programs gives it under /data/v1/teams; - for standard input.
    file: PathBuf,
    /// Only say what would happen.
    #[arg(long)]
    look: bool,
}

impl ImportFirst {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let bytes = super::read(&self.file)?;
        let app = crate::open(data).await?;
        let imported = app.community.import_first(&bytes, self.look, super::WHO).await?;
        for (place, reason) in &imported.problems {
            output::say(&format!("team {place}: {reason}"));
        }
        let more = imported.problem_count - imported.problems.len() as u64;
        if more > 0 {
            output::say(&format!("and {} more", output::counted(more, "problem")));
        }
        for (what, names) in
            [("new", &imported.added), ("changed", &imported.changed), ("not in the list", &imported.absent)]
        {
            for name in names {
                output::print(&format!("{what}: {name}\n"))?;
            }
        }
        let would = if imported.kept { "" } else { "would be: " };
        let (added, changed, unchanged) = (imported.added.len(), imported.changed.len(), imported.unchanged);
        output::print(&format!("{would}{added} added, {changed} changed, {unchanged} unchanged\n"))?;
        Ok(if imported.problem_count == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
