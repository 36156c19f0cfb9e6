//! What people who ask ClickHouse alone are told: when each sensor was alive, and which packets count. We ask the
//! records.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use tokio::task::JoinSet;

use super::ClickHouse;
use super::row_binary::{one_u64, put_string};
use super::servers::{Servers, first_error};
use super::view::counts;
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::LakeError;
use crate::snapshot::Snapshot;
use crate::store;

/// Columns of a row of `coverage_local`, in the row's order.
const COVERAGE: &str = "version, sensor, first_hour, end_hour";

/// Columns of a row of `loads_local`, in the row's order.
const LOADS: &str = "load, packets, committed_us";

/// Tells each server of a number that counts now. A server that is away is told by [`loads_of`].
pub(super) async fn load(
    servers: &Arc<Servers>,
    number: i64,
    packets: &[u64],
    committed_us: i64,
) -> Result<(), LakeError> {
    let mut all = JoinSet::new();
    for (shard, packets) in packets.iter().enumerate().filter(|(_, packets)| **packets > 0) {
        let row = [number.to_le_bytes(), packets.to_le_bytes(), committed_us.to_le_bytes()].concat();
        for (place, server) in servers.of_shard(shard).iter().enumerate() {
            let id = format!("{}-loads-{number}-{shard}-{place}", servers.config.database);
            let (servers, server, row) = (Arc::clone(servers), Arc::clone(server), Bytes::from(row.clone()));
            all.spawn(async move { servers.insert(&server, "loads_local", LOADS, &id, row).await });
        }
    }
    first_error(all).await
}

/// Tells each server of the numbers that count among its packets of some days, where it has not been told.
pub(super) async fn loads_of(engine: &ClickHouse, inner: &Inner, days: &BTreeSet<i32>) -> Result<(), Error> {
    let (packets, _) = store::load::counting(inner.database.connection()).await?;
    let days: Vec<String> = days.iter().map(|day| format!("toDate({day})")).collect();
    let (loads, now_us) = (engine.servers.table("loads_local"), inner.clock.now().as_microsecond());
    let statement = format!(
        "INSERT INTO {loads} ({LOADS}) SELECT load, count() AS packets, toInt64({now_us}) AS committed_us \
         FROM {} WHERE day IN ({}) AND {} AND load NOT IN (SELECT load FROM {loads}) GROUP BY load",
        engine.servers.table("packets_local"),
        days.join(", "),
        counts("load", &packets)
    );
    Ok(engine.servers.change_all(&statement).await?)
}

/// Writes the coverage of all sensors in the place of what was there. It stands on the first shard alone, so that over
/// all shards every stretch is there once.
pub(super) async fn coverage(engine: &ClickHouse, inner: &Inner) -> Result<(), Error> {
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
        if old.contains(&version) {
            continue;
        }
        let id = format!("{}-coverage-{version}-{place}", servers.config.database);
        servers.insert(server, "coverage_local", COVERAGE, &id, rows.clone()).await?;
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
        rows.each(one_u64, |version| {
            found.push(version);
            Ok(())
        })?;
        Ok::<_, Error>(found)
    });
    read.await?
}
