//! `GET /api/v1/incident/incidents` and `GET /api/v1/incident/incidents/{id}`.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use desk::answer::{INCIDENT_COLUMNS, incident_row};
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

pub(crate) async fn list(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let asked = asked::incidents(pairs, ROWS, site.zone())?;
    let mut incidents = site.app.incident.incidents(&asked.query, asked.one_more()).await?;
    let more = asked::cut(&mut incidents, asked.page.limit);
    let next = incidents.last().filter(|_| more).map(|last| cursor(last.received, last.id));
    match format {
        Format::Json => json(StatusCode::OK, &Listed { incidents, next }),
        Format::Csv => Ok(csv(INCIDENT_COLUMNS, incidents.into_iter().map(incident_row))),
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
