//! Incidents done with, taken up again, or found to be none.

use super::{Changed, bounded};
use crate::error::Error;
use crate::model::IncidentState;
use crate::service::Service;
use crate::store;

impl Service {
    /// The desk is done with these incidents.
    pub async fn close_incidents(&self, ids: &[i64], note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        for id in bounded(ids)? {
            let row = decision.counted(id).await?;
            if row.state == IncidentState::Closed.name() {
                continue;
            }
            let before = row.state.clone();
            let changed = store::incident::Model {
                state: IncidentState::Closed.name().to_owned(),
                closed_us: Some(decision.at.as_microsecond()),
                ..row
            };
            store::incident::update(&decision.db, changed).await?;
            let after = IncidentState::Closed.name();
            let changed = Changed { what: "close", before: &before, after, note };
            decision.remember("incident", id, changed).await?;
        }
        decision.commit().await
    }

    /// Takes up closed incidents again.
    pub async fn reopen_incidents(&self, ids: &[i64], note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        for id in bounded(ids)? {
            let row = decision.counted(id).await?;
            if row.state != IncidentState::Closed.name() {
                continue;
            }
            let (state, closed_us) = (IncidentState::Open.name().to_owned(), None);
            store::incident::update(&decision.db, store::incident::Model { state, closed_us, ..row }).await?;
            let (before, after) = (IncidentState::Closed.name(), IncidentState::Open.name());
            decision.remember("incident", id, Changed { what: "reopen", before, after, note }).await?;
        }
        decision.commit().await
    }

    /// These are no incidents. They stay, with their history, and count nowhere.
    pub async fn withdraw(&self, ids: &[i64], note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        for id in bounded(ids)? {
            let row = decision.counted(id).await?;
            let before = row.state.clone();
            let changed = store::incident::Model { merged_into: Some(id), ..row };
            store::incident::update(&decision.db, changed).await?;
            let changed = Changed { what: "withdraw", before: &before, after: "withdrawn", note };
            decision.remember("incident", id, changed).await?;
        }
        decision.commit().await
    }

    /// A withdrawn incident is one after all.
    pub async fn restore(&self, id: i64, note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        let row = store::incident::get(&decision.db, id).await?;
        if row.merged_into != Some(id) {
            return Err(Error::Refused(format!("incident {id} is not withdrawn")));
        }
        let message = store::message::get(&decision.db, row.incident_message_id).await?;
        super::add::make_report(&decision, message).await?;
        let after = row.state.clone();
        store::incident::update(&decision.db, store::incident::Model { merged_into: None, ..row }).await?;
        let changed = Changed { what: "restore", before: "withdrawn", after: &after, note };
        decision.remember("incident", id, changed).await?;
        decision.commit().await
    }
}
