//! After a commit: files take their final names, small files are merged, series follow the packets.
//!
//! Nothing here decides what the lake holds; every step can be killed and done again. The database names what
//! there is, and each step brings the files, and what is derived from them, to what the database says.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::error::Error;
use crate::inner::Inner;
use crate::lake::{self, Month, MonthPlan, Names, Segment};
use crate::lock::LakeLock;
use crate::store;

/// Whether somebody was interrupted, or is at work.
pub(crate) async fn is_needed(inner: &Inner) -> Result<bool, Error> {
    Ok(!lake::is_swept(&inner.lake)
        || !store::month::stale_days(inner.database.connection()).await?.is_empty())
}

/// Brings files and series to what the database says.
pub(crate) async fn settle(inner: &Inner, _lock: &LakeLock) -> Result<(), Error> {
    let db = inner.database.connection();
    publish(inner, store::segment::all(db).await?.into_iter().map(|segment| segment.path)).await?;
    let months = store::month::all(db).await?;
    publish(inner, months.into_values().flat_map(|files| [files.series, files.totals])).await?;

    let stale = store::month::stale_days(db).await?;
    if !stale.is_empty() {
        compact(inner, &stale).await?;
        derive(inner, &stale).await?;
    }
    sweep(inner).await
}

/// Merges the small files of the days that changed.
async fn compact(inner: &Inner, days: &BTreeSet<i32>) -> Result<(), Error> {
    let db = inner.database.connection();
    let mut segments = store::segment::all(db).await?;
    segments.retain(|segment| days.contains(&segment.day));
    let merges = lake::to_merge(&segments);
    if merges.is_empty() {
        return Ok(());
    }
    let name = new_name(inner).await?;
    let (folder, names) = (inner.lake.clone(), names(inner).await?);
    let done = tokio::task::spawn_blocking(move || {
        let merge = |old: Vec<Segment>| Ok((lake::merge(&folder, &old, &names, &name)?, old));
        merges.into_iter().map(merge).collect::<Result<Vec<_>, Error>>()
    })
    .await??;
    let transaction = inner.database.begin_write().await?;
    for (new, old) in &done {
        store::segment::remove(&transaction, old).await?;
        store::segment::add(&transaction, std::slice::from_ref(new)).await?;
    }
    store::generation::advance(&transaction).await?;
    transaction.commit().await?;
    publish(inner, done.into_iter().map(|(new, _)| new.path)).await
}

/// Derives series and sums of the months in which days changed.
async fn derive(inner: &Inner, stale: &BTreeSet<i32>) -> Result<(), Error> {
    let db = inner.database.connection();
    let mut days_of: BTreeMap<Month, BTreeMap<i32, Vec<Segment>>> = BTreeMap::new();
    for segment in store::segment::all(db).await? {
        days_of.entry(Month::of_day(segment.day)).or_default().entry(segment.day).or_default().push(segment);
    }
    let mut known = store::month::all(db).await?;
    let names = names(inner).await?;
    let months: BTreeSet<Month> = stale.iter().map(|day| Month::of_day(*day)).collect();
    for month in months {
        let days = days_of.remove(&month).unwrap_or_default();
        let changed: BTreeSet<i32> =
            stale.iter().copied().filter(|day| Month::of_day(*day) == month).collect();
        let previous = known.remove(&month);
        let name = new_name(inner).await?;
        let (folder, names, of_changed) = (inner.lake.clone(), names.clone(), changed.clone());
        let files = tokio::task::spawn_blocking(move || {
            let previous = previous.as_ref().map(|files| files.series.as_str());
            let plan = MonthPlan { month, days: &days, changed: &of_changed, previous, name: &name };
            lake::build_month(&folder, &names, &plan)
        })
        .await??;
        let transaction = inner.database.begin_write().await?;
        store::month::put(&transaction, month, &files).await?;
        store::month::mark_fresh(&transaction, &changed).await?;
        store::generation::advance(&transaction).await?;
        transaction.commit().await?;
        publish(inner, [files.series, files.totals].into_iter()).await?;
    }
    Ok(())
}

/// Gives files their final names.
async fn publish(inner: &Inner, paths: impl Iterator<Item = String>) -> Result<(), Error> {
    let (folder, paths) = (inner.lake.clone(), paths.collect::<Vec<_>>());
    tokio::task::spawn_blocking(move || lake::publish(&folder, paths.iter().map(String::as_str))).await??;
    Ok(())
}

/// Removes the files that the database does not name.
async fn sweep(inner: &Inner) -> Result<(), Error> {
    let db = inner.database.connection();
    let mut keep: HashSet<String> = store::segment::all(db).await?.into_iter().map(|s| s.path).collect();
    for files in store::month::all(db).await?.into_values() {
        keep.extend([files.series, files.totals]);
    }
    let folder = inner.lake.clone();
    tokio::task::spawn_blocking(move || lake::sweep(&folder, &keep)).await??;
    Ok(())
}

/// A name that no committed file has: every commit moves the generation on.
async fn new_name(inner: &Inner) -> Result<String, Error> {
    Ok(format!("g{:08}", store::generation::get(inner.database.connection()).await?))
}

async fn names(inner: &Inner) -> Result<Names, Error> {
    let sensors = store::sensor::all(inner.database.connection()).await?;
    Ok(Names::new(sensors.into_iter().map(|sensor| sensor.name))?)
}
