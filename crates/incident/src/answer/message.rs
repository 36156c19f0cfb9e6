//! One message with all that belongs to it, its mail read anew from the original.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use super::history::{self, HistoryEntry};
use super::incident::with_ports;
use super::written::{self, Reader, Written};
use crate::candidate::{OpenIndicator, Problem};
use crate::error::Error;
use crate::intake::Sealed;
use crate::model::Channel;
use crate::query::{Incident, IncidentQuery, Message, Page};
use crate::service::Service;
use crate::store;

/// Incidents shown with their message: a feed holds hundreds of thousands, which the list of incidents pages
/// through.
const MOST_INCIDENTS: u64 = 200;

/// Originals up to this length are read anew for the page. A longer one is a feed's file; only its beginning is
/// shown, and it can be had whole.
const LONGEST_READ: u64 = 32 << 20;

/// One message with all that belongs to it.
#[derive(Debug, Clone, Serialize)]
pub struct ReportDetails {
    /// The message.
    pub message: Message,
    /// The file that it came from, or empty.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// When this program took it in.
    pub taken: Timestamp,
    /// When it says it was written.
    pub sent: Option<Timestamp>,
    /// Its `Message-ID`.
    pub message_id: Option<String>,
    /// What made it: person, generated, auto-reply, bounce, loop.
    pub nature: String,
    /// What came of signature and encryption; none where there was neither.
    pub openpgp: Option<Sealed>,
    /// Its first incidents, those merged and withdrawn left out.
    pub incidents: Vec<Incident>,
    /// How many it has.
    pub incident_count: u64,
    /// What was merged elsewhere or withdrawn, the first of it.
    pub set_aside: Vec<Incident>,
    /// What of it could not be read; the message says how many places there are in all.
    pub problems: Vec<Problem>,
    /// Addresses and URLs whose part it does not say: a person decides whether they are incidents.
    pub open: Vec<OpenIndicator>,
    /// What it says.
    pub written: Written,
    /// What became of it, oldest first.
    pub history: Vec<HistoryEntry>,
}

/// A part of a message as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The name that its sender gave it, or one made of its number.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Service {
    /// One message.
    pub async fn message(&self, id: i64) -> Result<Message, Error> {
        store::message::get(self.inner.database.connection(), id).await?.try_into()
    }

    /// One message with all that belongs to it.
    pub async fn report(&self, id: i64) -> Result<ReportDetails, Error> {
        let db = self.inner.database.begin().await?;
        let row = store::message::get(&db, id).await?;
        let query = IncidentQuery { message: Some(id), ..Default::default() };
        let page = Page { limit: MOST_INCIDENTS, ..Page::default() };
        let rows = store::incident::list(&db, &query, page).await?;
        let incidents = with_ports(&db, rows).await?;
        let incident_count = match incidents.len() as u64 {
            all if all < MOST_INCIDENTS => all,
            _ => store::incident::count(&db, &query).await?,
        };
        let set_aside = with_ports(&db, store::incident::set_aside(&db, id, MOST_INCIDENTS).await?).await?;
        let problems = store::problem::of(&db, id).await?;
        let open = store::open::of(&db, id).await?;
        let history = history::of(&db, "message", id).await?;
        drop(db);
        let channel: Channel = row.channel.parse()?;
        let (reader, sha256) = (self.reader(), row.sha256.clone());
        let read = tokio::task::spawn_blocking(move || written::read(&reader, &sha256, channel));
        let (written, seal) = read.await??;
        // A key may have come or gone since it was received; what is said of the text is what holds for the text shown.
        // Written by this program alone: what does not parse is as if nothing was noted.
        let noted = || row.openpgp.as_deref().and_then(|noted| serde_json::from_str(noted).ok());
        Ok(ReportDetails {
            name: row.name.clone(),
            bytes: u64::try_from(row.bytes).unwrap_or(0),
            taken: store::time(row.taken_us),
            sent: row.sent_us.map(store::time),
            message_id: row.message_id.clone(),
            nature: row.nature.clone(),
            openpgp: seal.or_else(noted),
            message: row.try_into()?,
            incidents,
            incident_count,
            set_aside,
            problems,
            open,
            written,
            history,
        })
    }

    /// With what originals are read for people.
    fn reader(&self) -> Reader {
        Reader {
            originals: self.inner.originals.clone(),
            keys: Arc::clone(&self.inner.config.keys),
            now: self.inner.clock.now(),
            limit: LONGEST_READ,
        }
    }

    /// A part of a message by its number, read anew from the original.
    pub async fn attachment(&self, message: i64, number: &str) -> Result<Attachment, Error> {
        let row = store::message::get(self.inner.database.connection(), message).await?;
        let channel: Channel = row.channel.parse()?;
        let (reader, number) = (self.reader(), number.to_owned());
        let found =
            tokio::task::spawn_blocking(move || written::part(&reader, &row.sha256, channel, &number));
        found.await??.ok_or(Error::NotFound { what: "part of message", id: message })
    }

    /// The original of a message: where its bytes lie.
    pub async fn original(&self, message: i64) -> Result<std::path::PathBuf, Error> {
        let row = store::message::get(self.inner.database.connection(), message).await?;
        let found = self.inner.originals.find(&row.sha256);
        found.ok_or(Error::NotFound { what: "original of message", id: message })
    }
}
