//! `POST /api/v1/incident/reports`: a report in any format that the desk reads.

use account::Role;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use incident::Channel;
use incident::intake::{Arrival, Content, When};
use serde::Serialize;

use super::json;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

/// Bytes of a report at most.
pub(crate) const BODY_LIMIT: usize = 32 << 20;

/// What became of it.
#[derive(Debug, Serialize)]
struct Taken {
    message: i64,
    sha256: String,
    /// Whether the same bytes were here before; nothing has changed then.
    already: bool,
    disposition: incident::Disposition,
    incidents: u64,
    problems: u64,
}

pub(crate) async fn post(
    State(site): State<Site>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Result<Response, Failure> {
    caller.require_write(Role::Analyst)?;
    let body = body.map_err(|error| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Failure::TooLarge } else { Failure::Malformed }
    })?;
    if body.is_empty() {
        return Err(Failure::Malformed);
    }
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_mail =
        media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("message/rfc822"));
    let arrival = Arrival {
        content: Content::Bytes(body.into()),
        name: String::new(),
        channel: is_mail.then_some(Channel::Mail),
        when: When::Now,
        receipt: None,
    };
    let arrived = site.app.incident.receive(vec![arrival]).await?.pop().ok_or(Failure::Malformed)?;
    if !arrived.already {
        site.app.incident.note_message(arrived.message, "API", caller.name()).await?;
    }
    let status = if arrived.already { StatusCode::OK } else { StatusCode::CREATED };
    let taken = Taken {
        message: arrived.message,
        sha256: arrived.sha256,
        already: arrived.already,
        disposition: arrived.disposition,
        incidents: arrived.incidents,
        problems: arrived.problem_count,
    };
    json(status, &taken)
}
