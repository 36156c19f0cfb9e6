//! `hinomi observe ...`

mod count;
mod digest;
mod graph;
mod import;
mod lines;
mod outage;
mod series;
mod top;
mod watched;

use std::path::Path;
use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Observe {
    /// Counts packets and exact distinct sources by hour, protocol and port; CSV on standard output.
    Count(count::Count),
    /// Brings captures and logs into the lake, each original once.
    Import(import::Import),
    /// Reads the whole lake: how many packets there are, and their hash. Equal lakes have equal hashes.
    Digest,
    /// Declares that a sensor was down.
    Outage(outage::Outage),
    /// The ports that were hit most.
    Top(top::TopArgs),
    /// The course of chosen ports.
    Series(series::SeriesArgs),
    /// Draws a graph as SVG.
    Graph(graph::Graph),
    /// Ports that the activity report follows from quarter to quarter.
    #[command(subcommand)]
    Watched(watched::Watched),
}

impl Observe {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        match self {
            Self::Count(count) => count.run(),
            Self::Import(import) => import.run(data).await,
            Self::Digest => digest::run(data).await,
            Self::Outage(outage) => outage.run(data).await,
            Self::Top(top) => top.run(data).await,
            Self::Series(series) => series.run(data).await,
            Self::Graph(graph) => graph.run(data).await,
            Self::Watched(watched) => watched.run(data).await,
        }
    }
}
