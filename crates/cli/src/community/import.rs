//! `hinomi community import`: a CSV file comes in.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::community::{Kind, Lines};
use clap::Args;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// event, training, support, lecture, article, engagement or organisation.
    #[arg(value_parser = super::kind)]
    kind: Kind,
    /// The file; - for standard input. Its columns are those that export writes, in any order.
    file: PathBuf,
    /// Take in the good lines of a file that has others, too.
    #[arg(long, conflicts_with = "look")]
    good_lines: bool,
    /// Only say what would happen.
    #[arg(long)]
    look: bool,
}

impl Import {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let bytes = super::read(&self.file)?;
        let app = crate::open(data).await?;
        let lines = match (self.look, self.good_lines) {
            (true, _) => Lines::Look,
            (_, true) => Lines::Good,
            _ => Lines::AllOrNone,
        };
        let imported = app.community.import(self.kind, &bytes, lines, super::WHO).await?;
        let (added, changed, unchanged) = (imported.added, imported.changed, imported.unchanged);
        for problem in &imported.problems {
            output::say(&problem.to_string());
        }
        let more = imported.problem_count - imported.problems.len() as u64;
        if more > 0 {
            output::say(&format!("and {} more", output::counted(more, "problem")));
        }
        let said = match (imported.kept, self.look) {
            (true, _) => "",
            (_, true) => "would be: ",
            _ => "nothing was taken in; without the lines above it would be: ",
        };
        output::print(&format!("{said}{added} added, {changed} changed, {unchanged} unchanged\n"))?;
        Ok(match (imported.problem_count, imported.kept || self.look) {
            (0, _) => ExitCode::SUCCESS,
            (_, true) => ExitCode::from(1),
            (_, false) => ExitCode::from(2),
        })
    }
}
