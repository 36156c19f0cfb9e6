//! What counts no more, and what is old: off the servers.
//!
//! Rows of packets that were given up are deleted by a mutation, series by dropping their partition. Both wait for
//! [`Cluster::linger`](super::Cluster::linger): until then such rows are only passed over. The number is forgotten when
//! every server has said that it has no row of it.

use std::sync::Arc;

use super::row_binary::{Rows, one_u64};
use super::schema::number;
use super::writer::query_id;
use super::{ClickHouse, view};
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::LakeError;
use crate::store;
use crate::store::load::{Dead, Kind};

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;

/// Clears away what has been dead for long enough.
pub(super) async fn dead(engine: &ClickHouse, inner: &Inner) -> Result<(), Error> {
    let db = inner.database.connection();
    let linger = i64::try_from(engine.servers.config.linger.as_micros()).unwrap_or(i64::MAX);
    let until = inner.clock.now().as_microsecond().saturating_sub(linger);
    let all: Vec<Dead> =
        store::load::dead(db).await?.into_iter().filter(|dead| dead.since_us <= until).collect();
    if all.is_empty() {
        return Ok(());
    }
    engine.ready().await?;
    for dead in &all {
        match dead.kind {
            Kind::Packets => {}
            Kind::Day(day) => drop_series(engine, day, dead.id).await?,
            Kind::Hour(hour) => drop_series(engine, kernel::Hour(hour).utc_day(), dead.id).await?,
        }
    }
    let (packets, series): (Vec<&Dead>, Vec<&Dead>) = all.iter().partition(|dead| dead.kind.is_packets());
    store::load::forget(db, &series.iter().map(|dead| dead.id).collect::<Vec<_>>()).await?;
    let packets: Vec<i64> = packets.iter().map(|dead| dead.id).collect();
    if !packets.is_empty() && delete_packets(engine, &packets).await? {
        store::load::forget(db, &packets).await?;
    }
    Ok(())
}

async fn drop_series(engine: &ClickHouse, day: i32, version: i64) -> Result<(), LakeError> {
    for table in ["series_local", "hour_sources_local"] {
        let partition = format!("('{}', {version})", date(day));
        let table = engine.servers.table(table);
        engine.servers.change_all(&format!("ALTER TABLE {table} DROP PARTITION {partition}")).await?;
    }
    Ok(())
}

/// Whether no server has a row of these numbers any more. Deletes them where they are; servers do that in their own
/// time, and the next settling looks again.
async fn delete_packets(engine: &ClickHouse, numbers: &[i64]) -> Result<bool, LakeError> {
    let servers = &engine.servers;
    let (database, table) = (&servers.config.database, servers.table("packets_local"));
    let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let list = list.join(", ");
    let mut clear = true;
    for server in servers.all() {
        let held = format!("SELECT count() FROM {table} WHERE load IN ({list})");
        if number(servers, server, &held).await? == 0 && !writes(engine, server, numbers).await? {
            continue;
        }
        clear = false;
        let under_way = format!(
            "SELECT count() FROM system.mutations WHERE database = '{database}' AND table = 'packets_local' \
             AND is_done = 0"
        );
        if number(servers, server, &under_way).await? == 0 {
            servers.change(server, &format!("ALTER TABLE {table} DELETE WHERE load IN ({list})")).await?;
        }
    }
    Ok(clear)
}

/// Whether a server is still taking in rows of these numbers.
async fn writes(engine: &ClickHouse, server: &Arc<str>, numbers: &[i64]) -> Result<bool, LakeError> {
    let of = |id: &i64| format!("query_id LIKE '{}-%'", query_id(&engine.servers, *id));
    let any: Vec<String> = numbers.iter().map(of).collect();
    let sql = format!("SELECT count() FROM system.processes WHERE {}", any.join(" OR "));
    Ok(number(&engine.servers, server, &sql).await? > 0)
}

