//! The lake of files: Parquet in a folder, listed by the database.
//!
//! After a commit: files take their final names, small files are merged, series follow the packets. Nothing of that
//! decides what the lake holds; every step can be killed and done again. The database names what there is, and each
//! step brings the files, and what is derived from them, to what the database says.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Hour, Transaction};

use super::{Engine, PacketWriter, Staged, Step, mark_stale};
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::{self, Files, LakeError, Month, MonthPlan, Names, Segment, View, Writer};
use crate::lock::LakeLock;
use crate::store;

/// Files in the lake's folder.
#[derive(Debug, Default)]
pub(crate) struct FilesEngine {
    /// The newest view: what it has open is not opened again.
    newest: Mutex<Option<Arc<Files>>>,
}

impl PacketWriter for Writer {
    fn finish(self: Box<Self>) -> Result<Staged, LakeError> {
        Ok(Staged::Segments(Self::finish(*self)?))
    }
}

impl Engine for FilesEngine {
    fn check<'a>(&'a self, inner: &'a Inner) -> Step<'a, ()> {
        Box::pin(async move {
            if store::shard::all(inner.database.connection()).await?.is_empty() {
                return Ok(());
            }
            Err(Error::Refused(
                "the lake's packets are in ClickHouse, and the settings do not name it".to_owned(),
            ))
        })
    }

    fn view<'a>(&'a self, db: &'a Transaction, inner: &'a Inner, names: Names) -> Step<'a, Arc<dyn View>> {
        Box::pin(async move {
            let segments = store::segment::all(db).await?;
            let months = store::month::all(db).await?;
            let hours = store::hot_hour::all(db).await?;
            let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
            let folder = inner.lake.clone();
            let files = Arc::new(Files::new(folder, names, segments, months, hours, newest.as_deref()));
            *newest = Some(Arc::clone(&files));
            Ok(files as Arc<dyn View>)
        })
    }

    fn writer<'a>(
        &'a self,
        inner: &'a Inner,
        names: &'a Names,
        name: &'a str,
    ) -> Step<'a, Box<dyn PacketWriter>> {
        Box::pin(async move { Ok(Box::new(Writer::new(&inner.lake, names, name)) as Box<dyn PacketWriter>) })
    }

    fn record<'a>(
        &'a self,
        db: &'a Transaction,
        staged: &'a Staged,
        hours: &'a BTreeSet<Hour>,
        live: &'a (dyn Fn(Hour) -> bool + Send + Sync),
    ) -> Step<'a, ()> {
        Box::pin(async move {
            store::segment::add(db, staged.segments()?).await?;
            mark_stale(db, hours, live).await
        })
    }

    fn publish<'a>(&'a self, inner: &'a Inner, staged: Staged) -> Step<'a, ()> {
        Box::pin(async move {
            publish(inner, staged.segments()?.iter().map(|segment| segment.path.clone())).await?;
            discard(inner, Vec::new()).await
        })
    }

    fn derive_hours<'a>(&'a self, inner: &'a Inner, _lock: &'a LakeLock) -> Step<'a, ()> {
        Box::pin(async move {
            let db = inner.database.connection();
            let hours = store::hot_hour::stale(db).await?;
            if hours.is_empty() {
                return Ok(());
            }
            let days: BTreeSet<i32> = hours.iter().map(|hour| hour.utc_day()).collect();
            let of_days = store::segment::of_days(db, &days).await?;
            merge(inner, lake::to_merge_live(&of_days, &hours)).await?;
            hours_anew(inner, &days, hours).await
        })
    }

    fn is_unsettled<'a>(&'a self, inner: &'a Inner) -> Step<'a, bool> {
        Box::pin(async move {
            let db = inner.database.connection();
            Ok(!lake::is_swept(&inner.lake) || !store::month::stale_days(db).await?.is_empty())
        })
    }

    fn settle<'a>(&'a self, inner: &'a Inner, _lock: &'a LakeLock) -> Step<'a, ()> {
        Box::pin(async move {
            let db = inner.database.connection();
            publish(inner, store::segment::all(db).await?.into_iter().map(|segment| segment.path)).await?;
            let months = store::month::all(db).await?;
            publish(inner, months.into_values().flat_map(|files| [files.series, files.totals])).await?;
            publish(inner, store::hot_hour::all(db).await?.into_values()).await?;

            let stale = store::month::stale_days(db).await?;
            if !stale.is_empty() {
                let of_days = store::segment::of_days(db, &stale).await?;
                merge(inner, lake::to_merge(&of_days)).await?;
                derive(inner, &stale).await?;
            }
            sweep(inner).await
        })
    }
}

/// Merges small segments, a list for each new one.
async fn merge(inner: &Inner, merges: Vec<Vec<Segment>>) -> Result<(), Error> {
    if merges.is_empty() {
        return Ok(());
    }
    let name = new_name(inner).await?;
    let (folder, names) = (inner.lake.clone(), names(inner).await?);
    let done = tokio::task::spawn_blocking(move || {
        let merge = |(place, old): (usize, Vec<Segment>)| {
            Ok((lake::merge(&folder, &old, &names, &format!("{name}-{place}"))?, old))
        };
        merges.into_iter().enumerate().map(merge).collect::<Result<Vec<_>, Error>>()
    })
    .await??;
    let transaction = inner.database.begin_write().await?;
    for (new, old) in &done {
        store::segment::remove(&transaction, old).await?;
        store::segment::add(&transaction, std::slice::from_ref(new)).await?;
    }
    store::generation::advance_now(&transaction).await?;
    transaction.commit().await?;
    let (new, old): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    publish(inner, new.into_iter().map(|segment| segment.path)).await?;
    discard(inner, old.into_iter().flatten().map(|segment| segment.path).collect()).await
}

/// Derives the series of single hours.
async fn hours_anew(inner: &Inner, days: &BTreeSet<i32>, hours: BTreeSet<Hour>) -> Result<(), Error> {
    let db = inner.database.connection();
    let segments = store::segment::of_days(db, days).await?;
    let mut before = store::hot_hour::all(db).await?;
    let name = new_name(inner).await?;
    let (folder, names) = (inner.lake.clone(), names(inner).await?);
    let built =
        tokio::task::spawn_blocking(move || lake::build_hours(&folder, &names, &segments, &hours, &name))
            .await??;
    let transaction = inner.database.begin_write().await?;
    store::hot_hour::put(&transaction, &built).await?;
    super::note_derived(&transaction, inner, built.iter().map(|(hour, _)| *hour)).await?;
    transaction.commit().await?;
    let replaced = built.iter().filter_map(|(hour, _)| before.remove(hour)).collect();
    publish(inner, built.into_iter().map(|(_, path)| path)).await?;
    discard(inner, replaced).await
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
        store::hot_hour::remove_days(&transaction, &changed).await?;
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

/// Removes files that were replaced, and empty folders of `staging/`.
async fn discard(inner: &Inner, paths: Vec<String>) -> Result<(), Error> {
    let folder = inner.lake.clone();
    tokio::task::spawn_blocking(move || lake::discard(&folder, paths.iter().map(String::as_str))).await??;
    Ok(())
}

/// Removes the files that the database does not name.
async fn sweep(inner: &Inner) -> Result<(), Error> {
    let db = inner.database.connection();
    let mut keep: HashSet<String> = store::segment::all(db).await?.into_iter().map(|s| s.path).collect();
    for files in store::month::all(db).await?.into_values() {
        keep.extend([files.series, files.totals]);
    }
    keep.extend(store::hot_hour::all(db).await?.into_values());
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
