//! The desk, opened. Its verbs are beside the steps that they take: `intake`, `answer` and so on each have an
//! `impl Service`.

use std::sync::Arc;

use kernel::{Clock, Database, Originals, journal};

use crate::config::Config;
use crate::error::Error;
use crate::inner::Inner;
use crate::store;

/// The incident desk over one database. Cheap to clone; clones share what they keep.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) inner: Arc<Inner>,
}

impl Service {
    /// Opens the desk.
    pub async fn open(
        database: Database,
        originals: Originals,
        config: Config,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        journal::open(&database).await?;
        database.migrate("incident", store::MIGRATIONS).await?;
        Ok(Self { inner: Arc::new(Inner { database, originals, config, clock }) })
    }
}