/// The first day whose packets, and whose series, are young enough; none where they are kept for ever.
fn cutoffs(engine: &ClickHouse, inner: &Inner) -> (Option<i32>, Option<i32>) {
    let today = i32::try_from(inner.clock.now().as_microsecond().div_euclid(DAY_US)).unwrap_or(i32::MAX);
    let config = &engine.servers.config;
    let before = |days: Option<u32>| days.map(|days| today.saturating_sub_unsigned(days));
    (before(config.keep_packets_days), before(config.keep_series_days))
}

/// Whether something is too old.
pub(super) async fn is_due(engine: &ClickHouse, inner: &Inner) -> Result<bool, Error> {
    let db = inner.database.connection();
    if !store::dropped_day::to_do(db).await?.is_empty() {
        return Ok(true);
    }
    let (packets, series) = cutoffs(engine, inner);
    if let Some(day) = packets
        && !store::load::days_before(db, day).await?.is_empty()
    {
        return Ok(true);
    }
    match series {
        Some(day) => store::load::has_series_before(db, day).await,
        None => Ok(false),
    }
}

/// Drops the packets of days that are old enough, whose series are derived, and series that are old enough.
pub(super) async fn old(engine: &ClickHouse, inner: &Inner) -> Result<(), Error> {
    finish_drops(engine, inner).await?;
    let now_us = inner.clock.now().as_microsecond();
    let (packets, series) = cutoffs(engine, inner);
    if let Some(before) = packets {
        for day in store::load::days_before(inner.database.connection(), before).await? {
            let held = counted(engine, inner, day).await?;
            let transaction = inner.database.begin_write().await?;
            store::load::keep_day(&transaction, day).await?;
            let gone: Vec<i64> = held.iter().map(|packets| -packets.cast_signed()).collect();
            store::shard::add(&transaction, &gone).await?;
            store::dropped_day::add(&transaction, day, held.iter().sum(), now_us).await?;
            store::generation::advance(&transaction).await?;
            transaction.commit().await?;
            tracing::info!(
                day = date(day),
                packets = held.iter().sum::<u64>(),
                "packets are old enough: dropped"
            );
            finish_drops(engine, inner).await?;
        }
    }
    if let Some(before) = series {
        let transaction = inner.database.begin_write().await?;
        let days = store::load::drop_series_before(&transaction, before, now_us).await?;
        if days > 0 {
            store::generation::advance(&transaction).await?;
        }
        transaction.commit().await?;
        if days > 0 {
            tracing::info!(days, before = date(before), "series are old enough: dropped");
        }
    }
    Ok(())
}

/// Drops the packets of days that the records have dropped already.
pub(super) async fn finish_drops(engine: &ClickHouse, inner: &Inner) -> Result<(), Error> {
    let db = inner.database.connection();
    let table = engine.servers.table("packets_local");
    for day in store::dropped_day::to_do(db).await? {
        engine.servers.change_all(&format!("ALTER TABLE {table} DROP PARTITION '{}'", date(day))).await?;
        store::dropped_day::done(db, day).await?;
    }
    Ok(())
}

/// The packets of a day that count, on each shard.
async fn counted(engine: &ClickHouse, inner: &Inner, day: i32) -> Result<Vec<u64>, Error> {
    let (packets, _) = store::load::counting(inner.database.connection()).await?;
    let sql = format!(
        "SELECT count() FROM {} WHERE day = toDate({day}) AND {}",
        engine.servers.table("packets_local"),
        view::counts("load", &packets)
    );
    let recorded = store::shard::all(inner.database.connection()).await?;
    let servers = Arc::clone(&engine.servers);
    let counts = tokio::task::spawn_blocking(move || {
        let answers = servers.ask_shards(&recorded, &sql)?;
        let count = |mut rows: Rows| Ok(rows.next(one_u64)?.unwrap_or(0));
        answers.into_iter().map(count).collect::<Result<Vec<u64>, LakeError>>()
    });
    Ok(counts.await??)
}

/// A day as ClickHouse writes it.
fn date(day: i32) -> String {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    epoch.saturating_add(jiff::Span::new().days(i64::from(day))).to_string()
}
