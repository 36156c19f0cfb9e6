//! Where packets are kept: the lake of files, or a ClickHouse cluster.
//!
//! Both keep the same promise: packets that a writer has taken are nobody's until a transaction of the database has
//! [recorded](Engine::record) them together with what they came from; then they are in the lake, once. What a kill
//! leaves between the two is cleared away by [`Engine::settle`].

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
use capture::Sink;

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
}

/// One way of keeping packets.
pub(crate) trait Engine: fmt::Debug + Send + Sync {
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
