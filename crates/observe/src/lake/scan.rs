//! Packets read back from one segment, a batch at a time, in the lake's order.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::Path;

use super::codes::Codes;
use super::column::{Ints, Longs, Sixes};
use super::file::{LakeFile, Wanted, both};
use super::names::Names;
use super::rows::Row;
use super::schema::{self, packets as at};
use super::{LakeError, Segment};
use crate::port::Port;
use capture::Class;
use capture::{Known, Packet};

/// Rows read at a time: a batch of all columns stays within the second-level cache.
const BATCH: usize = 4096;

/// A column that may be NULL.
#[derive(Debug, Default)]
pub(super) struct Nullable {
    pub(super) values: Vec<i32>,
    pub(super) present: Vec<bool>,
}

/// Some rows' columns.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) ts: Vec<i64>,
    pub(super) sensor: Vec<u16>,
    pub(super) class: Vec<u16>,
    pub(super) proto: Vec<i32>,
    pub(super) dport: Vec<i32>,
    pub(super) src: Nullable,
    /// Empty where no row has one.
    src6: Vec<u128>,
    /// What only whole rows need.
    rest: Rest,
}

#[derive(Debug, Default)]
struct Rest {
    dst: Nullable,
    dst6: Vec<u128>,
    /// Of [`KNOWN`], in its order.
    known: [Nullable; KNOWN.len()],
}

/// The columns that are NULL where the source did not tell.
const KNOWN: [(Known, usize); 7] = [
    (Known::SPORT, at::SPORT),
    (Known::TTL, at::TTL),
    (Known::IP_ID, at::IP_ID),
    (Known::LENGTH, at::LENGTH),
    (Known::FLAGS, at::FLAGS),
    (Known::SEQ, at::SEQ),
    (Known::WINDOW, at::WINDOW),
];

impl Batch {
    pub(super) fn len(&self) -> usize {
        self.ts.len()
    }

    /// Protocol, port and hour in one number that sorts as they do.
    #[inline]
    pub(super) fn group(&self, row: usize) -> u64 {
        let hour = self.ts[row].div_euclid(3_600_000_000) as u32 ^ 1 << 31;
        (self.proto[row] as u64) << 48 | (self.dport[row] as u64 & 0xffff) << 32 | u64::from(hour)
    }

    /// The IPv6 source of a row that has no IPv4 source.
    #[inline]
    pub(super) fn six(&self, row: usize) -> u128 {
        six(&self.src6, row)
    }

    /// The whole packet of a row; only of a scan of whole rows.
    fn row(&self, row: usize) -> Row {
        let mut known = Known::default();
        let mut value = [0i32; KNOWN.len()];
        for (place, column) in self.rest.known.iter().enumerate() {
            if column.present[row] {
                known = known.with(KNOWN[place].0);
                value[place] = column.values[row];
            }
        }
        let [sport, ttl, ip_id, length, flags, seq, window] = value;
        let p = Packet::<u32> {
            proto: self.proto[row] as u8,
            dport: self.dport[row] as u16,
            ts: self.ts[row],
            sensor: self.sensor[row],
            src: self.src.values[row] as u32,
            dst: self.rest.dst.values[row] as u32,
            sport: sport as u16,
            seq: seq as u32,
            ip_id: ip_id as u16,
            window: window as u16,
            length: length as u16,
            ttl: ttl as u8,
            flags: flags as u8,
            class: class(self.class[row]),
            known,
        };
        if self.src.present[row] {
            return Row::V4(p);
        }
        Row::V6(Packet {
            proto: p.proto,
            dport: p.dport,
            ts: p.ts,
            sensor: p.sensor,
            src: six(&self.src6, row),
            dst: six(&self.rest.dst6, row),
            sport: p.sport,
            seq: p.seq,
            ip_id: p.ip_id,
            window: p.window,
            length: p.length,
            ttl: p.ttl,
            flags: p.flags,
            class: p.class,
            known,
        })
    }
}

fn six(column: &[u128], row: usize) -> u128 {
    column.get(row).copied().unwrap_or(0)
}

