//! `hinomi community ...`

mod export;
mod first;
mod import;
mod list;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::community::Kind;
use anyhow::Context as _;
use clap::Subcommand;

/// How the journal names whoever types commands: they hold the data folder itself.
const WHO: &str = "cli";

#[derive(Debug, Subcommand)]
pub(crate) enum Community {
    /// Records of a kind, newest first; without a kind, how many there are of each.
    List(list::List),
    /// Takes records of a kind in from a CSV file: new ones are added, known ones changed, none removed.
    Import(import::Import),
    /// Writes all records of a kind as CSV to standard output.
    Export(export::Export),
    /// Takes in FIRST's list of teams from a file (JSON of their /teams).
    ImportFirst(first::ImportFirst),
}

impl Community {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::List(list) => list.run(data).await,
            Self::Import(import) => import.run(data).await,
            Self::Export(export) => export.run(data).await,
            Self::ImportFirst(import) => import.run(data).await,
        }
    }
}

/// A kind of record, by its name.
fn kind(name: &str) -> Result<Kind, String> {
    name.parse().map_err(|error: ::community::UnknownKind| error.to_string())
}

/// The bytes of a file; of standard input where the path is `-`.
fn read(path: &PathBuf) -> anyhow::Result<Vec<u8>> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).context("standard input")?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| path.display().to_string())
}
