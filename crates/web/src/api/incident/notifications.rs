//! `GET /api/v1/incident/notifications`: what went out in a period, without reminders.

use account::Role;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use incident::notify::Notification;
use serde::Serialize;

use super::{ROWS, csv, format, json};
use crate::api::Format;
use crate::desk::asked;
use crate::error::Failure;
use crate::site::Site;
use crate::staff::Caller;

/// A page of the list.
#[derive(Debug, Serialize)]
struct Listed {
    notifications: Vec<Notification>,
    /// What `after` has to say for the next page; none on the last.
    next: Option<String>,
}

const COLUMNS: [&str; 8] =
    ["id", "purpose", "state", "organisation", "recipients", "subject", "sent", "message_id"];

fn record(one: Notification) -> [String; 8] {
    [
        one.id.to_string(),
        one.purpose.to_string(),
        one.state.to_string(),
        one.organisation,
        one.recipients.join(" "),
        one.subject,
        one.sent.map_or_else(String::new, |sent| sent.to_string()),
        one.message_id.unwrap_or_default(),
    ]
}

pub(crate) async fn list(State(site): State<Site>, caller: Caller, uri: Uri) -> Result<Response, Failure> {
    caller.require(Role::Reader)?;
    let mut pairs = asked::pairs(&uri)?;
    let format = format(&mut pairs)?;
    let before = asked::number(&mut pairs, "after")?;
    let limit = asked::page(&mut pairs, ROWS.0, ROWS.1)?.limit;
    let query = asked::notifications(&pairs, site.zone())?;
    let mut notifications = site.app.incident.notifications(&query, before, limit.saturating_add(1)).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = notifications.len() > shown;
    notifications.truncate(shown);
    let next = notifications.last().filter(|_| more).map(|last| last.id.to_string());
    match format {
        Format::Json => json(StatusCode::OK, &Listed { notifications, next }),
        Format::Csv => Ok(csv(COLUMNS, notifications.into_iter().map(record))),
    }
}
