//! The collector's task: commits, series of the hours that move, days that close.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep, timeout_at};

use super::commit::{self, is_open};
use super::{GATHER, Shared};
use crate::error::Error;
use crate::inner::Inner;
use crate::lock::LakeLock;
use crate::store;

/// Packets that are enough to commit before the time is up.
const ENOUGH: usize = 1_500_000;

/// How often series follow at most. Shorter, and deriving costs more; longer, and a graph is later than the fifteen
/// seconds after the packet that it may be.
const DERIVE_EVERY: Duration = Duration::from_secs(3);

/// After deriving, the task does other work for so many times as long: in a flood graphs are late, and packets are not
/// sent away.
const DERIVE_SHARE: u32 = 4;

/// How often days that changed after they had closed are derived again.
const SETTLE_EVERY: Duration = Duration::from_secs(600);

/// How long somebody else's import may hold the lake before deliveries are sent away.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often the lake is looked at again while somebody else holds it.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// When a sensor that was sent away because of an import should come again, in seconds.
const AFTER_IMPORT: u32 = 30;

/// The right to be the collector of a data folder.
#[derive(Debug)]
pub(super) struct CollectorLock(
    #[expect(dead_code, reason = "the lock lives as long as the open file")] File,
);

/// Takes that right.
pub(super) fn only_collector(inner: &Inner) -> Result<CollectorLock, Error> {
    let path = inner.lake.join("collector.lock");
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(CollectorLock(file)),
        Err(TryLockError::WouldBlock) => {
            Err(Error::Refused("another process collects for this data folder already".to_owned()))
        }
        Err(TryLockError::Error(error)) => Err(Error::at(path)(error)),
    }
}

/// Commits until the collector is gone.
pub(super) async fn run(shared: Weak<Shared>, queued: Arc<Notify>, _only: CollectorLock) {
    let mut derive_at = Instant::now();
    let mut settle_at = Instant::now();
    loop {
        // Not held while there is nothing to do, or the collector would never be gone.
        let Some(held) = shared.upgrade() else { return };
        if held.queue.waiting().is_none() && Instant::now() < derive_at {
            drop(held);
            let _ = timeout_at(derive_at, queued.notified()).await;
            continue;
        }
        if held.queue.waiting().is_some() {
            gather(&held).await;
        }
        match lock(&held.inner).await {
            Ok(Some(lock)) => {
                if held.queue.waiting().is_some() {
                    commit::run(&held.inner, &held.queue, &lock).await;
                }
                let begun = Instant::now();
                if begun >= derive_at {
                    if let Err(error) = keep(&held.inner, &lock, &mut settle_at).await {
                        tracing::error!(%error, "series could not be derived; packets are kept");
                    }
                    derive_at = Instant::now() + DERIVE_EVERY.max(begun.elapsed() * DERIVE_SHARE);
                }
            }
            Ok(None) => {
                held.queue.failed(held.queue.take().0, AFTER_IMPORT, "an import is at work on the lake");
                derive_at = Instant::now() + DERIVE_EVERY;
            }
            Err(error) => {
                held.queue.failed(held.queue.take().0, AFTER_IMPORT, &error.to_string());
                derive_at = Instant::now() + DERIVE_EVERY;
            }
        }
    }
}

/// Waits until there is enough for a commit, or long enough.
async fn gather(shared: &Shared) {
    let until = Instant::now() + GATHER;
    while shared.queue.waiting().is_some_and(|packets| packets < ENOUGH)
        && timeout_at(until, shared.queued.notified()).await.is_ok()
    {}
}

/// The lake's lock; none where somebody else keeps it.
async fn lock(inner: &Inner) -> Result<Option<LakeLock>, Error> {
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(lock) = LakeLock::try_take(&inner.lake)? {
            return Ok(Some(lock));
        }
        if Instant::now() >= until {
            return Ok(None);
        }
        sleep(LOOK_AGAIN).await;
    }
}

/// Whether nobody collects for this data folder now.
fn nobody_collects(inner: &Inner) -> bool {
    only_collector(inner).is_ok()
}

/// Brings series to what the packets say, in the place of a collector that was killed between the two. Where one is at
/// work, or an import, that does it.
pub(crate) async fn catch_up(inner: &Inner) -> Result<(), Error> {
    let behind = !store::hot_hour::stale(inner.database.connection()).await?.is_empty();
    if !behind || !nobody_collects(inner) {
        return Ok(());
    }
    match LakeLock::try_take(&inner.lake)? {
        Some(lock) => follow(inner, &lock).await.map(drop),
        None => Ok(()),
    }
}

/// Series of hours that moved, days that are over, and now and then days that changed late.
async fn keep(inner: &Inner, lock: &LakeLock, settle_at: &mut Instant) -> Result<(), Error> {
    let closed = follow(inner, lock).await?;
    if closed || Instant::now() >= *settle_at {
        if inner.engine.is_unsettled(inner).await? {
            inner.engine.settle(inner, lock).await?;
        }
        *settle_at = Instant::now() + SETTLE_EVERY;
    }
    Ok(())
}

/// Derives the series of hours that moved, and marks the days that are over; says whether there were any.
async fn follow(inner: &Inner, lock: &LakeLock) -> Result<bool, Error> {
    inner.engine.derive_hours(inner, lock).await?;
    let now_us = inner.clock.now().as_microsecond();
    let days = store::hot_hour::days(inner.database.connection()).await?;
    let over: BTreeSet<i32> = days.into_iter().filter(|day| !is_open(*day, now_us)).collect();
    if !over.is_empty() {
        let transaction = inner.database.begin_write().await?;
        store::month::mark_stale(&transaction, &over).await?;
        transaction.commit().await?;
    }
    Ok(!over.is_empty())
}
