//! `GET /api/v1/incident/figures?period=2008Q1`: each number with the address of the list behind it.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use kernel::Figure;
use serde::Serialize;

use super::{csv, format, json, nothing_else};
use crate::api::Format;
use crate::desk::asked;
use crate::desk::statistics::period;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

#[derive(Debug, Serialize)]
struct Named {
    id: String,
    period: String,
    value: i64,
    unit: kernel::Unit,
    /// Where the records behind it are listed.
    evidence: String,
}

#[derive(Debug, Serialize)]
struct Figures {
    figures: Vec<Named>,
}

fn named(figure: Figure) -> Named {
    Named {
        id: figure.id,
        period: figure.period.to_string(),
        value: figure.value,
        unit: figure.unit,
        evidence: format!("/api/v1/incident/{}", figure.evidence),
    }
}

pub(crate) async fn get(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let period = period(&site, &mut pairs)?;
    nothing_else(&pairs)?;
    let figures = site.app.incident.figures(period).await?.into_iter().map(named);
    match format {
        Format::Json => json(StatusCode::OK, &Figures { figures: figures.collect() }),
        Format::Csv => {
            let record = |one: Named| [one.id, one.period, one.value.to_string(), one.evidence];
            Ok(csv(["id", "period", "value", "evidence"], figures.map(record)))
        }
    }
}
