//! What a person at the desk decides, over what a reader made of a message.
//!
//! Each verb changes records, writes the history of each and the audit journal, all in one transaction. A change
//! that changes nothing is no change: it leaves no trace. Verbs over several records are all or nothing.
//!
//! An incident is never deleted. One that is none is *withdrawn*: merged into itself, which leaves it out of every
//! list and every figure as any merged incident is, with its history kept.

mod add;
mod classify;
mod entry;
mod message;
mod note;
mod state;
mod times;
mod together;

pub use add::ByHand;
pub use classify::Classification;
pub use entry::{Entry, EntryFile};
pub use times::Times;

use crate::error::Error;
use crate::service::Service;
use crate::store::{self, history};
use kernel::Transaction;

/// Records changed by one verb at most. More would keep other writers waiting for longer than a page may take.
pub const MOST_AT_ONCE: usize = 1000;

/// Characters of a note at most.
pub const LONGEST_NOTE: usize = 10_000;

/// A transaction of one person's decision.
#[derive(Debug)]
struct Decision<'a> {
    db: Transaction,
    at: jiff::Timestamp,
    who: &'a str,
}

impl Service {
    async fn decide<'a>(&self, who: &'a str) -> Result<Decision<'a>, Error> {
        let db = self.inner.database.begin_write().await?;
        Ok(Decision { db, at: self.inner.clock.now(), who })
    }
}

/// A change as [`Decision::remember`] takes it.
#[derive(Debug, Clone, Copy, Default)]
struct Changed<'a> {
    what: &'static str,
    before: &'a str,
    after: &'a str,
    note: &'a str,
}

impl Decision<'_> {
    async fn remember(&self, about: &'static str, id: i64, changed: Changed<'_>) -> Result<(), Error> {
        let Changed { what, before, after, note } = changed;
        check_note(note)?;
        let change = history::Change { about, id, who: self.who, what, before, after, note };
        history::write(&self.db, self.at, change).await
    }

    /// The incident, if it counts: one that was merged or withdrawn is changed no more.
    async fn counted(&self, id: i64) -> Result<store::incident::Model, Error> {
        let row = store::incident::get(&self.db, id).await?;
        match row.merged_into {
            None => Ok(row),
            Some(into) if into == id => Err(Error::Refused(format!("incident {id} is withdrawn"))),
            Some(into) => Err(Error::Refused(format!("incident {id} is merged into {into}"))),
        }
    }

    async fn commit(self) -> Result<(), Error> {
        Ok(self.db.commit().await?)
    }
}

fn check_note(note: &str) -> Result<(), Error> {
    if note.chars().count() > LONGEST_NOTE {
        return Err(Error::Refused(format!("a note has {LONGEST_NOTE} characters at most")));
    }
    Ok(())
}

/// The records of a bulk verb, each once.
fn bounded(ids: &[i64]) -> Result<std::collections::BTreeSet<i64>, Error> {
    if ids.len() > MOST_AT_ONCE {
        return Err(Error::Refused(format!("{MOST_AT_ONCE} records at once, and not more")));
    }
    Ok(ids.iter().copied().collect())
}
