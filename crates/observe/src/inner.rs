//! What every verb works on.

use std::path::PathBuf;
use std::sync::Arc;

use kernel::{Clock, Database, Originals};

/// Records, files and time, handed to the steps behind [`Service`](crate::Service).
#[derive(Debug)]
pub(crate) struct Inner {
    pub database: Database,
    pub originals: Originals,
    /// The lake's folder.
    pub lake: PathBuf,
    pub clock: Arc<dyn Clock>,
}
