//! What every verb works on.

use std::path::PathBuf;
use std::sync::Arc;

use kernel::{Clock, Database, Originals};

use crate::engine::Engine;

/// Records, files and time, handed to the steps behind [`Service`](crate::Service).
#[derive(Debug)]
pub(crate) struct Inner {
    pub database: Database,
    pub originals: Originals,
    /// The lake's folder.
    pub lake: PathBuf,
    /// What keeps packets.
    pub engine: Arc<dyn Engine>,
    pub clock: Arc<dyn Clock>,
}
