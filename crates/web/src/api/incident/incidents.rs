//! `GET /api/v1/incident/incidents` and `GET /api/v1/incident/incidents/{id}`.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use incident::Incident;
use serde::Serialize;

use super::{ROWS, csv, format, json};
use crate::api::Format;
use crate::desk::asked::{self, cursor};
use crate::error::Failure;
use crate::path::Path;
use crate::site::Site;
use crate::staff::Caller;

/// A page of the list.
#[derive(Debug, Serialize)]
struct Listed {
    incidents: Vec<Incident>,
    /// What `after` has to say for the next page; none on the last.
    next: Option<String>,
}

const COLUMNS: [&str; 19] = [
    "id",
    "message",
    "received",
    "kind",
    "rsit",
    "refinement",
    "subject_kind",
    "subject",
    "address",
    "host",
    "brand",
    "ports",
    "many_ports",
    "victim",
    "first",
    "last",
    "zone_known",
    "sightings",
    "state",
];

fn record(incident: Incident) -> [String; 19] {
    let time = |at: Option<jiff::Timestamp>| at.map_or_else(String::new, |at| at.to_string());
    [
        incident.id.to_string(),
        incident.message.to_string(),
        incident.received.to_string(),
        incident.kind.to_string(),
        incident.rsit,
        incident.refinement.map_or_else(String::new, |refinement| refinement.to_string()),
        incident.subject_kind,
        incident.subject,
        incident.address.map_or_else(String::new, |address| address.to_string()),
        incident.host.unwrap_or_default(),
        incident.brand.unwrap_or_default(),
        incident.ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        incident.many_ports.to_string(),
        incident.victim.unwrap_or_default(),
        time(incident.first),
        time(incident.last),
        incident.zone_known.to_string(),
        incident.sightings.to_string(),
        incident.state.to_string(),
    ]
}

pub(crate) async fn list(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let asked = asked::incidents(pairs, ROWS, site.zone())?;
    let mut incidents = site.app.incident.incidents(&asked.query, asked.one_more()).await?;
    let shown = usize::try_from(asked.page.limit).unwrap_or(usize::MAX);
    let more = incidents.len() > shown;
    incidents.truncate(shown);
    let next = incidents.last().filter(|_| more).map(|last| cursor(last.received, last.id));
    match format {
        Format::Json => json(StatusCode::OK, &Listed { incidents, next }),
        Format::Csv => Ok(csv(COLUMNS, incidents.into_iter().map(record))),
    }
}

pub(crate) async fn one(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let details = site.app.incident.incident_details(id).await?;
    site.app.account.viewed(caller.name(), &format!("incident/{id}")).await?;
    json(StatusCode::OK, &details)
}
