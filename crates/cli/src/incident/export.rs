//! `hinomi incident export`: incidents for other programs.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use incident::export::{self, Us};
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
    /// CSV; JSON or XARF 4 with one incident a line; or one document of IODEF 2.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
    Xarf,
    Iodef,
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
        let us = us(&app.settings);
        // One document has to be held whole.
        let mut whole = Vec::new();
        let mut page = Page { before: None, limit: AT_ONCE };
        loop {
            let incidents = app.incident.incidents(&query, page).await?;
            let Some(last) = incidents.last() else { break };
            page.before = Some((last.received.as_microsecond(), last.id));
            match self.format {
                Format::Csv => output::print(&output::csv_rows(incidents.iter().map(row))?)?,
                Format::Json => {
                    for incident in &incidents {
                        output::print(&(serde_json::to_string(incident)? + "\n"))?;
                    }
                }
                Format::Xarf => {
                    for incident in &incidents {
                        output::print(&(serde_json::to_string(&export::xarf4(incident, &us))? + "\n"))?;
                    }
                }
                Format::Iodef => whole.extend(incidents),
            }
        }
        if self.format == Format::Iodef {
            output::print(&export::iodef(&whole, &us, app.clock.now()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Who says all this.
fn us(settings: &desk::Settings) -> Us {
    let contact = settings.notify.from.clone();
    let domain = contact.rsplit_once('@').map_or("localhost", |(_, domain)| domain).to_owned();
    Us { organisation: settings.organisation.en.clone(), contact, domain }
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
