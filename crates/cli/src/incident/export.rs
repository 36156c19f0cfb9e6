//! `hinomi incident export`: incidents for other programs.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use incident::{Incident, IncidentQuery, Kind, Page};
use kernel::Period;

use crate::output;

/// So many incidents are asked for at once: memory stays flat however long the list is.
const AT_ONCE: u64 = 1000;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The period in which they came in: 2008Q1, 2008-01, 2008, FY2007 ...; all unless said.
    #[arg(long, value_name = "PERIOD")]
    period: Option<Period>,
    /// Only incidents of this kind: scan, forged, intrusion, phishing, other.
    #[arg(long, value_name = "KIND")]
    kind: Option<Kind>,
    /// CSV, or JSON with one incident a line.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
}

impl Export {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let mut query = IncidentQuery { kind: self.kind, ..IncidentQuery::default() };
        if let Some(period) = self.period {
            let (from, until) = period.instants(&app.settings.zone)?;
            (query.from, query.until) = (Some(from), Some(until));
        }
        if self.format == Format::Csv {
            output::print(&output::csv(&COLUMNS, Vec::<Vec<String>>::new())?)?;
        }
        let mut page = Page { before: None, limit: AT_ONCE };
        loop {
            let incidents = app.incident.incidents(&query, page).await?;
            let Some(last) = incidents.last() else { return Ok(ExitCode::SUCCESS) };
            page.before = Some((last.received.as_microsecond(), last.id));
            match self.format {
                Format::Csv => output::print(&output::csv_rows(incidents.iter().map(row))?)?,
                Format::Json => {
                    for incident in &incidents {
                        output::print(&(serde_json::to_string(incident)? + "\n"))?;
                    }
                }
            }
        }
    }
}

const COLUMNS: [&str; 16] = [
    "id",
    "message",
    "received",
    "kind",
    "rsit",
    "refinement",
    "subject",
    "address",
    "host",
    "brand",
    "ports",
    "many_ports",
    "first",
    "last",
    "state",
    "sightings",
];

fn row(incident: &Incident) -> Vec<String> {
    let time = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    let ports: Vec<_> = incident.ports.iter().map(ToString::to_string).collect();
    let cells = [
        incident.id.to_string(),
        incident.message.to_string(),
        incident.received.to_string(),
        incident.kind.to_string(),
        incident.rsit.clone(),
        incident.refinement.map(|refinement| refinement.to_string()).unwrap_or_default(),
        incident.subject.clone(),
        incident.address.map(|address| address.to_string()).unwrap_or_default(),
        incident.host.clone().unwrap_or_default(),
        incident.brand.clone().unwrap_or_default(),
        ports.join(" "),
        incident.many_ports.to_string(),
        time(incident.first),
        time(incident.last),
        incident.state.to_string(),
        incident.sightings.to_string(),
    ];
    cells.map(|cell| kernel::inert_cell(&cell)).into()
}
