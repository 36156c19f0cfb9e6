//! The records, opened. The verbs are in files of their own: `verbs`, `csv_file`, `first`, `figures`, `evidence`.

use std::sync::Arc;

use kernel::{Clock, Database, journal};

use crate::error::Error;
use crate::store;

/// What every verb works on.
#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
}

/// The records over one database. Cheap to clone; clones share what they keep.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) inner: Arc<Inner>,
}

impl Service {
    /// Opens the records.
    pub async fn open(database: Database, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        journal::open(&database).await?;
        database.migrate("community", store::MIGRATIONS).await?;
        Ok(Self { inner: Arc::new(Inner { database, clock }) })
    }
}
