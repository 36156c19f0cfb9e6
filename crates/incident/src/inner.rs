//! What every verb works on.

use std::sync::Arc;

use kernel::{Clock, Database, Originals};

use crate::config::Config;

/// Records, files, settings and time, handed to the steps behind [`Service`](crate::Service).
#[derive(Debug)]
pub(crate) struct Inner {
    pub database: Database,
    pub originals: Originals,
    pub config: Config,
    pub clock: Arc<dyn Clock>,
}
