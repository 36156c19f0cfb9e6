//! Remarks of people, kept in the history of what they are about.

use super::Changed;
use crate::error::Error;
use crate::service::Service;
use crate::store;

impl Service {
    /// Writes a remark on a message.
    pub async fn note_message(&self, id: i64, note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        store::message::get(&decision.db, id).await?;
        decision.remember("message", id, said(note)?).await?;
        decision.commit().await
    }

    /// Writes a remark on an incident.
    pub async fn note_incident(&self, id: i64, note: &str, who: &str) -> Result<(), Error> {
        let decision = self.decide(who).await?;
        store::incident::get(&decision.db, id).await?;
        decision.remember("incident", id, said(note)?).await?;
        decision.commit().await
    }
}

fn said(note: &str) -> Result<Changed<'_>, Error> {
    let note = note.trim();
    if note.is_empty() {
        return Err(Error::Refused("a note without a word".to_owned()));
    }
    Ok(Changed { what: "note", note, ..Changed::default() })
}
