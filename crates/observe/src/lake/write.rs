//! Packets into segments: sorted and written on other threads while the next ones are read.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use parquet::data_type::ByteArray;

use super::names::ranks;
use super::rows::{Rows, sort};
use super::segment::SegmentWriter;
use super::{LakeError, Names, Segment, place};
use crate::read::Sink;
use capture::Packet;

/// Packets gathered before they are written: 30 MB, and as many again for each writing thread while it sorts.
/// Smaller makes more and smaller segments, larger breaks the promise of 300 MB for an import.
const BUFFER: usize = 768 * 1024;
/// An IPv6 packet takes about twice the room.
const BUFFER_SIX: usize = BUFFER / 2;
/// Threads that sort and write. Reading is much faster than writing.
const THREADS: usize = 2;

/// Takes packets in any order and writes them as segments into `staging/`.
///
/// Segments are named `PREFIX-N-...`; whoever starts a writer chooses a prefix that no earlier file has.
#[derive(Debug)]
pub struct Writer {
    lake: PathBuf,
    names: Names,
    four: Vec<Packet<u32>>,
    six: Vec<Packet<u128>>,
    /// Highest sensor number in the buffers.
    limit: usize,
    batches: Option<SyncSender<Batch>>,
    threads: Vec<JoinHandle<Result<Vec<Segment>, LakeError>>>,
    sent: u32,
    failed: Option<LakeError>,
    buffer: usize,
}

#[derive(Debug)]
struct Batch {
    number: u32,
    four: Vec<Packet<u32>>,
    six: Vec<Packet<u128>>,
    names: Vec<String>,
}

impl Writer {
    /// A writer into the lake at `lake`. Packets carry numbers of `names`, which may grow meanwhile; a sensor
    /// must be in it before its packets come.
    pub fn new(lake: &Path, names: &Names, prefix: &str) -> Self {
        Self::with_buffer(lake, names, prefix, BUFFER)
    }

    /// As [`Self::new`], writing a segment after at most `buffer` packets.
    pub fn with_buffer(lake: &Path, names: &Names, prefix: &str, buffer: usize) -> Self {
        let (batches, taken) = sync_channel::<Batch>(0);
        let taken = Arc::new(Mutex::new(taken));
        let threads = (0..THREADS)
            .map(|_| {
                let (lake, prefix, taken) = (lake.to_owned(), prefix.to_owned(), Arc::clone(&taken));
                std::thread::spawn(move || work(&lake, &prefix, &taken))
            })
            .collect();
        Self {
            lake: lake.to_owned(),
            names: names.clone(),
            four: Vec::new(),
            six: Vec::new(),
            limit: 0,
            batches: Some(batches),
            threads,
            sent: 0,
            failed: None,
            buffer: buffer.clamp(1, u32::MAX as usize),
        }
    }

    /// Whether something went wrong, so that there is no use in reading on; [`Self::finish`] tells what.
    pub fn failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Writes what is left, makes all segments durable in `staging/` and names them, by day and age.
    pub fn finish(mut self) -> Result<Vec<Segment>, LakeError> {
        self.flush();
        self.batches = None;
        let mut segments = Vec::new();
        for thread in self.threads.drain(..) {
            segments.extend(thread.join().map_err(|_| LakeError::Stopped)??);
        }
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        segments.sort_by(|a, b| (a.day, &a.path).cmp(&(b.day, &b.path)));
        let paths: Vec<String> = segments.iter().map(|s| s.path.clone()).collect();
        place::settle(&self.lake, &paths)?;
        Ok(segments)
    }

    #[cold]
    fn flush(&mut self) {
        let four = std::mem::take(&mut self.four);
        let six = std::mem::take(&mut self.six);
        if self.failed.is_some() || (four.is_empty() && six.is_empty()) {
            return;
        }
        let names = self.names.all();
        if self.limit >= names.len() {
            self.failed = Some(LakeError::Unnamed(self.limit as u16));
            return;
        }
        let batch = Batch { number: self.sent, four, six, names };
        self.sent += 1;
        // No receiver is left when both threads have failed: finish() tells why.
        if self.batches.as_ref().is_none_or(|b| b.send(batch).is_err()) {
            self.failed = Some(LakeError::Stopped);
        }
    }
}

impl Sink for Writer {
    #[inline]
    fn v4(&mut self, packet: &Packet<u32>) {
        if self.four.capacity() == 0 {
            self.four.reserve_exact(self.buffer);
        }
        self.limit = self.limit.max(usize::from(packet.sensor));
        self.four.push(*packet);
        if self.four.len() >= self.buffer {
            self.flush();
        }
    }

    #[inline]
    fn v6(&mut self, packet: &Packet<u128>) {
        self.limit = self.limit.max(usize::from(packet.sensor));
        self.six.push(*packet);
        if self.six.len() >= self.buffer.min(BUFFER_SIX) {
            self.flush();
        }
    }
}

/// One writing thread: batch after batch until there are no more.
fn work(lake: &Path, prefix: &str, batches: &Mutex<Receiver<Batch>>) -> Result<Vec<Segment>, LakeError> {
    let mut segments = Vec::new();
    loop {
        let next = batches.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = next else { return Ok(segments) };
        write(lake, prefix, batch, &mut segments)?;
    }
}

/// Sorts a batch and writes a segment for each of its days.
fn write(lake: &Path, prefix: &str, batch: Batch, segments: &mut Vec<Segment>) -> Result<(), LakeError> {
    let ranks = ranks(&batch.names);
    let names: Vec<ByteArray> = batch.names.iter().map(|n| ByteArray::from(n.as_str())).collect();
    let name = format!("{prefix}-{:05}", batch.number);
    let (mut four, days) = sort(&batch.four, &ranks);
    drop(batch.four);
    let (mut six, days_six) = sort(&batch.six, &ranks);
    drop(batch.six);
    let mut all: Vec<(i32, usize, usize)> = days.into_iter().map(|(day, n)| (day, n, 0)).collect();
    for (day, n) in days_six {
        match all.binary_search_by_key(&day, |d| d.0) {
            Ok(place) => all[place].2 = n,
            Err(place) => all.insert(place, (day, 0, n)),
        }
    }
    // Taken from the end, so that no day's rows have to be copied when there is one day only.
    for &(day, n4, n6) in all.iter().rev() {
        let (v4, v6) = (take_last(&mut four, n4), take_last(&mut six, n6));
        let mut rows = Rows { v4, v6, runs: Vec::new() };
        rows.interleave(&ranks);
        let mut writer = SegmentWriter::create(lake, day, &name)?;
        writer.write(&rows, &names)?;
        segments.push(writer.finish()?);
    }
    Ok(())
}

fn take_last<T>(all: &mut Vec<T>, n: usize) -> Vec<T> {
    if n == all.len() { std::mem::take(all) } else { all.split_off(all.len() - n) }
}
