//! `GET /api/v1/incident/statistics?period=2008Q1`.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::{json, nothing_else};
use crate::desk::asked;
use crate::desk::statistics::period;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

pub(crate) async fn get(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    if super::format(&mut pairs)? == crate::api::Format::Csv {
        return Err(Failure::Question("format=csv: ask for the figures".to_owned()));
    }
    let period = period(&site, &mut pairs)?;
    nothing_else(&pairs)?;
    json(StatusCode::OK, &site.app.incident.statistics(period).await?)
}
