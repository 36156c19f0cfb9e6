//! `hinomi incident export`: incidents for other programs.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use desk::answer::{INCIDENT_COLUMNS, incident_row};
use incident::export::{self, Us};
use incident::{IncidentQuery, Kind, Page};
use kernel::{Period, inert_cell};

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
            output::print(&output::csv(&INCIDENT_COLUMNS, Vec::<Vec<String>>::new())?)?;
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
                Format::Csv => {
                    let rows =
                        incidents.into_iter().map(|one| incident_row(one).map(|cell| inert_cell(&cell)));
                    output::print(&output::csv_rows(rows)?)?;
                }
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
