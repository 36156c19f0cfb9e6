//! The accounts, opened. Its verbs are in files of their own: `sign_in`, `session`, `user`, `totp`, `token`, `audit`.

use std::sync::Arc;

use jiff::Timestamp;
use kernel::{Clock, Database, Transaction, journal};

use crate::error::Error;
use crate::password::Hasher;
use crate::store;

/// What every verb works on.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) hasher: Hasher,
}

/// The accounts over one database. Cheap to clone; clones share what they keep.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) inner: Arc<Inner>,
}

impl Service {
    /// Opens the accounts.
    pub async fn open(database: Database, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        journal::open(&database).await?;
        database.migrate("account", store::MIGRATIONS).await?;
        Ok(Self { inner: Arc::new(Inner { database, clock, hasher: Hasher::new()? }) })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }
}

/// Writes down in the journal who did what to whom.
pub(crate) async fn note(
    transaction: &Transaction,
    at: Timestamp,
    who: &str,
    what: &str,
    user: &str,
    detail: &str,
) -> Result<(), Error> {
    let object = format!("user/{user}");
    let deed = journal::Deed { who, what, object: &object, detail };
    Ok(journal::write(transaction, at, deed).await?)
}
