//! `hinomi report ...`

mod build;
mod drift;
mod editions;
mod figures;
mod issue;
mod place;
mod remark;
mod topic;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use place::write_whole;

#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// Builds the report of a period from the records as they are now: a draft.
    Build(build::Build),
    /// Every figure of a period's draft, with its definition and the question that lists its records.
    Figures(figures::Figures),
    /// Issues the report of a period that is over: its figures and files are kept as an edition.
    Issue(issue::Issue),
    /// What was issued and would come out differently today; status 1 where anything would.
    Drift(drift::Drift),
    /// All editions, the newest period first.
    Editions,
    /// What people want said first in a report.
    #[command(subcommand)]
    Topic(topic::Topic),
    /// What people say about a section of a report.
    #[command(subcommand)]
    Remark(remark::Remark),
}

impl Report {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::Build(build) => build.run(data).await,
            Self::Figures(figures) => figures.run(data).await,
            Self::Issue(issue) => issue.run(data).await,
            Self::Drift(drift) => drift.run(data).await,
            Self::Editions => editions::run(data).await,
            Self::Topic(topic) => topic.run(data).await,
            Self::Remark(remark) => remark.run(data).await,
        }
    }
}

/// Who is said to have done it.
#[derive(Debug, clap::Args)]
pub(crate) struct By {
    /// Who does it, as the journal is to say.
    #[arg(long, value_name = "NAME", default_value = "cli", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub(crate) by: String,
}
