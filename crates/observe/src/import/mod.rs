//! Originals into the lake: each once, whole or not at all.
//!
//! For each file: the original is copied; its hash is looked up, and a known one is left alone; a new one is
//! read from the copy, its packets staged as Parquet. When enough is staged, or at the end, the originals and
//! the staged files are flushed and *one* transaction names them together with the imports, their problems and
//! their sensors' hours. That transaction is the import. Before it, nothing has happened; after it, only
//! [`Engine::settle`](crate::engine::Engine::settle) is left, which can be done again.
//!
//! An original of which nothing could be read is not imported: the log that was given without its year, the table
//! without its columns, may be imported once that is said.

mod extent;
mod reading;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use kernel::Original;

use crate::engine::PacketWriter;
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::Names;
use crate::lock::LakeLock;
use crate::read::lines::LineOptions;
use crate::store;
use capture::Reading;
use extent::{Extents, Watching};

/// How many packets are staged before a long import commits. Smaller, and the lake gets more and smaller files;
/// larger, and a kill costs more work.
const COMMIT_AFTER: u64 = 4_000_000;

/// How many originals are staged before a commit: each is an open file, and a process may have some thousand.
const COMMIT_AFTER_FILES: usize = 256;

/// What to import, and how to read it.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The files, in order.
    pub files: Vec<ImportFile>,
    /// How lines are read, for formats that have lines.
    pub lines: LineOptions,
}

/// One file.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Whose it is, where it does not say so itself.
    pub sensor: Option<String>,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct Imported {
    /// Its name as given.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Whether its packets were in the lake already, so that nothing was added.
    pub already: bool,
    /// What reading it came to, now or then.
    pub reading: Reading,
}

/// Is told how far an import is. Called from a working thread, some times a second.
pub trait Progress: std::fmt::Debug + Send + Sync {
    /// A file begins; `bytes` is its length, where that can be known.
    fn begin(&self, name: &str, bytes: Option<u64>);
    /// So many of its bytes have been read.
    fn at(&self, bytes: u64);
    /// All files are read; series are being derived.
    fn settling(&self);
}

/// Nobody looks.
impl Progress for () {
    fn begin(&self, _: &str, _: Option<u64>) {}
    fn at(&self, _: u64) {}
    fn settling(&self) {}
}

/// What is staged and not yet committed.
#[derive(Debug)]
struct Batch {
    writer: Box<dyn PacketWriter>,
    names: Names,
    extents: Extents,
    originals: Vec<Original>,
    imports: Vec<store::import::New>,
    packets: u64,
}

/// Runs an import.
pub(crate) async fn run(
    inner: &Arc<Inner>,
    request: ImportRequest,
    progress: Arc<dyn Progress>,
) -> Result<Vec<Imported>, Error> {
    let lock = LakeLock::take(&inner.lake).await?;
    inner.engine.settle(inner, &lock).await?;
    let mut done: Vec<Imported> = Vec::new();
    let mut batch: Option<Batch> = None;
    for file in request.files {
        let name = file.path.display().to_string();
        let original = take(inner, &file.path, &progress).await?;
        if let Some(known) = store::import::by_hash(inner.database.connection(), &original.sha256).await? {
            same_sensor(&name, &known, file.sensor.as_deref())?;
            let reading = store::import::reading(inner.database.connection(), &known).await?;
            done.push(Imported { name, sha256: original.sha256, already: true, reading });
            continue;
        }
        if let Some(twin) =
            batch.as_ref().and_then(|b| b.imports.iter().find(|i| i.sha256 == original.sha256))
        {
            let reading = twin.reading.clone();
            done.push(Imported { name, sha256: original.sha256, already: true, reading });
            continue;
        }
        let mut filling = match batch.take() {
            Some(batch) => batch,
            None => Batch::begin(inner, &original.sha256).await?,
        };
        let (lines, progress, now) = (request.lines.clone(), Arc::clone(&progress), inner.clock.now());
        let (filled, imported) = tokio::task::spawn_blocking(move || {
            filling
                .read(name, original, file.sensor, &lines, &progress, now)
                .map(|imported| (filling, imported))
        })
        .await??;
        done.push(imported);
        if filled.imports.is_empty() {
            // Not a batch yet: it has the name of an original that was not taken.
            continue;
        }
        if filled.packets >= COMMIT_AFTER || filled.originals.len() >= COMMIT_AFTER_FILES {
            filled.commit(inner).await?;
        } else {
            batch = Some(filled);
        }
    }
    if let Some(batch) = batch {
        batch.commit(inner).await?;
    }
    progress.settling();
    inner.engine.settle(inner, &lock).await?;
    Ok(done)
}

