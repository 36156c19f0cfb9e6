//! When each sensor was alive, for people who ask ClickHouse alone. We ask the records.

use std::sync::Arc;

use bytes::Bytes;

use super::ClickHouse;
use super::row_binary::put_string;
use crate::error::Error;
use crate::inner::Inner;
use crate::snapshot::Snapshot;

/// Columns of a row, in the row's order.
const COLUMNS: &str = "version, sensor, first_hour, end_hour";

/// Writes the coverage of all sensors in the place of what was there. It stands on the first shard alone, so that over
/// all shards every stretch is there once.
pub(super) async fn write(engine: &ClickHouse, inner: &Inner) -> Result<(), Error> {
    let snapshot = Snapshot::load(inner).await?;
    let version = snapshot.generation;
    let mut rows = Vec::new();
    for (index, name) in snapshot.names.all().iter().enumerate() {
        for stretch in snapshot.coverage.stretches(index) {
            rows.extend_from_slice(&version.to_le_bytes());
            put_string(&mut rows, name.as_bytes());
            rows.extend_from_slice(&stretch.start.0.to_le_bytes());
            rows.extend_from_slice(&stretch.end.0.to_le_bytes());
        }
    }
    let rows = Bytes::from(rows);
    let servers = &engine.servers;
    let table = servers.table("coverage_local");
    for (place, server) in servers.of_shard(0).iter().enumerate() {
        let old = partitions(engine, server).await?;
        if old.iter().any(|partition| *partition == version) {
            continue;
        }
        let id = format!("{}-coverage-{version}-{place}", servers.config.database);
        servers.insert(server, "coverage_local", COLUMNS, &id, rows.clone()).await?;
        for partition in old {
            servers.change(server, &format!("ALTER TABLE {table} DROP PARTITION {partition}")).await?;
        }
    }
    Ok(())
}

/// The versions that a server has.
async fn partitions(engine: &ClickHouse, server: &Arc<str>) -> Result<Vec<u64>, Error> {
    let sql = format!("SELECT DISTINCT version FROM {}", engine.servers.table("coverage_local"));
    let rows = engine.servers.ask(server, &sql).await?;
    let mut found = Vec::new();
    let read = tokio::task::spawn_blocking(move || {
        rows.each(
            |v| v.u64(),
            |version| {
                found.push(version);
                Ok(())
            },
        )?;
        Ok::<_, Error>(found)
    });
    read.await?
}
