//! Records are added, changed and removed, and asked for. Every change stands in the audit journal, in the same
//! transaction.

use kernel::{Period, journal};

use crate::entry::{Draft, Entry};
use crate::error::Error;
use crate::field::{CellProblem, Reason};
use crate::kind::Kind;
use crate::kinds::{Article, Engagement, Event, Lecture, Organisation, Section, Support, Training};
use crate::query::{EntryPage, EntryQuery};
use crate::service::Service;
use crate::store::{self, Connection};

/// Records of a kind that an answer for the report holds at most; no organisation does so much in a period.
const ALL: u64 = 100_000;

/// What became of a record that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It is new.
    Added,
    /// It was there and is different now.
    Changed,
    /// It was there just so.
    Unchanged,
}

impl Service {
    /// Adds a record, and gives its number.
    pub async fn add(&self, draft: &Draft, who: &str) -> Result<i64, Error> {
        let transaction = self.inner.database.begin_write().await?;
        if store::entry::same(&transaction, draft).await?.is_some() {
            return Err(known(draft.kind));
        }
        let id = self.insert(&transaction, draft, who).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Changes a record; says whether it is different now.
    pub async fn change(&self, id: i64, draft: &Draft, who: &str) -> Result<bool, Error> {
        let transaction = self.inner.database.begin_write().await?;
        let before = found(&transaction, draft.kind, id).await?;
        if store::entry::same(&transaction, draft).await?.is_some_and(|other| other.id != id) {
            return Err(known(draft.kind));
        }
        let changed = self.update(&transaction, &before, draft, who).await?;
        transaction.commit().await?;
        Ok(changed)
    }

    /// Removes a record. What it was stands in the journal.
    pub async fn remove(&self, kind: Kind, id: i64, who: &str) -> Result<(), Error> {
        let transaction = self.inner.database.begin_write().await?;
        let before = found(&transaction, kind, id).await?;
        store::entry::delete(&transaction, kind, id).await?;
        let said = before.is.public().en;
        self.note(&transaction, who, "community.remove", &before, &said).await?;
        Ok(transaction.commit().await?)
    }

    /// The record of this number.
    pub async fn entry(&self, kind: Kind, id: i64) -> Result<Entry, Error> {
        found(self.inner.database.connection(), kind, id).await
    }

    /// Records of a kind.
    pub async fn entries(&self, kind: Kind, query: &EntryQuery) -> Result<EntryPage, Error> {
        let db = self.inner.database.begin().await?;
        let total = store::entry::count(&db, kind, query).await?;
        Ok(EntryPage { kind, total, entries: store::entry::list(&db, kind, query).await? })
    }

    /// How many records of each kind there are, and how many of them have no date, where they should have one.
    pub async fn counts(&self) -> Result<Vec<(Kind, u64, u64)>, Error> {
        let db = self.inner.database.begin().await?;
        let mut counts = Vec::new();
        for kind in Kind::ALL {
            let all = store::entry::count(&db, kind, &EntryQuery::default()).await?;
            let undated = EntryQuery { undated: true, ..EntryQuery::default() };
            let undated = if kind.is_dated() { store::entry::count(&db, kind, &undated).await? } else { 0 };
            counts.push((kind, all, undated));
        }
        Ok(counts)
    }

    /// Events that began in the period and that the report tells of in this section, by date.
    pub async fn events(&self, period: Period, section: Section) -> Result<Vec<Event>, Error> {
        let events = self.of_period(Kind::Event, period).await?;
        let events = events.iter().rev().filter_map(Event::of);
        Ok(events.filter(|event| event.section == section).collect())
    }

    /// Trainings that began in the period, by date.
    pub async fn trainings(&self, period: Period) -> Result<Vec<Training>, Error> {
        Ok(self.of_period(Kind::Training, period).await?.iter().rev().map(Training::of).collect())
    }

    /// Help that was given in the period to those who build a team, by date.
    pub async fn supports(&self, period: Period) -> Result<Vec<Support>, Error> {
        Ok(self.of_period(Kind::Support, period).await?.iter().rev().filter_map(Support::of).collect())
    }

    /// Lectures of the period, newest first.
    pub async fn lectures(&self, period: Period) -> Result<Vec<Lecture>, Error> {
        Ok(self.of_period(Kind::Lecture, period).await?.iter().map(Lecture::of).collect())
    }

    /// Articles of the period, by date.
    pub async fn articles(&self, period: Period) -> Result<Vec<Article>, Error> {
        Ok(self.of_period(Kind::Article, period).await?.iter().rev().map(Article::of).collect())
    }

    /// Standing parts in associations on any day of the period, by their beginning; those of which it is not said first.
    pub async fn engagements(&self, period: Period) -> Result<Vec<Engagement>, Error> {
        let mut entries = self.of_period(Kind::Engagement, period).await?;
        entries.sort_by_key(|entry| (entry.is.first_day(), entry.id));
        Ok(entries.iter().filter_map(Engagement::of).collect())
    }

    /// The register of organisations as it stood at the period's end, by their short names.
    pub async fn organisations(&self, period: Period) -> Result<Vec<Organisation>, Error> {
        Ok(self.of_period(Kind::Organisation, last_day(period)).await?.iter().map(Organisation::of).collect())
    }

    async fn of_period(&self, kind: Kind, period: Period) -> Result<Vec<Entry>, Error> {
        let query = EntryQuery { period: Some(period), limit: ALL, ..EntryQuery::default() };
        store::entry::list(self.inner.database.connection(), kind, &query).await
    }

    /// Keeps a record that came in: adds it, or changes the one that is the same.
    pub(crate) async fn keep(&self, db: &impl Connection, draft: &Draft, who: &str) -> Result<Kept, Error> {
        match store::entry::same(db, draft).await? {
            None => {
                self.insert(db, draft, who).await?;
                Ok(Kept::Added)
            }
            Some(before) if self.update(db, &before, draft, who).await? => Ok(Kept::Changed),
            Some(_) => Ok(Kept::Unchanged),
        }
    }

    async fn insert(&self, db: &impl Connection, draft: &Draft, who: &str) -> Result<i64, Error> {
        let id = store::entry::insert(db, draft).await?;
        let entry = Entry { id, is: draft.clone() };
        self.note(db, who, "community.add", &entry, &draft.public().en).await?;
        Ok(id)
    }

    async fn update(
        &self,
        db: &impl Connection,
        before: &Entry,
        draft: &Draft,
        who: &str,
    ) -> Result<bool, Error> {
        let differing = before.is.differing(draft);
        if differing.is_empty() {
            return Ok(false);
        }
        store::entry::update(db, before.id, draft).await?;
        self.note(db, who, "community.change", before, &differing.join(", ")).await?;
        Ok(true)
    }

    /// Writes down who did what to a record: its line for everybody, or the names of the cells; never a contact.
    async fn note(
        &self,
        db: &impl Connection,
        who: &str,
        what: &str,
        entry: &Entry,
        detail: &str,
    ) -> Result<(), Error> {
        let object = format!("community/{}/{}", entry.is.kind, entry.id);
        let deed = journal::Deed { who, what, object: &object, detail };
        Ok(journal::write(db, self.inner.clock.now(), deed).await?)
    }
}

/// The last day alone: what a register is asked by.
pub(crate) const fn last_day(period: Period) -> Period {
    Period { from: period.to, to: period.to }
}

async fn found(db: &impl Connection, kind: Kind, id: i64) -> Result<Entry, Error> {
    store::entry::find(db, kind, id).await?.ok_or(Error::NotFound { kind, id })
}

/// Another record is the same one.
fn known(kind: Kind) -> Error {
    let first = kind.fields().iter().find(|field| field.identifies).and_then(|field| field.cells().next());
    let cell = first.map_or_else(String::new, crate::field::Cell::name);
    Error::Cells(vec![CellProblem { cell, reason: Reason::Known }])
}
