//! Series from packets, on each server from its own.
//!
//! A source is on one shard, so packets and distinct sources of the shards add up. What is derived for a day or an hour
//! gets a number of its own and counts with one transaction, which ends the number before it: a reader sees the old or
//! the new, never both. The old rows are a partition that is dropped later.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kernel::Hour;

use super::view::{SOURCES, counts};
use super::{ClickHouse, held};
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::LakeError;
use crate::store;
use crate::store::load::{Counting, Kind};

/// Packets that are derived in one statement, unless a single day has more: what a server holds of sources.
const AT_ONCE: u64 = 20_000_000;

/// Days that are derived in one statement: one partition each.
const DAYS_AT_ONCE: usize = 60;

/// Derives hours that live packets have touched.
pub(super) async fn hours(engine: &ClickHouse, inner: &Inner, hours: BTreeSet<Hour>) -> Result<(), Error> {
    let kinds: Vec<Kind> = hours.iter().map(|hour| Kind::Hour(hour.0)).collect();
    for some in kinds.chunks(DAYS_AT_ONCE) {
        let derived = derive(engine, inner, some).await?;
        let transaction = inner.database.begin_write().await?;
        store::load::replace(&transaction, &derived, inner.clock.now().as_microsecond()).await?;
        let put = |(kind, number): &(Kind, i64)| match kind {
            Kind::Hour(hour) => Some((Hour(*hour), number.to_string())),
            _ => None,
        };
        let put: Vec<(Hour, String)> = derived.iter().filter_map(put).collect();
        store::hot_hour::put(&transaction, &put).await?;
        super::super::note_derived(&transaction, inner, put.iter().map(|(hour, _)| *hour)).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Derives whole days, which then stand in the place of their hours.
pub(super) async fn days(engine: &ClickHouse, inner: &Inner, days: &BTreeSet<i32>) -> Result<(), Error> {
    for some in portions(engine, days).await? {
        let kinds: Vec<Kind> = some.iter().map(|day| Kind::Day(*day)).collect();
        let derived = derive(engine, inner, &kinds).await?;
        let transaction = inner.database.begin_write().await?;
        store::load::replace(&transaction, &derived, inner.clock.now().as_microsecond()).await?;
        store::month::mark_fresh(&transaction, &some).await?;
        store::hot_hour::remove_days(&transaction, &some).await?;
        store::generation::advance(&transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Days in portions that a server can derive at once.
async fn portions(engine: &ClickHouse, days: &BTreeSet<i32>) -> Result<Vec<BTreeSet<i32>>, LakeError> {
    let rows = rows_by_day(engine).await?;
    let mut portions: Vec<(BTreeSet<i32>, u64)> = Vec::new();
    for &day in days {
        let packets = rows.get(&day).copied().unwrap_or(0);
        match portions.last_mut() {
            Some((some, sum)) if some.len() < DAYS_AT_ONCE && *sum + packets <= AT_ONCE => {
                some.insert(day);
                *sum += packets;
            }
            _ => portions.push((BTreeSet::from([day]), packets)),
        }
    }
    Ok(portions.into_iter().map(|(some, _)| some).collect())
}

/// For each day, the rows that the fullest server has of it, whether they count or not.
async fn rows_by_day(engine: &ClickHouse) -> Result<BTreeMap<i32, u64>, LakeError> {
    let servers = &engine.servers;
    let sql = format!(
        "SELECT toUInt16(toDate(partition)) AS day, sum(rows) FROM system.parts \
         WHERE active AND database = '{}' AND table = 'packets_local' GROUP BY day",
        servers.config.database
    );
    let asked = Arc::clone(servers);
    tokio::task::spawn_blocking(move || {
        let mut most: BTreeMap<i32, u64> = BTreeMap::new();
        for rows in asked.ask_shards(&[], &sql)? {
            rows.each(
                |v| Some((v.u16()?, v.u64()?)),
                |(day, rows)| {
                    let known = most.entry(i32::from(day)).or_default();
                    *known = rows.max(*known);
                    Ok(())
                },
            )?;
        }
        Ok(most)
    })
    .await
    .map_err(|_| LakeError::Stopped)?
}

/// Puts series on all servers, under a number for each day or hour. They do not count yet.
async fn derive(engine: &ClickHouse, inner: &Inner, kinds: &[Kind]) -> Result<Vec<(Kind, i64)>, Error> {
    engine.ready().await?;
    // Derived from a server that has lost packets, series would hide that.
    let recorded = store::shard::all(inner.database.connection()).await?;
    held::check_all(&engine.servers, &recorded).await?;
    let transaction = inner.database.begin_write().await?;
    let numbers = store::load::open(&transaction, kinds, inner.clock.now().as_microsecond()).await?;
    let (packets, _) = store::load::counting(&transaction).await?;
    transaction.commit().await?;
    let derived: Vec<(Kind, i64)> = kinds.iter().copied().zip(numbers).collect();
    for statement in statements(engine, &derived, &packets) {
        engine.servers.change_all(&statement).await?;
    }
    Ok(derived)
}

/// The statements that derive series and the sources of whole hours.
fn statements(engine: &ClickHouse, derived: &[(Kind, i64)], packets: &Counting) -> [String; 2] {
    let table = |name| engine.servers.table(name);
    let mut spans = Vec::with_capacity(derived.len());
    let mut days = BTreeSet::new();
    let mut hours = BTreeSet::new();
    for (kind, _) in derived {
        match kind {
            Kind::Hour(hour) => {
                spans.push(*hour);
                days.insert(Hour(*hour).utc_day());
                hours.insert(*hour);
            }
            Kind::Day(day) => {
                spans.push(*day);
                days.insert(*day);
            }
            Kind::Packets => {}
        }
    }
    let span = if hours.is_empty() { "toInt32(toUInt16(day))" } else { "hour" };
    let numbers = list(derived.iter().map(|(_, number)| *number));
    let version = format!("transform({span}, [{}], [{numbers}], 0)", list(spans));
    let chosen_days: Vec<String> = days.iter().map(|day| format!("toDate({day})")).collect();
    let mut chosen = format!("day IN ({}) AND {}", chosen_days.join(", "), counts("load", packets));
    if !hours.is_empty() {
        chosen.push_str(&format!(" AND toInt32(intDiv(ts, 3600000000)) IN ({})", list(hours)));
    }
    // Every packet twice: once for its port, once for its protocol as a whole.
    let groups =
        "day, toInt32(intDiv(ts, 3600000000)) AS hour, proto, whole, if(whole = 1, 0, dport) AS port";
    let from = format!("FROM {} ARRAY JOIN [0, 1] AS whole WHERE {chosen}", table("packets_local"));
    [
        format!(
            "INSERT INTO {} (version, day, hour, proto, whole, port, sensor, class, packets, sources) \
             SELECT toUInt64({version}) AS version, {groups}, sensor, class, count() AS packets, \
             {SOURCES} AS sources {from} GROUP BY day, hour, proto, whole, port, sensor, class",
            table("series_local")
        ),
        format!(
            "INSERT INTO {} (version, day, hour, proto, whole, port, sources) \
             SELECT toUInt64({version}) AS version, {groups}, {SOURCES} AS sources \
             {from} GROUP BY day, hour, proto, whole, port",
            table("hour_sources_local")
        ),
    ]
}

fn list<T: ToString>(numbers: impl IntoIterator<Item = T>) -> String {
    numbers.into_iter().map(|number| number.to_string()).collect::<Vec<_>>().join(", ")
}
