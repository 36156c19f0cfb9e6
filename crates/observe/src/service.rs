//! The verbs of observation.

use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use jiff::Timestamp;
use kernel::{Clock, Database, HourRange, Originals, journal};

use crate::answer::{self, Publication};
use crate::digest::{self, Digest};
use crate::engine::{ClickHouse, Cluster, FilesEngine};
use crate::error::Error;
use crate::fleet::Refusals;
use crate::import::{ImportRequest, Imported, Progress};
use crate::inner::Inner;
use crate::lake::LakeError;
use crate::lock::LakeLock;
use crate::query::{Series, SeriesQuery, Top, TopQuery};
use crate::snapshot::Snapshot;
use crate::{import, live, store};

/// Observation over one database and one lake. Cheap to clone; clones share what they keep.
#[derive(Debug, Clone)]
pub struct Service {
    pub(crate) inner: Arc<Inner>,
    /// The newest state that was asked about.
    kept: Arc<RwLock<Option<Arc<Snapshot>>>>,
    /// Refusals that are yet to be written.
    pub(crate) refusals: Arc<Refusals>,
}

impl Service {
    /// Opens the lake in the folder `lake`, and finishes what a kill may have interrupted.
    pub async fn open(
        database: Database,
        originals: Originals,
        lake: PathBuf,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        Self::over(Inner { database, originals, lake, engine: Arc::new(FilesEngine::default()), clock }).await
    }

    /// The same with packets and series in a ClickHouse cluster; `lake` then holds locks only. Opens also while the
    /// cluster does not answer: questions and imports say so.
    pub async fn open_cluster(
        database: Database,
        originals: Originals,
        lake: PathBuf,
        cluster: Cluster,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        let engine = Arc::new(ClickHouse::new(cluster)?);
        Self::over(Inner { database, originals, lake, engine, clock }).await
    }

    async fn over(inner: Inner) -> Result<Self, Error> {
        journal::open(&inner.database).await?;
        inner.database.migrate("observe", store::MIGRATIONS).await?;
        std::fs::create_dir_all(&inner.lake).map_err(Error::at(&inner.lake))?;
        let inner = Arc::new(inner);
        inner.engine.check(&inner).await?;
        live::catch_up(&inner).await?;
        if inner.engine.is_unsettled(&inner).await? {
            // Whoever holds the lock is doing just that.
            if let Some(lock) = LakeLock::try_take(&inner.lake)? {
                match inner.engine.settle(&inner, &lock).await {
                    Err(Error::Lake(error @ LakeError::Cluster { .. })) => {
                        tracing::error!(%error, "the lake could not be settled yet");
                    }
                    settled => settled?,
                }
            }
        }
        Ok(Self { inner, kept: Arc::default(), refusals: Arc::default() })
    }

    /// Brings originals into the lake: each once, whole or not at all, in the order given.
    ///
    /// Waits for another process's import to end. What is returned is on the disk.
    pub async fn import(
        &self,
        request: ImportRequest,
        progress: Arc<dyn Progress>,
    ) -> Result<Vec<Imported>, Error> {
        import::run(&self.inner, request, progress).await
    }

