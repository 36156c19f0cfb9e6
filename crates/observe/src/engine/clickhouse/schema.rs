//! The tables on each server.
//!
//! ```text
//! packets_local       a row a packet: by UTC day, ordered by protocol, port, time
//! series_local        packets and sources per hour, port (or whole protocol), sensor and class
//! hour_sources_local  distinct sources per hour and port over all sensors and classes
//! coverage_local      when each sensor was alive, as of the last day that was closed
//! loads_local         the numbers of packets that count, as far as a server was told
//! ```
//!
//! Every row carries the number that it was put in under (`load`, `version`); the records say which of them count. A
//! packet is on the shard that its source address belongs to, so that distinct sources of the shards add up. IPv6
//! addresses stand in columns of their own, empty for IPv4, where they take no space.
//!
//! Without `_local` there are tables over all shards, where the servers know each other under a name.
//!
//! Statements are such that ClickHouse 18.16 (the one that Debian ships) and today's releases both understand.

use std::sync::Arc;

use super::row_binary::one_u64;
use super::servers::Servers;
use crate::lake::LakeError;

/// Tables over all shards are made for these.
const TABLES: [&str; 5] = ["packets", "series", "hour_sources", "coverage", "loads"];

/// The numbers are those of [`Class`](capture::Class).
const CLASS: &str = "Enum8('scan' = 0, 'backscatter' = 1, 'other' = 2)";

/// What a part must do before an INSERT is answered, where the server knows how: reach the disk.
const DURABLE: [&str; 2] = ["fsync_after_insert", "fsync_part_directory"];

/// Makes what is missing, on all servers.
pub(super) async fn ensure(servers: &Arc<Servers>) -> Result<(), LakeError> {
    let mut all = tokio::task::JoinSet::new();
    for server in servers.all() {
        let (servers, server) = (Arc::clone(servers), Arc::clone(server));
        all.spawn(async move { on_server(&servers, &server).await });
    }
    super::servers::first_error(all).await
}

async fn on_server(servers: &Arc<Servers>, server: &Arc<str>) -> Result<(), LakeError> {
    let database = &servers.config.database;
    if number(servers, server, &format!("SELECT count() FROM system.databases WHERE name = '{database}'"))
        .await?
        == 0
    {
        servers.change(server, &format!("CREATE DATABASE IF NOT EXISTS {database}")).await?;
    }
    let names = DURABLE.map(|name| format!("'{name}'")).join(", ");
    let question = format!("SELECT count() FROM system.merge_tree_settings WHERE name IN ({names})");
    let durable = number(servers, server, &question).await? == DURABLE.len() as u64;
    let settings = if durable { DURABLE.map(|name| format!(", {name} = 1")).concat() } else { String::new() };
    for (table, columns, engine) in tables() {
        let table = servers.table(table);
        let sql =
            format!("CREATE TABLE IF NOT EXISTS {table} ({columns}) ENGINE = MergeTree() {engine}{settings}");
        servers.change(server, &sql).await?;
    }
    let Some(name) = &servers.config.name else { return Ok(()) };
    let question = format!("SELECT uniqExact(shard_num) FROM system.clusters WHERE cluster = '{name}'");
    let (found, wanted) = (number(servers, server, &question).await?, servers.shards() as u64);
    if found != wanted {
        let reason = if found == 0 {
            format!(
                "knows no cluster {name:?}: its remote_servers must name it, or the settings leave it out"
            )
        } else {
            format!("knows a cluster {name:?} of {found} shards, and the settings name {wanted}")
        };
        return Err(LakeError::Cluster { server: server.to_string(), reason });
    }
    for table in TABLES {
        let (over, local) = (servers.table(table), servers.table(&format!("{table}_local")));
        let engine = format!("Distributed({name}, {database}, {table}_local)");
        servers
            .change(server, &format!("CREATE TABLE IF NOT EXISTS {over} AS {local} ENGINE = {engine}"))
            .await?;
    }
    Ok(())
}

/// Name, columns and engine of each table.
fn tables() -> [(&'static str, String, &'static str); 5] {
    let packets = format!(
        "load UInt64, day Date, ts Int64, sensor String, class {CLASS}, proto UInt8, dport UInt16, six UInt8, \
         src UInt32, dst UInt32, src6 FixedString(16), dst6 FixedString(16), sport UInt16, seq UInt32, \
         ip_id UInt16, window UInt16, length UInt16, ttl UInt8, flags UInt8, known UInt8"
    );
    let series = format!(
        "version UInt64, day Date, hour Int32, proto UInt8, whole UInt8, port UInt16, sensor String, \
         class {CLASS}, packets UInt64, sources UInt64"
    );
    let sources =
        "version UInt64, day Date, hour Int32, proto UInt8, whole UInt8, port UInt16, sources UInt64";
    let coverage = "version UInt64, sensor String, first_hour Int32, end_hour Int32";
    let loads = "load UInt64, packets UInt64, committed_us Int64";
    [
        (
            "packets_local",
            packets,
            "PARTITION BY day ORDER BY (proto, dport, ts, sensor) SETTINGS index_granularity = 8192",
        ),
        (
            "series_local",
            series,
            "PARTITION BY (day, version) ORDER BY (proto, whole, port, hour, sensor, class) \
             SETTINGS index_granularity = 1024",
        ),
        (
            "hour_sources_local",
            sources.to_owned(),
            "PARTITION BY (day, version) ORDER BY (proto, whole, port, hour) SETTINGS index_granularity = 1024",
        ),
        (
            "coverage_local",
            coverage.to_owned(),
            "PARTITION BY version ORDER BY (sensor, first_hour) SETTINGS index_granularity = 8192",
        ),
        ("loads_local", loads.to_owned(), "ORDER BY load SETTINGS index_granularity = 8192"),
    ]
}

/// The one number that a question answers with.
pub(super) async fn number(
    servers: &Arc<Servers>,
    server: &Arc<str>,
    question: &str,
) -> Result<u64, LakeError> {
    let answer = servers.ask(server, question).await?;
    tokio::task::spawn_blocking(move || {
        let mut answer = answer;
        answer.next(one_u64)?.ok_or_else(|| answer.failed("no number"))
    })
    .await
    .map_err(|_| LakeError::Stopped)?
}
