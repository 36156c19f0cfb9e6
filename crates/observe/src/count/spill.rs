//! Hours that were put aside: chunks in a file without a name.
//!
//! A chunk is what a [`Tally`] had when memory ran short: the cells of its table, the keys of its sets, and what was
//! only logged. The same hour may be put aside several times. All integers are in the machine's byte order, as
//! nobody else ever reads them; the file is gone with the process.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::FileExt;

use super::key::{self, Key, Key6};
use super::tally::{Cell, Tally};

/// Where a chunk lies, and how many entries each of its parts has, in the order of the file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chunk {
    offset: u64,
    cells: u64,
    pub(super) keys: u64,
    pub(super) keys6: u64,
    pub(super) log: u64,
    pub(super) log6: u64,
}

/// The file, while chunks are put in.
#[derive(Debug)]
pub(super) struct Spill {
    file: BufWriter<File>,
    end: u64,
}

/// The file, when all chunks are in.
#[derive(Debug)]
pub(super) struct Shelf(File);

const CELL_BYTES: u64 = 12;
const KEY6_BYTES: u64 = 20;
const BUFFER: usize = 1 << 18;

impl Spill {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(BUFFER, tempfile::tempfile()?), end: 0 })
    }

    /// Appends a chunk.
    pub(super) fn put(&mut self, tally: &mut Tally) -> io::Result<Chunk> {
        tally.settle();
        let mut chunk = Chunk { offset: self.end, ..Chunk::default() };
        if let Some(table) = &tally.table {
            for (row, cell) in key::cells_in_order() {
                let Cell { packets, sources } = table.cells[cell];
                if packets != 0 {
                    chunk.cells += 1;
                    for word in [row, packets, sources] {
                        self.file.write_all(&word.to_ne_bytes())?;
                    }
                }
            }
            chunk.keys = table.sources.len() as u64;
            let mut bytes = Vec::with_capacity(1 << 14);
            table.sources.each_some(|keys| {
                bytes.clear();
                bytes.extend(keys.iter().flat_map(|key| key.to_ne_bytes()));
                self.file.write_all(&bytes)
            })?;
            for &key in &table.sources6 {
                chunk.keys6 += 1;
                self.put_key6(key)?;
            }
        }
        for key in &tally.log {
            chunk.log += 1;
            self.file.write_all(&key.to_ne_bytes())?;
        }
        for &key in &tally.log6 {
            chunk.log6 += 1;
            self.put_key6(key)?;
        }
        self.end +=
            chunk.cells * CELL_BYTES + (chunk.keys + chunk.log) * 8 + (chunk.keys6 + chunk.log6) * KEY6_BYTES;
        Ok(chunk)
    }

    fn put_key6(&mut self, key: Key6) -> io::Result<()> {
        self.file.write_all(&key.row.to_ne_bytes())?;
        self.file.write_all(&key.src.to_ne_bytes())
    }

    /// Ends putting in.
    pub(super) fn close(self) -> io::Result<Shelf> {
        Ok(Shelf(self.file.into_inner().map_err(io::IntoInnerError::into_error)?))
    }
}

impl Shelf {
    /// The cells of a chunk's table, in the order of their rows.
    pub(super) fn cells(&self, chunk: &Chunk, mut each: impl FnMut(u32, Cell)) -> io::Result<()> {
        self.entries::<12>(chunk.offset, chunk.cells, |bytes| {
            let word =
                |at: usize| u32::from_ne_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            each(word(0), Cell { packets: word(4), sources: word(8) });
        })
    }

    /// The keys of a chunk's sets.
    pub(super) fn sources(&self, chunk: &Chunk, mut each: impl FnMut(Key)) -> io::Result<()> {
        self.entries(chunk.keys_at(), chunk.keys, |bytes| each(Key::V4(u64::from_ne_bytes(bytes))))?;
        self.entries(chunk.keys6_at(), chunk.keys6, |bytes| each(key6(&bytes)))
    }

    /// The keys that a chunk logged.
    pub(super) fn logged(&self, chunk: &Chunk, mut each: impl FnMut(Key)) -> io::Result<()> {
        self.entries(chunk.log_at(), chunk.log, |bytes| each(Key::V4(u64::from_ne_bytes(bytes))))?;
        self.entries(chunk.log_at() + chunk.log * 8, chunk.log6, |bytes| each(key6(&bytes)))
    }

    fn entries<const N: usize>(&self, at: u64, count: u64, mut each: impl FnMut([u8; N])) -> io::Result<()> {
        if count == 0 {
            return Ok(());
        }
        let mut reader = BufReader::with_capacity(BUFFER, At { file: &self.0, offset: at });
        let mut entry = [0; N];
        for _ in 0..count {
            reader.read_exact(&mut entry)?;
            each(entry);
        }
        Ok(())
    }
}

/// Reads from a place on, without the file's own place, which threads would share.
struct At<'a> {
    file: &'a File,
    offset: u64,
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read_at(buffer, self.offset)?;
        self.offset += n as u64;
        Ok(n)
    }
}

impl Chunk {
    fn keys_at(&self) -> u64 {
        self.offset + self.cells * CELL_BYTES
    }

    fn keys6_at(&self) -> u64 {
        self.keys_at() + self.keys * 8
    }

    fn log_at(&self) -> u64 {
        self.keys6_at() + self.keys6 * KEY6_BYTES
    }
}

fn key6(bytes: &[u8; 20]) -> Key {
    let (row, src) = bytes.split_at(4);
    Key::V6(Key6 {
        row: row.try_into().map_or(0, u32::from_ne_bytes),
        src: src.try_into().map_or(0, u128::from_ne_bytes),
    })
}