    /// Declares that `sensor` was down from `since` until `until`; says how many hours of that have packets all
    /// the same, and so stay alive.
    pub async fn declare_outage(
        &self,
        sensor: &str,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<usize, Error> {
        if until <= since {
            return Err(Error::Backwards);
        }
        let transaction = self.inner.database.begin_write().await?;
        let Some(known) = store::sensor::by_name(&transaction, sensor).await? else {
            let names: Vec<_> = store::sensor::all(&transaction).await?.into_iter().map(|s| s.name).collect();
            let known = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
            return Err(Error::UnknownSensor { name: sensor.to_owned(), known });
        };
        let now = self.inner.clock.now();
        if store::outage::declare(&transaction, known.id, since, until, now).await? {
            store::generation::advance(&transaction).await?;
        }
        transaction.commit().await?;
        let snapshot = self.snapshot().await?;
        let hours = crate::coverage::whole_hours(since.as_microsecond(), until.as_microsecond());
        let index = snapshot.names.number(sensor).map(usize::from);
        let proven = index.and_then(|index| snapshot.coverage.proven(index));
        Ok(proven.map_or(0, |proven| proven.iter().filter(|hour| hours.contains(**hour)).count()))
    }

    /// Counts up whenever an answer might change.
    pub async fn generation(&self) -> Result<u64, Error> {
        store::generation::get(self.inner.database.connection()).await
    }

    /// Counts up whenever an answer about hours that are over might change.
    pub async fn generation_of_past(&self) -> Result<u64, Error> {
        store::generation::of_past(self.inner.database.connection()).await
    }

    /// The hours from the first record of any sensor to the last; none while the lake is empty.
    pub async fn span(&self) -> Result<Option<HourRange>, Error> {
        Ok(self.snapshot().await?.coverage.span())
    }

    /// The names of the sensors. For staff: names may tell where a sensor stands.
    pub async fn sensors(&self) -> Result<Vec<String>, Error> {
        Ok(self.snapshot().await?.names.all())
    }

    /// The ports that were hit most.
    pub async fn top(&self, query: TopQuery) -> Result<Top, Error> {
        self.ask(move |snapshot| answer::top(snapshot, &query)).await
    }

    /// The same, as much of it as may be public.
    pub async fn public_top(&self, query: TopQuery, publication: Publication) -> Result<Top, Error> {
        self.ask(move |snapshot| answer::public_top(snapshot, &query, &publication)).await
    }

    /// The course of chosen ports.
    pub async fn series(&self, query: SeriesQuery) -> Result<Series, Error> {
        self.ask(move |snapshot| answer::series(snapshot, &query)).await
    }

    /// The same, as much of it as may be public.
    pub async fn public_series(&self, query: SeriesQuery, publication: Publication) -> Result<Series, Error> {
        self.ask(move |snapshot| answer::public_series(snapshot, &query, &publication)).await
    }

    /// What the lake holds, in one hash; reads all of it.
    pub async fn digest(&self) -> Result<Digest, Error> {
        self.ask(digest::digest).await
    }

    /// Puts a question to the newest state, off the async threads.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl Fn(&Snapshot) -> Result<T, Error> + Send + Sync + 'static,
    ) -> Result<T, Error> {
        let question = Arc::new(question);
        let mut snapshot = self.snapshot().await?;
        for _ in 1..LOOKS {
            let (asked, state) = (Arc::clone(&question), Arc::clone(&snapshot));
            match tokio::task::spawn_blocking(move || asked(&state)).await? {
                Err(error) if merged_away(&error) => snapshot = self.load().await?,
                answer => return answer,
            }
        }
        tokio::task::spawn_blocking(move || question(&snapshot)).await?
    }

    /// The newest state; read anew only where something has changed.
    pub(crate) async fn snapshot(&self) -> Result<Arc<Snapshot>, Error> {
        let generation = self.generation().await?;
        let kept = self.kept.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        match kept {
            Some(snapshot) if snapshot.generation == generation => Ok(snapshot),
            _ => self.load().await,
        }
    }

    async fn load(&self) -> Result<Arc<Snapshot>, Error> {
        let mut loaded = Snapshot::load(&self.inner).await;
        for _ in 1..LOOKS {
            match &loaded {
                Err(error) if merged_away(error) => loaded = Snapshot::load(&self.inner).await,
                _ => break,
            }
        }
        let snapshot = Arc::new(loaded?);
        let mut kept = self.kept.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *kept = Some(Arc::clone(&snapshot));
        Ok(snapshot)
    }
}

/// How often a file may be gone before that is an error. It is gone again only where another import has ended in
/// the milliseconds between a look at the manifest and a look at the file; a lake that has lost a file says so
/// after this many.
const LOOKS: usize = 5;

/// Whether a file was merged away between the look at the manifest and the look at the file: the newest manifest
/// no longer names it.
fn merged_away(error: &Error) -> bool {
    matches!(error, Error::Lake(error) if error.is_not_found())
}
