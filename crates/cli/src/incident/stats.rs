//! `hinomi incident stats`: what came in during a period.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use incident::{Counts, Kind, Statistics};
use kernel::{Figure, Period};
use serde::Serialize;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Stats {
    /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
    #[arg(long, value_name = "PERIOD")]
    period: Period,
    /// As a table for people, or as JSON with every figure and the question that lists its records.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Serialize)]
struct Answer<'a> {
    statistics: &'a Statistics,
    figures: Vec<Figure>,
}

impl Stats {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let statistics = app.incident.statistics(self.period).await?;
        match self.format {
            Format::Table => output::print(&tables(&statistics))?,
            Format::Json => {
                let figures = app.incident.figures(self.period).await?;
                output::print(&output::json(&Answer { statistics: &statistics, figures })?)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn row(counts: &Counts) -> Vec<String> {
    let kinds = Kind::ALL.iter().map(|kind| counts.kinds.get(kind).copied().unwrap_or(0));
    let numbers = [counts.reports, counts.incidents]
        .into_iter()
        .chain(kinds)
        .chain([counts.notifications, counts.other_messages]);
    [counts.period.to_string()].into_iter().chain(numbers.map(output::thousands)).collect()
}

fn tables(statistics: &Statistics) -> String {
    let kinds = Kind::ALL.iter().map(|kind| kind.name());
    let header: Vec<&str> = ["", "reports", "incidents"]
        .into_iter()
        .chain(kinds)
        .chain(["notifications", "other messages"])
        .collect();
    let mut rows: Vec<_> =
        statistics.months.iter().filter(|_| statistics.months.len() > 1).map(row).collect();
    rows.push(row(&statistics.whole));
    let mut text = output::table(&header, &rows, 1);
    let named = |number: u64, name: String| vec![name, output::thousands(number)];
    let ports = statistics.scan_ports.iter().map(|(port, number)| named(*number, port.to_string()));
    let many =
        (statistics.scan_many_ports > 0).then(|| named(statistics.scan_many_ports, "many ports".to_owned()));
    let ports: Vec<_> = ports.chain(many).collect();
    let senders: Vec<_> =
        statistics.senders.iter().map(|(tld, number)| named(*number, format!(".{tld}"))).collect();
    let refinements = statistics.whole.refinements.iter();
    let refinements: Vec<_> =
        refinements.map(|(refinement, number)| named(*number, refinement.to_string())).collect();
    for (title, count, rows) in [
        ("scan port", "incidents", ports),
        ("sender", "reports", senders),
        ("in particular", "incidents", refinements),
    ] {
        if !rows.is_empty() {
            text += "\n";
            text += &output::table(&[title, count], &rows, 1);
        }
    }
    text
}