/// Copies the file to the originals, unless it is there.
async fn take(inner: &Arc<Inner>, path: &Path, progress: &Arc<dyn Progress>) -> Result<Original, Error> {
    let (inner, path, progress) = (Arc::clone(inner), path.to_owned(), Arc::clone(progress));
    tokio::task::spawn_blocking(move || {
        let error = Error::at(&path);
        let input: Box<dyn std::io::Read> = if path.as_os_str() == "-" {
            progress.begin("-", None);
            Box::new(std::io::stdin().lock())
        } else {
            let file = match std::fs::File::open(&path) {
                Ok(file) => file,
                Err(e) => return Err(error(e)),
            };
            progress.begin(&path.display().to_string(), file.metadata().ok().map(|m| m.len()));
            Box::new(file)
        };
        inner.originals.take(input).map_err(error)
    })
    .await?
}

/// Refuses an original that is in the lake as another sensor's.
fn same_sensor(name: &str, known: &store::import::Model, now: Option<&str>) -> Result<(), Error> {
    match (known.sensor.as_deref(), now) {
        (Some(before), Some(now)) if before != now => Err(Error::OtherSensor {
            name: name.to_owned(),
            known: known.name.clone(),
            before: before.to_owned(),
            now: now.to_owned(),
        }),
        _ => Ok(()),
    }
}

impl Batch {
    /// An empty batch; its files are named after the first original, so that doing it again after a kill
    /// writes the same names.
    async fn begin(inner: &Inner, sha256: &str) -> Result<Self, Error> {
        let names = Names::default();
        let writer = inner.engine.writer(inner, &names, &sha256[..16]).await?;
        Ok(Self {
            writer,
            names,
            extents: Extents::default(),
            originals: Vec::new(),
            imports: Vec::new(),
            packets: 0,
        })
    }

    /// Reads one original into the batch.
    fn read(
        &mut self,
        name: String,
        original: Original,
        sensor: Option<String>,
        lines: &LineOptions,
        progress: &Arc<dyn Progress>,
        now: Timestamp,
    ) -> Result<Imported, Error> {
        let mut sink = Watching::new(&mut *self.writer, &mut self.extents, now);
        let source = reading::Source { name: &name, path: original.path(), sensor: sensor.as_deref(), lines };
        let (format, reading) = reading::read(&source, &self.names, &mut sink, progress)?;
        let reading = sink.settle(reading);
        if reading.packets == 0 && reading.problem_count > 0 {
            // Nobody could read it, so nothing of it is in the lake: whoever says better how to read it may
            // import it then.
            return Ok(Imported { name, sha256: original.sha256, already: false, reading });
        }
        self.packets += reading.packets;
        self.imports.push(store::import::New {
            sha256: original.sha256.clone(),
            name: name.clone(),
            bytes: original.bytes,
            sensor,
            format: format.to_owned(),
            reading: reading.clone(),
        });
        let sha256 = original.sha256.clone();
        self.originals.push(original);
        Ok(Imported { name, sha256, already: false, reading })
    }

    /// Makes everything read so far part of the lake.
    async fn commit(self, inner: &Arc<Inner>) -> Result<(), Error> {
        let Self { writer, names, extents, originals, imports, .. } = self;
        let folder = inner.originals.clone();
        let staged = tokio::task::spawn_blocking(move || {
            folder.keep(originals).map_err(Error::at("originals"))?;
            Ok::<_, Error>(writer.finish()?)
        })
        .await??;
        let now_us = inner.clock.now().as_microsecond();
        let transaction = inner.database.begin_write().await?;
        for import in imports {
            store::import::record(&transaction, import, now_us).await?;
        }
        for (index, name) in names.all().iter().enumerate() {
            if let Some((first, last)) = extents.hours(index) {
                store::sensor::cover(&transaction, name, first, last).await?;
            }
        }
        let hours = extents.touched();
        inner.engine.record(&transaction, &staged, &hours, &|_| false).await?;
        store::generation::advance(&transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}
