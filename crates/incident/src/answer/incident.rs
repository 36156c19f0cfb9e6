//! One incident with all that belongs to it.

use std::collections::HashMap;

use crate::store::Connection;
use serde::Serialize;

use super::history::{self, HistoryEntry};
use crate::candidate::Port;
use crate::error::Error;
use crate::query::{Incident, Message};
use crate::service::Service;
use crate::store::{self, incident::Model};

/// Related incidents shown for each thing in common: the newest.
const MOST_RELATED: u64 = 20;

/// What two incidents have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Common {
    /// The subject.
    Subject,
    /// The address.
    Address,
    /// The host.
    Host,
}

/// Another incident that may be the same event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Related {
    /// What both have.
    pub common: Common,
    /// The other.
    pub incident: Incident,
}

/// One incident with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncidentDetails {
    /// The incident.
    pub incident: Incident,
    /// The message that it came in.
    pub message: Message,
    /// Other incidents at the same place, newest first; each once, by the closest thing in common.
    pub related: Vec<Related>,
    /// Incidents that a person linked with it.
    pub linked: Vec<Incident>,
    /// Incidents that were merged into it.
    pub merged: Vec<Incident>,
    /// What became of it, oldest first.
    pub history: Vec<HistoryEntry>,
}

impl Incident {
    /// Whether a person found it to be none: see [`crate::decide`].
    pub fn is_withdrawn(&self) -> bool {
        self.merged_into == Some(self.id)
    }
}

/// Rows with their ports.
pub(crate) async fn with_ports(db: &impl Connection, rows: Vec<Model>) -> Result<Vec<Incident>, Error> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut ports: HashMap<i64, Vec<Port>> = store::port::of(db, &ids).await?;
    let with = |row: Model| {
        let ports = ports.remove(&row.id).unwrap_or_default();
        store::incident::incident(row, ports)
    };
    rows.into_iter().map(with).collect()
}

async fn related(db: &impl Connection, row: &Model) -> Result<Vec<Related>, Error> {
    let mut found: Vec<Related> = Vec::new();
    for common in [Common::Subject, Common::Address, Common::Host] {
        let rows = store::incident::like(db, row, common, MOST_RELATED).await?;
        for incident in with_ports(db, rows).await? {
            if found.iter().all(|known| known.incident.id != incident.id) {
                found.push(Related { common, incident });
            }
        }
    }
    Ok(found)
}

impl Service {
    /// One incident, merged and withdrawn ones too.
    pub async fn incident(&self, id: i64) -> Result<Incident, Error> {
        let db = self.inner.database.connection();
        let row = store::incident::get(db, id).await?;
        let ports = store::port::of(db, &[id]).await?.remove(&id).unwrap_or_default();
        store::incident::incident(row, ports)
    }

    /// One incident with all that belongs to it.
    pub async fn incident_details(&self, id: i64) -> Result<IncidentDetails, Error> {
        let db = self.inner.database.begin().await?;
        let row = store::incident::get(&db, id).await?;
        let message = store::message::get(&db, row.incident_message_id).await?.try_into()?;
        let linked = store::link::of(&db, id).await?;
        let linked = with_ports(&db, store::incident::of_ids(&db, &linked).await?).await?;
        let merged = with_ports(&db, store::incident::merged_into(&db, id).await?).await?;
        let related = related(&db, &row).await?;
        let history = history::of(&db, "incident", id).await?;
        let ports = store::port::of(&db, &[id]).await?.remove(&id).unwrap_or_default();
        let incident = store::incident::incident(row, ports)?;
        Ok(IncidentDetails { incident, message, related, linked, merged, history })
    }
}
