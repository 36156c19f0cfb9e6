//! Where packets are kept: the lake of files, or a ClickHouse cluster.
//!
//! Both keep the same promise: packets that a writer has taken are nobody's until a transaction of the database has
//! [recorded](Engine::record) them together with what they came from; then they are in the lake, once. What a kill
//! leaves between the two is cleared away by [`Engine::settle`].

mod clickhouse;
mod files;

use std::collections::BTreeSet;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use kernel::{Hour, Transaction};

use crate::error::Error;
use crate::inner::Inner;
use crate::lake::{LakeError, Names, Segment, View};
use crate::lock::LakeLock;
use crate::store;
use capture::Sink;

pub(crate) use clickhouse::ClickHouse;
pub use clickhouse::{Cluster, LINGER};
pub(crate) use files::FilesEngine;

/// What an engine's step will come to.
pub(crate) type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Takes packets, in any order. Dropped before it has finished, it leaves nothing that counts.
pub(crate) trait PacketWriter: Sink + Send + fmt::Debug {
    /// Makes what was taken durable, and not yet part of the lake.
    fn finish(self: Box<Self>) -> Result<Staged, LakeError>;
}

/// Packets that are durable and not yet part of the lake.
#[derive(Debug, Clone)]
pub(crate) enum Staged {
    /// In files.
    Segments(Vec<Segment>),
    /// In ClickHouse, under a number.
    Load {
        /// The number.
        number: i64,
        /// Packets on each shard.
        packets: Vec<u64>,
    },
}

impl Staged {
    /// The files of a lake of files.
    fn segments(&self) -> Result<&[Segment], Error> {
        match self {
            Self::Segments(segments) => Ok(segments),
            Self::Load { .. } => Err(foreign()),
        }
    }

    /// Number and packets of each shard of a lake in ClickHouse.
    fn load(&self) -> Result<(i64, &[u64]), Error> {
        match self {
            Self::Load { number, packets } => Ok((*number, packets)),
            Self::Segments(_) => Err(foreign()),
        }
    }
}

fn foreign() -> Error {
    Error::Refused("these packets were written by another engine".to_owned())
}

/// Marks the hours that packets touch: those that `live` holds for one by one, the others by their day.
async fn mark_stale(
    db: &Transaction,
    hours: &BTreeSet<Hour>,
    live: &(dyn Fn(Hour) -> bool + Send + Sync),
) -> Result<(), Error> {
    let (hot, cold): (BTreeSet<Hour>, BTreeSet<Hour>) = hours.iter().partition(|hour| live(**hour));
    store::hot_hour::mark_stale(db, &hot).await?;
    store::month::mark_stale(db, &cold.into_iter().map(Hour::utc_day).collect()).await
}

/// One way of keeping packets.
pub(crate) trait Engine: fmt::Debug + Send + Sync {
    /// Refuses a lake that another engine has begun: its packets would be missing without a word.
    fn check<'a>(&'a self, inner: &'a Inner) -> Step<'a, ()>;

    /// The lake as the database describes it now.
    fn view<'a>(&'a self, db: &'a Transaction, inner: &'a Inner, names: Names) -> Step<'a, Arc<dyn View>>;

    /// A writer of packets, which carry numbers of `names`. No earlier writer has had this `name`, or it was for the
    /// same packets.
    fn writer<'a>(
        &'a self,
        inner: &'a Inner,
        names: &'a Names,
        name: &'a str,
    ) -> Step<'a, Box<dyn PacketWriter>>;

    /// Makes packets part of the lake, in the transaction that says where they came from. `hours` are all that they
    /// touch; those that `live` holds for get series at the next [`Engine::derive_hours`], the others at the next
    /// [`Engine::settle`].
    fn record<'a>(
        &'a self,
        db: &'a Transaction,
        staged: &'a Staged,
        hours: &'a BTreeSet<Hour>,
        live: &'a (dyn Fn(Hour) -> bool + Send + Sync),
    ) -> Step<'a, ()>;

    /// Brings what was recorded to its final place; [`Engine::settle`] does the same after a kill.
    fn publish<'a>(&'a self, inner: &'a Inner, staged: Staged) -> Step<'a, ()>;

    /// Derives the series of hours that were touched live.
    fn derive_hours<'a>(&'a self, inner: &'a Inner, lock: &'a LakeLock) -> Step<'a, ()>;

    /// Whether [`Engine::settle`] has something to do.
    fn is_unsettled<'a>(&'a self, inner: &'a Inner) -> Step<'a, bool>;

    /// Finishes what a commit or a kill has left, and derives what is out of date.
    fn settle<'a>(&'a self, inner: &'a Inner, lock: &'a LakeLock) -> Step<'a, ()>;
}

/// Counts the change that new series of single hours are.
async fn note_derived(
    db: &Transaction,
    inner: &Inner,
    hours: impl Iterator<Item = Hour>,
) -> Result<(), Error> {
    let running = Hour::of(inner.clock.now());
    if hours.min().is_some_and(|first| first < running) {
        store::generation::advance(db).await
    } else {
        store::generation::advance_now(db).await
    }
}
