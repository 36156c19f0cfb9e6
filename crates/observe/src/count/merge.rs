//! What several threads and several chunks know of one hour, made into its rows.
//!
//! Packets add up; sources do not: the same address may be in two parts, so the sets are united. An hour of which
//! there is only one part is exact as it stands, and that is nearly every hour of a capture in order.

use std::io;

use hashbrown::HashSet;

use super::Row;
use super::key::{self, Key, Key6};
use super::set::KeySet;
use super::spill::{Chunk, Shelf};
use super::tally::{Cell, QUIET, Tally};

/// A part of an hour.
pub(super) enum Part<'a> {
    Live(Tally),
    Chunk(&'a Shelf, Chunk),
}

/// Bytes that one key costs while it is in a set.
const KEY_BYTES: usize = 16;
/// The least memory, in bytes, that a pass is made for: each reads all keys of its hour again.
const PASS_LEAST: usize = 1 << 16;
const KEY6_BYTES: usize = 64;

impl Part<'_> {
    /// Keys that have to be looked at.
    fn keys(&self) -> (usize, usize) {
        match self {
            Self::Live(tally) => {
                let table = tally.table.as_ref();
                (
                    tally.log.len() + table.map_or(0, |table| table.sources.len()),
                    tally.log6.len() + table.map_or(0, |table| table.sources6.len()),
                )
            }
            Self::Chunk(_, chunk) => ((chunk.keys + chunk.log) as usize, (chunk.keys6 + chunk.log6) as usize),
        }
    }

    fn has_table(&self) -> bool {
        match self {
            Self::Live(tally) => tally.table.is_some(),
            Self::Chunk(_, chunk) => chunk.keys + chunk.keys6 > 0,
        }
    }

    /// The cells of its table.
    fn cells(&self, mut each: impl FnMut(u32, Cell)) -> io::Result<()> {
        match self {
            Self::Live(tally) => {
                let cells = tally.table.as_ref().map_or(&[][..], |table| &table.cells);
                for (row, cell) in key::cells_in_order() {
                    match cells.get(cell) {
                        Some(&cell) if cell.packets > 0 => each(row, cell),
                        _ => {}
                    }
                }
                Ok(())
            }
            Self::Chunk(shelf, chunk) => shelf.cells(chunk, each),
        }
    }

    /// The keys of its sets, whose packets are in the cells.
    fn sources(&self, mut each: impl FnMut(Key)) -> io::Result<()> {
        match self {
            Self::Live(tally) => {
                if let Some(table) = &tally.table {
                    table.sources.each_some(|keys| {
                        keys.iter().copied().map(Key::V4).for_each(&mut each);
                        io::Result::Ok(())
                    })?;
                    table.sources6.iter().copied().map(Key::V6).for_each(&mut each);
                }
                Ok(())
            }
            Self::Chunk(shelf, chunk) => shelf.sources(chunk, each),
        }
    }

    /// The keys of packets that no cell has.
    fn logged(&self, mut each: impl FnMut(Key)) -> io::Result<()> {
        match self {
            Self::Live(tally) => {
                tally.log.iter().copied().map(Key::V4).for_each(&mut each);
                tally.log6.iter().copied().map(Key::V6).for_each(&mut each);
                Ok(())
            }
            Self::Chunk(shelf, chunk) => shelf.logged(chunk, each),
        }
    }
}

/// Makes the rows of an hour, in order, using about `budget` bytes for its sources.
pub(super) fn rows(hour: i32, parts: &mut [Part<'_>], budget: usize) -> io::Result<Vec<Row>> {
    for part in parts.iter_mut() {
        if let Part::Live(tally) = part {
            tally.settle();
        }
    }
    let (keys, keys6) =
        parts.iter().map(Part::keys).fold((0, 0), |all, part| (all.0 + part.0, all.1 + part.1));
    let quiet = keys + keys6 <= 2 * QUIET && !parts.iter().any(Part::has_table);
    match parts {
        [part] if part.has_table() => as_it_stands(hour, part),
        _ if quiet => by_sorting(hour, parts),
        _ => by_uniting(hour, parts, 1 + (keys * KEY_BYTES + keys6 * KEY6_BYTES) / budget.max(PASS_LEAST)),
    }
}

fn row(hour: i32, row: u32, packets: u64, sources: u64) -> Row {
    Row { hour, proto: (row >> 16) as u8, port: row as u16, packets, sources }
}

/// One part with a table, whose logs are in the table by now.
fn as_it_stands(hour: i32, part: &Part<'_>) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    part.cells(|place, cell| rows.push(row(hour, place, cell.packets.into(), cell.sources.into())))?;
    Ok(rows)
}

/// Logs only: sorted, the packets of a row are neighbours, and those of a source among them.
fn by_sorting(hour: i32, parts: &[Part<'_>]) -> io::Result<Vec<Row>> {
    let mut log: Vec<Key6> = Vec::new();
    // IPv4 sources lie outside of IPv6's integers here: the row's spare bits tell the two apart.
    const V4: u32 = 1 << 31;
    for part in parts {
        part.logged(|key| {
            log.push(match key {
                Key::V4(key) => Key6 { row: key::row(key) | V4, src: u128::from(key as u32) },
                Key::V6(key) => key,
            });
        })?;
    }
    log.sort_unstable_by_key(|key| (key.row & !V4, key.row, key.src));
    let rows = log.chunk_by(|a, b| a.row & !V4 == b.row & !V4).map(|packets| {
        let sources = packets.chunk_by(|a, b| a == b).count();
        row(hour, packets[0].row & !V4, packets.len() as u64, sources as u64)
    });
    Ok(rows.collect())
}

/// Any parts, in as many passes as memory asks for: each pass looks at the keys of one residue class.
fn by_uniting(hour: i32, parts: &[Part<'_>], passes: usize) -> io::Result<Vec<Row>> {
    let passes = passes as u64;
    let mut seen = KeySet::new(0);
    let mut packets = vec![0_u64; key::CELLS];
    let mut sources = vec![0_u64; key::CELLS];
    for part in parts {
        part.cells(|row, cell| packets[key::cell(row)] += u64::from(cell.packets))?;
        part.logged(|key| packets[key::cell(key.row())] += 1)?;
    }
    for pass in 0..passes {
        let mine = |source: u64| (source.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % passes == pass;
        let mut batch: Vec<u64> = Vec::with_capacity(4096);
        let mut seen6: HashSet<Key6> = HashSet::new();
        seen.clear();
        let mut insert = |key: Key| match key {
            Key::V4(key) if mine(key & 0xffff_ffff) => {
                batch.push(key);
                if batch.len() == 4096 {
                    unite(&mut seen, &mut batch, &mut sources);
                }
            }
            Key::V6(key) if mine((key.src >> 64) as u64 ^ key.src as u64) => {
                sources[key::cell(key.row)] += u64::from(seen6.insert(key));
            }
            Key::V4(_) | Key::V6(_) => {}
        };
        for part in parts {
            part.sources(&mut insert)?;
            part.logged(&mut insert)?;
        }
        unite(&mut seen, &mut batch, &mut sources);
    }
    let rows = key::cells_in_order().filter(|&(_, cell)| packets[cell] > 0);
    Ok(rows.map(|(place, cell)| row(hour, place, packets[cell], sources[cell])).collect())
}

fn unite(seen: &mut KeySet, batch: &mut Vec<u64>, sources: &mut [u64]) {
    if let Some(sources) = sources.first_chunk_mut() {
        seen.insert_all(batch, sources, |&sources| sources as u32, |sources, new| *sources += u64::from(new));
    }
    batch.clear();
}
