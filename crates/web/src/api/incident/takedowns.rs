//! `GET /api/v1/incident/takedowns?period=2008Q1`: the sites that went away in a period, in the order in which they
//! did, with the business days that it took.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use incident::Takedown;
use serde::Serialize;

use super::{csv, format, json, nothing_else};
use crate::api::Format;
use crate::desk::asked;
use crate::desk::statistics::period;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

/// The whole list: the days on average are of all of it.
#[derive(Debug, Serialize)]
struct Listed {
    takedowns: Vec<Takedown>,
    mean_days: Option<u64>,
    median_days: Option<u32>,
}

const COLUMNS: [&str; 7] = ["incident", "url", "received", "gone", "how", "business_days", "revived"];

fn record(one: Takedown) -> [String; 7] {
    [
        one.incident.to_string(),
        one.url,
        one.received.to_string(),
        one.gone.to_string(),
        one.how.map_or_else(String::new, |how| how.to_string()),
        one.business_days.to_string(),
        one.revived.to_string(),
    ]
}

pub(crate) async fn list(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let period = period(&site, &mut pairs)?;
    nothing_else(&pairs)?;
    let found = site.app.incident.days_to_takedown(period, &site.app.settings.calendar).await?;
    let (mean_days, median_days) = (found.mean_days(), found.median_days());
    match format {
        Format::Json => json(StatusCode::OK, &Listed { takedowns: found.sites, mean_days, median_days }),
        Format::Csv => Ok(csv(COLUMNS, found.sites.into_iter().map(record))),
    }
}
