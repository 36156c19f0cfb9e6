//! `hinomi community export`: all records of a kind as CSV.

use std::path::Path;
use std::process::ExitCode;

use ::community::Kind;
use clap::Args;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// event, training, support, lecture, article, engagement or organisation.
    #[arg(value_parser = super::kind)]
    kind: Kind,
}

impl Export {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        output::print(&app.community.export(self.kind).await?)?;
        Ok(ExitCode::SUCCESS)
    }
}
