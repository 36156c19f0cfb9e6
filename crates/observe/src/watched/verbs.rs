//! What people do with watched ports. Each is in the audit journal, in the transaction of the change.

use jiff::Timestamp;
use kernel::journal::{self, Deed};
use kernel::{Text, Transaction};

use super::model::{Choice, Decision, Watched, WatchedPort, check_note};
use super::quarter::Quarter;
use crate::error::Error;
use crate::service::Service;
use crate::store;

impl Service {
    /// All watched ports as they are written down, in the order of their entry.
    pub async fn watched_ports(&self) -> Result<Vec<Watched>, Error> {
        store::watched::all(self.inner.database.connection()).await
    }

    /// One watched port.
    pub async fn watched_port(&self, id: i64) -> Result<Watched, Error> {
        store::watched::by_id(self.inner.database.connection(), id).await
    }

    /// Enters a port to be watched; gives its number.
    pub async fn watch_port(&self, port: WatchedPort, who: &str) -> Result<i64, Error> {
        port.check()?;
        let transaction = self.inner.database.begin_write().await?;
        if store::watched::same(&transaction, &port, None).await? {
            return Err(known(&port));
        }
        let now = self.inner.clock.now();
        let id = self.enter(&transaction, &port, who, now).await?;
        transaction.commit().await?;
        Ok(id)
    }

    pub(super) async fn enter(
        &self,
        transaction: &Transaction,
        port: &WatchedPort,
        who: &str,
        now: Timestamp,
    ) -> Result<i64, Error> {
        let id = store::watched::insert(transaction, port, now).await?;
        let detail = detail(port);
        write(transaction, now, who, "observe.watch", id, &detail).await?;
        Ok(id)
    }

    /// Writes a watched port anew.
    pub async fn change_watched_port(&self, id: i64, port: WatchedPort, who: &str) -> Result<(), Error> {
        port.check()?;
        let transaction = self.inner.database.begin_write().await?;
        let before = store::watched::by_id(&transaction, id).await?;
        if let Some(early) = before.decisions.iter().find(|decision| decision.quarter < port.entered) {
            return Err(Error::Refused(format!(
                "it can't be entered for {}: there is a decision for {}",
                port.entered, early.quarter
            )));
        }
        if store::watched::same(&transaction, &port, Some(id)).await? {
            return Err(known(&port));
        }
        let now = self.inner.clock.now();
        store::watched::update(&transaction, id, &port, now).await?;
        let detail = format!("{} -> {}", detail(&before.is), detail(&port));
        write(&transaction, now, who, "observe.watch-change", id, &detail).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Decides that a watched port is kept or dropped in `quarter`, whatever the rule says; `note` is printed with
    /// it and may be empty. A decision for the same quarter is replaced.
    pub async fn decide_watched_port(
        &self,
        id: i64,
        quarter: Quarter,
        choice: Choice,
        note: Text,
        who: &str,
    ) -> Result<(), Error> {
        let transaction = self.inner.database.begin_write().await?;
        let watched = store::watched::by_id(&transaction, id).await?;
        let decision = Decision { quarter, choice, note, who: who.to_owned() };
        self.decide(&transaction, &watched, &decision, self.inner.clock.now()).await?;
        transaction.commit().await?;
        Ok(())
    }

    pub(super) async fn decide(
        &self,
        transaction: &Transaction,
        watched: &Watched,
        decision: &Decision,
        now: Timestamp,
    ) -> Result<(), Error> {
        check_note(&decision.note)?;
        if decision.quarter < watched.is.entered {
            return Err(Error::Refused(format!("it was entered for {} only", watched.is.entered)));
        }
        store::watched_decision::put(transaction, watched.id, decision, now).await?;
        let detail = format!("{} {}", decision.quarter, decision.choice);
        write(transaction, now, &decision.who, "observe.watch-decide", watched.id, &detail).await
    }

    /// Takes the decision for `quarter` back: the rule holds again.
    pub async fn undecide_watched_port(&self, id: i64, quarter: Quarter, who: &str) -> Result<(), Error> {
        let transaction = self.inner.database.begin_write().await?;
        if store::watched_decision::remove(&transaction, id, quarter).await? {
            let now = self.inner.clock.now();
            let detail = quarter.to_string();
            write(&transaction, now, who, "observe.watch-undecide", id, &detail).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

fn known(port: &WatchedPort) -> Error {
    Error::Refused(format!("{:?} was entered for {} before", port.title.en, port.entered))
}

/// A record in few words, for the journal.
fn detail(port: &WatchedPort) -> String {
    let ports: Vec<String> = port.ports.iter().map(ToString::to_string).collect();
    format!("{} ({}) from {}", port.title.en, ports.join(" "), port.entered)
}

/// Notes the deed, and that what was answered before is old.
async fn write(
    transaction: &Transaction,
    at: Timestamp,
    who: &str,
    what: &str,
    id: i64,
    detail: &str,
) -> Result<(), Error> {
    let object = format!("watched-port/{id}");
    journal::write(transaction, at, Deed { who, what, object: &object, detail }).await?;
    store::generation::advance(transaction).await
}
