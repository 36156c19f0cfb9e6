//! `receive`: originals kept, read, and written in one transaction.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::batch::{self, Read, Work};
use super::writer::Writer;
use crate::error::Error;
use crate::inner::Inner;
use crate::model::{Channel, Disposition};
use crate::service::Service;
use crate::store;

/// So many messages are kept, read and written together at most. More costs memory, fewer costs flushes of the
/// disk: each batch waits for a handful of them.
const BATCH: usize = 500;
/// So many bytes of messages are read together at most.
const BATCH_BYTES: u64 = 64 << 20;

/// When a message reached the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Now: it comes from a mail server, a form, a pipe.
    Now,
    /// Then: a person says so.
    At(Timestamp),
    /// It tells itself, as far as it can: the topmost `Received` field, else `Date`, else now. For archives.
    Said,
}

/// A message that arrives.
#[derive(Debug)]
pub struct Arrival {
    /// The file to be read, or the bytes.
    pub content: Content,
    /// The file's name, or empty.
    pub name: String,
    /// By which way; none where its content tells.
    pub channel: Option<Channel>,
    /// When.
    pub when: When,
    /// The receipt number that its sender is given.
    pub receipt: Option<String>,
}

/// The bytes of an arrival.
#[derive(Debug)]
pub enum Content {
    /// In memory.
    Bytes(Vec<u8>),
    /// In a file.
    File(PathBuf),
}

impl Arrival {
    /// A mail that comes in now.
    pub fn mail(bytes: Vec<u8>) -> Self {
        Self {
            content: Content::Bytes(bytes),
            name: String::new(),
            channel: Some(Channel::Mail),
            when: When::Now,
            receipt: None,
        }
    }
}

/// What became of an arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The number of its message.
    pub message: i64,
    /// SHA-256 of the original.
    pub sha256: String,
    /// Whether it was here before; nothing has changed then.
    pub already: bool,
    /// What it turned out to be.
    pub disposition: Disposition,
    /// How many incidents it holds.
    pub incidents: u64,
    /// How many places of it could not be read.
    pub problem_count: u64,
}

impl Service {
    /// Takes in messages. When it returns, originals and records are on the disk, and the messages may be
    /// acknowledged. The same bytes again are the same message.
    pub async fn receive(&self, arrivals: Vec<Arrival>) -> Result<Vec<Arrived>, Error> {
        let mut done = Vec::with_capacity(arrivals.len());
        let mut arrivals = arrivals.into_iter().peekable();
        while arrivals.peek().is_some() {
            let mut batch = Vec::new();
            let mut bytes = 0;
            while batch.len() < BATCH && bytes < BATCH_BYTES {
                let Some(arrival) = arrivals.next() else { break };
                bytes += match &arrival.content {
                    Content::Bytes(content) => content.len() as u64,
                    Content::File(path) => std::fs::metadata(path).map_err(Error::at(path))?.len(),
                };
                batch.push(arrival);
            }
            done.extend(take_in(&self.inner, batch).await?);
        }
        Ok(done)
    }
}

async fn take_in(inner: &Arc<Inner>, arrivals: Vec<Arrival>) -> Result<Vec<Arrived>, Error> {
    let originals = inner.originals.clone();
    let kept = tokio::task::spawn_blocking(move || batch::keep(&originals, arrivals)).await??;
    let hashes: Vec<String> = kept.iter().map(|one| one.sha256.clone()).collect();

    // What was here before needs no reading.
    let known = store::message::known(inner.database.connection(), &hashes).await?;
    let work = Work {
        originals: inner.originals.clone(),
        zone: inner.config.zone.clone(),
        keys: Arc::clone(&inner.config.keys),
        mark: inner.config.notify.domain().to_owned(),
        now: inner.clock.now(),
        kept: kept.into_iter().filter(|one| !known.contains_key(&one.sha256)).collect(),
    };
    // The readers run ahead by so many pieces: enough to keep both sides busy, little enough to stay flat.
    let (sender, mut pieces) = mpsc::channel::<Read>(8);
    let reading = tokio::task::spawn_blocking(move || batch::read(&work, &sender));

    let transaction = inner.database.begin_write().await?;
    let mut writer = Writer::begin(&transaction, &hashes, inner.config.most_incidents).await?;
    while let Some(piece) = pieces.recv().await {
        writer.write(&transaction, piece).await?;
    }
    reading.await??;
    writer.finish(&transaction).await?;
    transaction.commit().await?;
    let mut arrived = writer.arrived();

    let mut done = Vec::with_capacity(hashes.len());
    for sha256 in hashes {
        match arrived.get_mut(&sha256) {
            Some(new) => {
                done.push(new.clone());
                // The same bytes again in this batch.
                new.already = true;
            }
            None => done.push(already(inner, sha256).await?),
        }
    }
    Ok(done)
}

/// What became of a message that was here before.
async fn already(inner: &Inner, sha256: String) -> Result<Arrived, Error> {
    let db = inner.database.connection();
    let known = store::message::known(db, std::slice::from_ref(&sha256)).await?;
    let message = *known.get(&sha256).ok_or(Error::NotFound { what: "message", id: 0 })?;
    let row = store::message::get(db, message).await?;
    let query = crate::query::IncidentQuery { message: Some(message), ..Default::default() };
    Ok(Arrived {
        message,
        sha256,
        already: true,
        disposition: row.disposition.parse()?,
        incidents: store::incident::count(db, &query).await?,
        problem_count: u64::try_from(row.problem_count).unwrap_or(0),
    })
}
