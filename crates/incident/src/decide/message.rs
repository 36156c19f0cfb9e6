//! What a message turned out to be, who deals with it, and whether the desk is done with it.

use super::{Changed, bounded};
use crate::error::Error;
use crate::model::{Disposition, MessageState};
use crate::query::IncidentQuery;
use crate::service::Service;
use crate::store;

/// Characters of an assignee's name at most: that of a user name.
const LONGEST_NAME: usize = 100;

impl Service {
    /// Says what messages turned out to be.
    ///
    /// A message with incidents is a report: they must be withdrawn before it can be anything else, as they would
    /// otherwise be counted without a report to hold them.
    pub async fn dispose(&self, ids: &[i64], as_what: Disposition, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        for id in bounded(ids)? {
            let row = store::message::get(&decision.db, id).await?;
            let query = IncidentQuery { message: Some(id), ..Default::default() };
            if as_what != Disposition::Report && store::incident::count(&decision.db, &query).await? > 0 {
                return Err(Error::Refused(format!("message {id} holds incidents: withdraw them first")));
            }
            let before = row.disposition.clone();
            let (disposition, decided_by) = (as_what.name().to_owned(), Some(who.to_owned()));
            let changed = store::message::Model { disposition, decided_by, ..row.clone() };
            if changed == row {
                continue;
            }
            store::message::update(&decision.db, changed).await?;
            let changed = Changed { what: "dispose", before: &before, after: as_what.name(), note: "" };
            decision.remember("message", id, changed).await?;
        }
        decision.commit().await
    }

    /// Gives messages to somebody, or to nobody.
    pub async fn assign(&self, ids: &[i64], to: Option<&str>, who: &str) -> Result<(), Error> {
        let to = to.map(str::trim).filter(|to| !to.is_empty());
        if to.is_some_and(|to| to.chars().count() > LONGEST_NAME || to.chars().any(char::is_control)) {
            return Err(Error::Refused("that is no user's name".to_owned()));
        }
        let decision = self.decide(who).await?;
        for id in bounded(ids)? {
            let row = store::message::get(&decision.db, id).await?;
            let before = row.assignee.clone();
            if before.as_deref() == to {
                continue;
            }
            let changed = store::message::Model { assignee: to.map(str::to_owned), ..row };
            store::message::update(&decision.db, changed).await?;
            let (before, after) = (before.unwrap_or_default(), to.unwrap_or("nobody"));
            let changed = Changed { what: "assign", before: &before, after, note: "" };
            decision.remember("message", id, changed).await?;
        }
        decision.commit().await
    }

    /// The desk is done with these messages.
    pub async fn close_messages(&self, ids: &[i64], note: &str, who: &str) -> Result<(), Error> {
        self.put_messages(ids, MessageState::Closed, "close", note, who).await
    }

    /// Somebody has to look at these messages again.
    pub async fn reopen_messages(&self, ids: &[i64], note: &str, who: &str) -> Result<(), Error> {
        self.put_messages(ids, MessageState::Open, "reopen", note, who).await
    }

    async fn put_messages(
        &self,
        ids: &[i64],
        state: MessageState,
        what: &'static str,
        note: &str,
        who: &str,
    ) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        for id in bounded(ids)? {
            let row = store::message::get(&decision.db, id).await?;
            if row.state == state.name() {
                continue;
            }
            let before = row.state.clone();
            let changed = store::message::Model { state: state.name().to_owned(), ..row };
            store::message::update(&decision.db, changed).await?;
            let changed = Changed { what, before: &before, after: state.name(), note };
            decision.remember("message", id, changed).await?;
        }
        decision.commit().await
    }
}
