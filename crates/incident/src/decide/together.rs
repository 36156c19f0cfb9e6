//! Reports about one event: incidents merged into one, or linked.

use super::{Changed, bounded};
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, link};

impl Service {
    /// These incidents are the same as `into`, and are counted with it.
    ///
    /// What was merged into one of them goes with it, so that no chain of merges is ever longer than one step.
    pub async fn merge(&self, ids: &[i64], into: i64, note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        decision.counted(into).await?;
        for id in bounded(ids)? {
            if id == into {
                return Err(Error::Refused("an incident can't be merged into itself".to_owned()));
            }
            let row = decision.counted(id).await?;
            for follower in store::incident::merged_into(&decision.db, id).await? {
                let moved = follower.id;
                let changed = store::incident::Model { merged_into: Some(into), ..follower };
                store::incident::update(&decision.db, changed).await?;
                let (before, after) = (id.to_string(), into.to_string());
                let changed = Changed { what: "merge", before: &before, after: &after, note };
                decision.remember("incident", moved, changed).await?;
            }
            let changed = store::incident::Model { merged_into: Some(into), ..row };
            store::incident::update(&decision.db, changed).await?;
            let after = into.to_string();
            let changed = Changed { what: "merge", before: "", after: &after, note };
            decision.remember("incident", id, changed).await?;
            let after = id.to_string();
            let changed = Changed { what: "absorb", before: "", after: &after, note };
            decision.remember("incident", into, changed).await?;
        }
        decision.commit().await
    }

    /// This incident is one of its own after all.
    pub async fn unmerge(&self, id: i64, note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        let row = store::incident::get(&decision.db, id).await?;
        let Some(from) = row.merged_into.filter(|into| *into != id) else {
            return Err(Error::Refused(format!("incident {id} is not merged into another")));
        };
        store::incident::update(&decision.db, store::incident::Model { merged_into: None, ..row }).await?;
        let before = from.to_string();
        let changed = Changed { what: "unmerge", before: &before, after: "", note };
        decision.remember("incident", id, changed).await?;
        decision.commit().await
    }

    /// Two incidents belong together without being the same.
    pub async fn link(&self, one: i64, other: i64, note: &str, who: &str) -> Result<(), Error> {
        if one == other {
            return Err(Error::Refused("an incident can't be linked with itself".to_owned()));
        }
        let decision = self.decide(who).await?;
        store::incident::get(&decision.db, one).await?;
        store::incident::get(&decision.db, other).await?;
        if !link::insert(&decision.db, one, other).await? {
            return Ok(());
        }
        for (id, other) in [(one, other), (other, one)] {
            let after = other.to_string();
            decision
                .remember("incident", id, Changed { what: "link", after: &after, note, before: "" })
                .await?;
        }
        decision.commit().await
    }

    /// Two incidents do not belong together after all.
    pub async fn unlink(&self, one: i64, other: i64, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        if !link::delete(&decision.db, one, other).await? {
            return Ok(());
        }
        for (id, other) in [(one, other), (other, one)] {
            let before = other.to_string();
            let changed = Changed { what: "unlink", before: &before, ..Changed::default() };
            decision.remember("incident", id, changed).await?;
        }
        decision.commit().await
    }
}
