//! The report's records, opened: topics, remarks and editions.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::{Clock, Database, Originals, Period, Text, Transaction, journal};

use crate::error::{Error, Refusal};
use crate::remark::{self, Remark};
use crate::store;
use crate::topic::{TOPICS, TopicDetails, TopicWritten};

/// What every verb works on.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) database: Database,
    pub(crate) originals: Originals,
    pub(crate) clock: Arc<dyn Clock>,
}

/// The report's records over one database. Cheap to clone; clones share what they keep.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) inner: Arc<Inner>,
}

impl Service {
    /// Opens them.
    pub async fn open(
        database: Database,
        originals: Originals,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        journal::open(&database).await?;
        database.migrate("report", store::MIGRATIONS).await?;
        Ok(Self { inner: Arc::new(Inner { database, originals, clock }) })
    }

    /// The topics of a period, in their order.
    pub async fn topics(&self, period: Period) -> Result<Vec<TopicDetails>, Error> {
        store::topic::of(self.inner.database.connection(), period).await
    }

    /// One topic.
    pub async fn topic(&self, id: i64) -> Result<TopicDetails, Error> {
        let found = store::topic::find(self.inner.database.connection(), id).await?;
        found.ok_or_else(|| Error::NotFound(format!("topic {id}")))
    }

    /// Adds topics, all of them or none. Gives their numbers.
    pub async fn add_topics(&self, topics: Vec<TopicWritten>, who: &str) -> Result<Vec<i64>, Error> {
        let transaction = self.inner.database.begin_write().await?;
        let mut ids = Vec::with_capacity(topics.len());
        for topic in topics {
            ids.push(self.write_topic(&transaction, None, topic, who).await?);
        }
        transaction.commit().await?;
        Ok(ids)
    }

    /// Writes a topic: over the one with this number, or a new one where none is given. Gives its number.
    pub async fn save_topic(&self, id: Option<i64>, written: TopicWritten, who: &str) -> Result<i64, Error> {
        let transaction = self.inner.database.begin_write().await?;
        let id = self.write_topic(&transaction, id, written, who).await?;
        transaction.commit().await?;
        Ok(id)
    }

    async fn write_topic(
        &self,
        transaction: &Transaction,
        id: Option<i64>,
        written: TopicWritten,
        who: &str,
    ) -> Result<i64, Error> {
        let written = written.checked()?;
        let before = match id {
            None => None,
            Some(id) => {
                let before = store::topic::find(transaction, id).await?;
                Some(before.ok_or_else(|| Error::NotFound(format!("topic {id}")))?)
            }
        };
        let period = written.period;
        if before.as_ref().is_none_or(|before| before.written.period != period)
            && store::topic::count(transaction, period).await? >= TOPICS
        {
            return Err(Refusal::TopicCount.into());
        }
        let (now, title) = (self.inner.clock.now(), written.title.en.clone());
        let details = TopicDetails { id: id.unwrap_or(0), written, changed: now, by: who.to_owned() };
        let (id, what) = match id {
            None => (store::topic::insert(transaction, details).await?, "report.topic.add"),
            Some(id) => {
                store::topic::update(transaction, details).await?;
                (id, "report.topic.change")
            }
        };
        note(transaction, now, who, what, &format!("topic/{id}"), &format!("{period}: {title}")).await?;
        Ok(id)
    }

    /// Takes a topic away. Editions that have it keep it.
    pub async fn remove_topic(&self, id: i64, who: &str) -> Result<(), Error> {
        let transaction = self.inner.database.begin_write().await?;
        let found = store::topic::find(&transaction, id).await?;
        let topic = found.ok_or_else(|| Error::NotFound(format!("topic {id}")))?;
        store::topic::delete(&transaction, id).await?;
        let detail = format!("{}: {}", topic.written.period, topic.written.title.en);
        let now = self.inner.clock.now();
        note(&transaction, now, who, "report.topic.remove", &format!("topic/{id}"), &detail).await?;
        Ok(transaction.commit().await?)
    }

    /// The remarks of a period, by the id of the section that they are about.
    pub async fn remarks(&self, period: Period) -> Result<BTreeMap<String, Remark>, Error> {
        store::remark::of(self.inner.database.connection(), period).await
    }

    /// Writes the remark about a section; one that says nothing in either language takes it away.
    pub async fn save_remark(
        &self,
        period: Period,
        section: &str,
        text: Text,
        who: &str,
    ) -> Result<(), Error> {
        let text = remark::checked(section, text)?;
        let transaction = self.inner.database.begin_write().await?;
        let had = store::remark::delete(&transaction, period, section).await?;
        let now = self.inner.clock.now();
        let what = match text {
            None if !had => return Ok(()),
            None => "report.remark.remove",
            Some(text) => {
                let remark = Remark { text, changed: now, by: who.to_owned() };
                store::remark::insert(&transaction, period, section, remark).await?;
                "report.remark.write"
            }
        };
        note(&transaction, now, who, what, &format!("report/{period}"), section).await?;
        Ok(transaction.commit().await?)
    }
}

/// Writes down in the journal who did what.
pub(crate) async fn note(
    transaction: &Transaction,
    at: Timestamp,
    who: &str,
    what: &str,
    object: &str,
    detail: &str,
) -> Result<(), Error> {
    Ok(journal::write(transaction, at, journal::Deed { who, what, object, detail }).await?)
}
