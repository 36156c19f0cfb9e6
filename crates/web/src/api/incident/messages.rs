//! `GET /api/v1/incident/messages` and `GET /api/v1/incident/messages/{id}`.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use incident::Message;
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
    messages: Vec<Message>,
    /// What `after` has to say for the next page; none on the last.
    next: Option<String>,
}

const COLUMNS: [&str; 14] = [
    "id",
    "received",
    "channel",
    "sender",
    "sender_name",
    "sender_tld",
    "subject",
    "format",
    "disposition",
    "decided_by",
    "mediation",
    "state",
    "assignee",
    "receipt",
];

fn record(message: Message) -> [String; 14] {
    [
        message.id.to_string(),
        message.received.to_string(),
        message.channel.to_string(),
        message.sender.unwrap_or_default(),
        message.sender_name.unwrap_or_default(),
        message.sender_tld.unwrap_or_default(),
        message.subject,
        message.format.to_string(),
        message.disposition.to_string(),
        message.decided_by.unwrap_or_default(),
        message.mediation.to_string(),
        message.state.to_string(),
        message.assignee.unwrap_or_default(),
        message.receipt.unwrap_or_default(),
    ]
}

pub(crate) async fn list(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let asked = asked::messages(pairs, ROWS, site.zone())?;
    let mut messages = site.app.incident.messages(&asked.query, asked.one_more()).await?;
    let more = asked::cut(&mut messages, asked.page.limit);
    let next = messages.last().filter(|_| more).map(|last| cursor(last.received, last.id));
    match format {
        Format::Json => json(StatusCode::OK, &Listed { messages, next }),
        Format::Csv => Ok(csv(COLUMNS, messages.into_iter().map(record))),
    }
}

pub(crate) async fn one(
    State(site): State<Site>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let details = site.app.incident.report(id).await?;
    site.app.account.viewed(caller.name(), &format!("message/{id}")).await?;
    json(StatusCode::OK, &details)
}
