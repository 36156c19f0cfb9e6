//! `GET /api/v1/incident/search?q=`.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;

use super::{ROWS, json, nothing_else};
use crate::desk::asked;
use crate::desk::search::question;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

pub(crate) async fn get(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let q = question(&mut pairs)?;
    let page = asked::page(&mut pairs, ROWS.0, ROWS.1)?;
    nothing_else(&pairs)?;
    if q.is_empty() {
        return Err(Failure::Question("q is needed".to_owned()));
    }
    json(StatusCode::OK, &site.app.incident.search(&q, page.limit).await?)
}
