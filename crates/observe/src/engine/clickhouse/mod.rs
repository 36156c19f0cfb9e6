//! The lake in a ClickHouse cluster.
//!
//! ClickHouse has no transactions over servers, so the records decide: whatever is put in carries a number, whose row
//! in the records (`store::load`) was made first and says whether it counts.
//!
//! ```text
//! writer   a number, open, committed -> rows under it, to all servers of the shard that their source belongs to
//! record   the number counts, in the transaction that says where the packets came from
//! view     rows of numbers that count; each question to every shard, answers put together here
//! derive   series on each server from its own packets, under numbers of their own; the transaction ends the old ones
//! settle   what was left open is dead; dead rows go; days that are old enough go
//! ```
//!
//! A server that does not answer: nothing is acknowledged, nothing is answered by halves. What reached the others
//! stays there under a number that never counts, until it is cleared away.

mod all_rows;
mod clear;
mod config;
mod derive;
mod held;
mod row_binary;
mod schema;
mod servers;
mod told;
mod view;
mod writer;

use std::collections::BTreeSet;
use std::sync::Arc;

use kernel::{Hour, Transaction};
use tokio::sync::OnceCell;

use super::{Engine, PacketWriter, Staged, Step, mark_stale};
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::{Names, View};
use crate::lock::LakeLock;
use crate::store;
use crate::store::load::Kind;
use servers::Servers;
use view::ClusterView;
use writer::ClusterWriter;

pub use config::{Cluster, LINGER};

/// A cluster that keeps the lake.
#[derive(Debug)]
pub(crate) struct ClickHouse {
    servers: Arc<Servers>,
    /// Whether this process has seen that the tables are there.
    tables: OnceCell<()>,
}

impl ClickHouse {
    /// Over a cluster that nobody has asked yet.
    pub(crate) fn new(cluster: Cluster) -> Result<Self, Error> {
        let servers = Arc::new(Servers::new(cluster)?);
        Ok(Self { servers, tables: OnceCell::new() })
    }

    /// Makes the tables, once.
    async fn ready(&self) -> Result<(), Error> {
        self.tables.get_or_try_init(|| schema::ensure(&self.servers)).await?;
        Ok(())
    }

    /// Refuses another number of shards than the lake was made with: sources would be on other shards than before.
    async fn same_shards(&self, inner: &Inner) -> Result<Vec<u64>, Error> {
        let recorded = store::shard::all(inner.database.connection()).await?;
        let now = self.servers.shards();
        if !recorded.is_empty() && recorded.len() != now {
            return Err(Error::Refused(format!(
                "the lake was made with {} shards, and the settings name {now}: packets do not move by themselves",
                recorded.len()
            )));
        }
        Ok(recorded)
    }
}

impl Engine for ClickHouse {
    fn check<'a>(&'a self, inner: &'a Inner) -> Step<'a, ()> {
        Box::pin(async move {
            self.same_shards(inner).await?;
            if !store::segment::all(inner.database.connection()).await?.is_empty() {
                return Err(Error::Refused(
                    "the lake has packets in files, which ClickHouse would not know of: a lake in ClickHouse is \
                     begun with a new data folder"
                        .to_owned(),
                ));
            }
            Ok(())
        })
    }

    fn view<'a>(&'a self, db: &'a Transaction, _inner: &'a Inner, names: Names) -> Step<'a, Arc<dyn View>> {
        Box::pin(async move {
            let counting = store::load::counting(db).await?;
            let recorded = store::shard::all(db).await?;
            let servers = Arc::clone(&self.servers);
            Ok(Arc::new(ClusterView::new(servers, names, counting, recorded)) as Arc<dyn View>)
        })
    }

    fn writer<'a>(
        &'a self,
        inner: &'a Inner,
        names: &'a Names,
        _name: &'a str,
    ) -> Step<'a, Box<dyn PacketWriter>> {
        Box::pin(async move {
            self.same_shards(inner).await?;
            self.ready().await?;
            clear::finish_drops(self, inner).await?;
            // While a server is away, no numbers are given out in vain: each one would have to be passed over.
            self.servers.change_all("SELECT 1").await?;
            let transaction = inner.database.begin_write().await?;
            let now_us = inner.clock.now().as_microsecond();
            let numbers = store::load::open(&transaction, &[Kind::Packets], now_us).await?;
            transaction.commit().await?;
            let number = numbers.first().copied().unwrap_or_default();
            let writer = ClusterWriter::new(Arc::clone(&self.servers), number, names.clone());
            Ok(Box::new(writer) as Box<dyn PacketWriter>)
        })
    }

    fn record<'a>(
        &'a self,
        db: &'a Transaction,
        staged: &'a Staged,
        hours: &'a BTreeSet<Hour>,
        live: &'a (dyn Fn(Hour) -> bool + Send + Sync),
    ) -> Step<'a, ()> {
        Box::pin(async move {
            let (number, packets) = staged.load()?;
            store::load::count_packets(db, number).await?;
            let packets: Vec<i64> = packets.iter().map(|packets| packets.cast_signed()).collect();
            store::shard::add(db, &packets).await?;
            mark_stale(db, hours, live).await
        })
    }

    fn publish<'a>(&'a self, inner: &'a Inner, staged: Staged) -> Step<'a, ()> {
        Box::pin(async move {
            let (number, packets) = staged.load()?;
            Ok(told::load(&self.servers, number, packets, inner.clock.now().as_microsecond()).await?)
        })
    }

    fn derive_hours<'a>(&'a self, inner: &'a Inner, _lock: &'a LakeLock) -> Step<'a, ()> {
        Box::pin(async move {
            let hours = store::hot_hour::stale(inner.database.connection()).await?;
            if hours.is_empty() {
                return Ok(());
            }
            derive::hours(self, inner, hours).await?;
            clear::dead(self, inner).await
        })
    }

    fn is_unsettled<'a>(&'a self, inner: &'a Inner) -> Step<'a, bool> {
        Box::pin(async move {
            let db = inner.database.connection();
            Ok(store::load::is_unsettled(db).await?
                || !store::month::stale_days(db).await?.is_empty()
                || clear::is_due(self, inner).await?)
        })
    }

    fn settle<'a>(&'a self, inner: &'a Inner, _lock: &'a LakeLock) -> Step<'a, ()> {
        Box::pin(async move {
            let recorded = self.same_shards(inner).await?;
            self.ready().await?;
            held::check_all(&self.servers, &recorded).await?;
            let transaction = inner.database.begin_write().await?;
            store::load::give_up_open(&transaction, inner.clock.now().as_microsecond()).await?;
            transaction.commit().await?;
            clear::finish_drops(self, inner).await?;
            let stale = store::month::stale_days(inner.database.connection()).await?;
            if !stale.is_empty() {
                derive::days(self, inner, &stale).await?;
            }
            clear::old(self, inner).await?;
            clear::dead(self, inner).await?;
            if !stale.is_empty() {
                told::loads_of(self, inner, &stale).await?;
                told::coverage(self, inner).await?;
            }
            Ok(())
        })
    }
}
