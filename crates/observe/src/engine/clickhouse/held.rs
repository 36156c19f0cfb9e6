//! Whether a server still holds what was put there.
//!
//! A server with a new or an older disk would give answers that look whole. So it is asked how many packets it has
//! before it is believed, again after some time, and again when a request to it has failed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::schema::number;
use super::servers::Servers;
use crate::lake::LakeError;

/// How long a server is believed.
const BELIEVED: Duration = Duration::from_secs(60);

/// The servers that are believed: since when, and how many packets they had then.
#[derive(Debug, Default)]
pub(super) struct Believed(Mutex<HashMap<Arc<str>, (Instant, u64)>>);

impl Believed {
    fn has(&self, server: &Arc<str>, wanted: u64) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(server).copied();
        known.is_some_and(|(since, held)| since.elapsed() < BELIEVED && wanted <= held)
    }

    fn add(&self, server: &Arc<str>, held: u64) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(Arc::clone(server), (Instant::now(), held));
    }

    /// After a request to it has failed.
    pub(super) fn remove(&self, server: &Arc<str>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(server);
    }
}

/// Refuses a server that holds fewer packets than `wanted`, unless it is believed.
pub(super) async fn check(servers: &Arc<Servers>, server: &Arc<str>, wanted: u64) -> Result<(), LakeError> {
    if servers.believed.has(server, wanted) {
        return Ok(());
    }
    look(servers, server, wanted).await
}

/// Refuses any server of the shards that holds fewer packets than are recorded.
pub(super) async fn check_all(servers: &Arc<Servers>, recorded: &[u64]) -> Result<(), LakeError> {
    for (shard, &wanted) in recorded.iter().enumerate() {
        for server in servers.of_shard(shard) {
            look(servers, server, wanted).await?;
        }
    }
    Ok(())
}

async fn look(servers: &Arc<Servers>, server: &Arc<str>, wanted: u64) -> Result<(), LakeError> {
    let question = format!(
        "SELECT sum(rows) FROM system.parts WHERE active AND database = '{}' AND table = 'packets_local'",
        servers.config.database
    );
    let held = number(servers, server, &question).await?;
    if held < wanted {
        let reason = format!("holds {held} packets, and {wanted} were put there: some are lost");
        return Err(LakeError::Cluster { server: server.to_string(), reason });
    }
    servers.believed.add(server, held);
    Ok(())
}
