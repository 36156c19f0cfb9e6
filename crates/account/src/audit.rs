//! The audit journal, as the desk writes views to it and admins read it.

use kernel::journal::{self, Deed, JournalEntry, Verified};

use crate::error::Error;
use crate::service::Service;

impl Service {
    /// Writes down that somebody looked at a record, such as `incident/12`.
    pub async fn viewed(&self, who: &str, object: &str) -> Result<(), Error> {
        let domain = object.split('/').next().unwrap_or_default();
        let what = format!("{domain}.view");
        let transaction = self.database().begin_write().await?;
        let deed = Deed { who, what: &what, object, detail: "" };
        journal::write(&transaction, self.now(), deed).await?;
        Ok(transaction.commit().await?)
    }

    /// Entries of the journal, newest first; those about `object` only, and below the number `before`, where given.
    pub async fn journal(
        &self,
        object: Option<&str>,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<JournalEntry>, Error> {
        Ok(journal::list(self.database().connection(), object, before, limit).await?)
    }

    /// Goes through the whole journal and says whether its chain is whole.
    pub async fn verify_journal(&self) -> Result<Verified, Error> {
        Ok(journal::verify(self.database()).await?)
    }
}