/// The class of a number that [`class_number`] gave.
pub(super) fn class(number: u16) -> Class {
    Class::ALL.get(usize::from(number)).copied().unwrap_or_default()
}

pub(super) fn class_number(file: &LakeFile, name: &str) -> Result<u16, LakeError> {
    name.parse::<Class>()
        .map(|c| c as u16)
        .map_err(|reason| LakeError::Foreign { path: file.path.clone(), reason })
}

pub(super) fn sensor_number(file: &LakeFile, names: &Names, name: &str) -> Result<u16, LakeError> {
    names
        .number(name)
        .ok_or_else(|| LakeError::UnknownSensor { path: file.path.clone(), name: name.to_owned() })
}

/// Reads a segment, or those of its rows that may matter.
pub(super) struct Scan {
    file: LakeFile,
    names: Names,
    whole: bool,
    /// Row groups and rows within them that are still to be read.
    ranges: VecDeque<(usize, Range<usize>)>,
    open: Option<Open>,
}

/// The columns of the row group that is being read.
struct Open {
    group: usize,
    /// Its next row.
    next: usize,
    whole: bool,
    ts: Longs,
    sensor: Codes,
    class: Codes,
    proto: Ints,
    dport: Ints,
    src: Option<Ints>,
    src6: Option<Sixes>,
    dst: Option<Ints>,
    dst6: Option<Sixes>,
    known: Vec<Option<Ints>>,
}

impl Scan {
    /// All rows; with `whole`, all columns, and otherwise those that series and sources need.
    pub(super) fn all(lake: &Path, segment: &Segment, names: &Names, whole: bool) -> Result<Self, LakeError> {
        let file = LakeFile::open(lake, &segment.path, schema::PACKETS)?;
        let ranges = (0..file.groups()).map(|g| (g, 0..file.rows(g))).collect();
        Ok(Self { file, names: names.clone(), whole, ranges, open: None })
    }

    /// The pages that may hold packets of `port` from `first` up to, not including, `end` (microseconds).
    pub(super) fn port(
        lake: &Path,
        segment: &Segment,
        names: &Names,
        port: Port,
        times: Range<i64>,
    ) -> Result<Self, LakeError> {
        let mut scan = Self::all(lake, segment, names, false)?;
        scan.ranges.clear();
        for group in 0..scan.file.groups() {
            let within = |column, low, high| scan.file.candidates(group, column, &Wanted::Within(low, high));
            let mut rows = within(at::PROTO, i64::from(port.proto), i64::from(port.proto));
            if let Some(number) = port.number {
                rows = both(&rows, &within(at::DPORT, i64::from(number), i64::from(number)));
            }
            rows = both(&rows, &within(at::TS, times.start, times.end.saturating_sub(1)));
            scan.ranges.extend(rows.into_iter().map(|r| (group, r)));
        }
        Ok(scan)
    }

    /// Replaces `batch` by the next rows; false where there are none left.
    pub(super) fn next(&mut self, batch: &mut Batch) -> Result<bool, LakeError> {
        let Some((group, range)) = self.ranges.front_mut() else { return Ok(false) };
        let (group, start) = (*group, range.start);
        let n = range.len().min(BATCH);
        range.start += n;
        if range.start >= range.end {
            self.ranges.pop_front();
        }
        if self.open.as_ref().is_none_or(|o| o.group != group) {
            self.open = Some(Open::new(&self.file, &self.names, group, self.whole)?);
        }
        let Some(open) = self.open.as_mut() else { return Ok(false) };
        open.skip(&self.file, start - open.next)?;
        open.read(&self.file, n, batch)?;
        Ok(true)
    }
}

