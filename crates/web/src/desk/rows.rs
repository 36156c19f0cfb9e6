//! Rows of the desk's lists.

use std::collections::HashMap;

use incident::answer::HistoryEntry;
use incident::{Incident, Message};
use jiff::tz::TimeZone;
use kernel::Lang;
use serde::Serialize;

use super::words::{deed, minute, moment};

/// A message as a row.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct MessageRow {
    #[serde(flatten)]
    message: Message,
    at: String,
    /// Its incidents.
    incidents: u64,
}

/// An incident as a row.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct IncidentRow {
    #[serde(flatten)]
    incident: Incident,
    at: String,
    seen: String,
    withdrawn: bool,
}

/// A change as a row.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HistoryRow {
    #[serde(flatten)]
    entry: HistoryEntry,
    at_local: String,
    deed: String,
}

pub(crate) fn messages(
    messages: Vec<Message>,
    counts: &HashMap<i64, u64>,
    zone: &TimeZone,
) -> Vec<MessageRow> {
    let row = |message: Message| MessageRow {
        at: minute(message.received, zone),
        incidents: counts.get(&message.id).copied().unwrap_or(0),
        message,
    };
    messages.into_iter().map(row).collect()
}

pub(crate) fn incident(incident: Incident, zone: &TimeZone) -> IncidentRow {
    IncidentRow {
        at: minute(incident.received, zone),
        seen: incident.first.map_or_else(String::new, |first| minute(first, zone)),
        withdrawn: incident.is_withdrawn(),
        incident,
    }
}

pub(crate) fn incidents(incidents: Vec<Incident>, zone: &TimeZone) -> Vec<IncidentRow> {
    incidents.into_iter().map(|one| incident(one, zone)).collect()
}

pub(crate) fn history(entries: Vec<HistoryEntry>, lang: Lang, zone: &TimeZone) -> Vec<HistoryRow> {
    let row = |entry: HistoryEntry| HistoryRow {
        at_local: moment(entry.at, zone),
        deed: deed(&entry.what, lang),
        entry,
    };
    entries.into_iter().map(row).collect()
}