impl Open {
    fn new(file: &LakeFile, names: &Names, group: usize, whole: bool) -> Result<Self, LakeError> {
        let ints = |column| Ints::open(file, group, column);
        let some = |column| (!file.all_null(group, column)).then(|| ints(column)).transpose();
        let six =
            |column| (!file.all_null(group, column)).then(|| Sixes::open(file, group, column)).transpose();
        let known = if whole {
            KNOWN.iter().map(|&(_, column)| some(column)).collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        Ok(Self {
            group,
            next: 0,
            whole,
            ts: Longs::open(file, group, at::TS)?,
            sensor: Codes::open(file, group, at::SENSOR, |name| sensor_number(file, names, name))?,
            class: Codes::open(file, group, at::CLASS, |name| class_number(file, name))?,
            proto: ints(at::PROTO)?,
            dport: ints(at::DPORT)?,
            src: some(at::SRC)?,
            src6: six(at::SRC6)?,
            dst: if whole { some(at::DST)? } else { None },
            dst6: if whole { six(at::DST6)? } else { None },
            known,
        })
    }

    fn skip(&mut self, file: &LakeFile, n: usize) -> Result<(), LakeError> {
        if n == 0 {
            return Ok(());
        }
        self.ts.skip(file, n)?;
        self.sensor.skip(file, n)?;
        self.class.skip(file, n)?;
        let ints = [&mut self.proto, &mut self.dport].into_iter();
        for column in ints.chain(&mut self.src).chain(&mut self.dst).chain(self.known.iter_mut().flatten()) {
            column.skip(file, n)?;
        }
        for column in self.src6.iter_mut().chain(&mut self.dst6) {
            column.skip(file, n)?;
        }
        self.next += n;
        Ok(())
    }

    fn read(&mut self, file: &LakeFile, n: usize, batch: &mut Batch) -> Result<(), LakeError> {
        self.ts.read(file, n, &mut batch.ts)?;
        batch.sensor.clear();
        self.sensor.read(file, n, &mut batch.sensor)?;
        batch.class.clear();
        self.class.read(file, n, &mut batch.class)?;
        self.proto.read(file, n, &mut batch.proto)?;
        self.dport.read(file, n, &mut batch.dport)?;
        nullable(self.src.as_mut(), file, n, &mut batch.src)?;
        sixes(self.src6.as_mut(), file, n, &mut batch.src6)?;
        if !self.whole {
            self.next += n;
            return Ok(());
        }
        nullable(self.dst.as_mut(), file, n, &mut batch.rest.dst)?;
        sixes(self.dst6.as_mut(), file, n, &mut batch.rest.dst6)?;
        for (column, values) in self.known.iter_mut().zip(&mut batch.rest.known) {
            nullable(column.as_mut(), file, n, values)?;
        }
        self.next += n;
        Ok(())
    }
}

fn nullable(
    column: Option<&mut Ints>,
    file: &LakeFile,
    n: usize,
    to: &mut Nullable,
) -> Result<(), LakeError> {
    match column {
        Some(column) => column.read_nullable(file, n, &mut to.values, &mut to.present),
        None => {
            to.values.clear();
            to.values.resize(n, 0);
            to.present.clear();
            to.present.resize(n, false);
            Ok(())
        }
    }
}

/// Without IPv6 packets the list stays empty: [`six`] reads it.
fn sixes(column: Option<&mut Sixes>, file: &LakeFile, n: usize, to: &mut Vec<u128>) -> Result<(), LakeError> {
    match column {
        Some(column) => column.read(file, n, to),
        None => {
            to.clear();
            Ok(())
        }
    }
}

/// A segment's packets one by one.
pub(super) struct ScanRows {
    scan: Scan,
    batch: Batch,
    next: usize,
}

impl ScanRows {
    pub(super) fn open(lake: &Path, segment: &Segment, names: &Names) -> Result<Self, LakeError> {
        Ok(Self { scan: Scan::all(lake, segment, names, true)?, batch: Batch::default(), next: 0 })
    }
}

impl Iterator for ScanRows {
    type Item = Result<Row, LakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next == self.batch.len() {
            self.next = 0;
            match self.scan.next(&mut self.batch) {
                Ok(true) => {}
                Ok(false) => {
                    self.batch = Batch::default();
                    return None;
                }
                Err(error) => return Some(Err(error)),
            }
        }
        self.next += 1;
        Some(Ok(self.batch.row(self.next - 1)))
    }
}
