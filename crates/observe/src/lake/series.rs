//! Hourly series of a month: written once, read by port or by hours.

use std::path::Path;

use kernel::{Hour, HourRange};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};

use super::LakeError;
use super::codes::Codes;
use super::column::Ints;
use super::file::{LakeFile, Wanted, both};
use super::names::Names;
use super::scan::{class, class_number, sensor_number};
use super::schema::{self, series as at};
use super::table::Table;
use crate::port::Port;
use capture::Class;

/// One row of series; its order is the file's, with the sensor's place among the names for the sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SeriesRow {
    pub(super) proto: u8,
    pub(super) port: Option<u16>,
    pub(super) hour: i32,
    pub(super) sensor: u16,
    pub(super) class: u8,
    pub(super) packets: u32,
    pub(super) sources: u32,
    pub(super) hour_sources: u32,
}

impl SeriesRow {
    /// A row of a [`cell`](super::day::cell) that is alone in its hour.
    pub(super) fn new(
        proto: u8,
        port: Option<u16>,
        hour: i32,
        cell: u32,
        packets: u64,
        sources: u32,
    ) -> Self {
        Self {
            proto,
            port,
            hour,
            sensor: (cell >> 2) as u16,
            class: (cell & 3) as u8,
            // An hour of 2^32 packets would take a sensor a million packets a second.
            packets: u32::try_from(packets).unwrap_or(u32::MAX),
            sources,
            hour_sources: sources,
        }
    }
}

/// Writes one day's rows as a row group. `names` and `classes` stand in the order of the rows' numbers.
pub(super) fn write_day(table: &mut Table, rows: &[SeriesRow], names: &[ByteArray]) -> Result<(), LakeError> {
    let classes = Class::ALL.map(|c| ByteArray::from(c.name()));
    table.row_group(rows, |columns| {
        columns.required::<Int32Type>(|r| i32::from(r.proto))?;
        columns.optional::<Int32Type>(|r| r.port.map(i32::from))?;
        columns.required::<Int32Type>(|r| r.hour)?;
        columns.required::<ByteArrayType>(|r| names[usize::from(r.sensor)].clone())?;
        columns.required::<ByteArrayType>(|r| classes[usize::from(r.class)].clone())?;
        columns.required::<Int32Type>(|r| r.packets as i32)?;
        columns.required::<Int32Type>(|r| r.sources as i32)?;
        columns.required::<Int32Type>(|r| r.hour_sources as i32)
    })
}

/// What a row of one port says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortHour {
    /// The hour.
    pub hour: Hour,
    /// Number of the sensor.
    pub sensor: u16,
    /// The packets' class.
    pub class: Class,
    /// Packets.
    pub packets: u32,
    /// Distinct sources of them.
    pub sources: u32,
    /// Distinct sources of that hour and port over all sensors and classes: the same in each of its rows.
    pub hour_sources: u32,
}

/// A month's series, open: footer and page index are held, so that a question reads its pages only. May be
/// used by several threads.
#[derive(Debug)]
pub struct SeriesFile {
    file: LakeFile,
    names: Names,
    /// For each row group, its first and last hour.
    hours: Vec<(i32, i32)>,
}

impl SeriesFile {
    /// Opens the series at `path` within the lake. Sensors get their numbers from `names`.
    pub fn open(lake: &Path, path: &str, names: &Names) -> Result<Self, LakeError> {
        let file = LakeFile::open(lake, path, schema::SERIES)?;
        let hours = (0..file.groups()).map(|g| file.bounds(g, at::HOUR)).collect();
        Ok(Self { file, names: names.clone(), hours })
    }

    /// Calls `each` for all rows of the hours: hour, protocol, port (none: the protocol as a whole), number of
    /// the sensor, class, packets.
    pub fn hours(
        &self,
        hours: HourRange,
        mut each: impl FnMut(Hour, u8, Option<u16>, u16, Class, u32),
    ) -> Result<(), LakeError> {
        for group in self.groups(hours) {
            let mut open = Open::new(self, group, false)?;
            let mut left = self.file.rows(group);
            while left > 0 {
                let n = left.min(BATCH);
                open.read(self, n)?;
                for row in 0..n {
                    let hour = Hour(open.hour[row]);
                    if hours.contains(hour) {
                        let (proto, port) = (open.proto[row] as u8, open.port(row));
                        let packets = open.packets[row] as u32;
                        each(hour, proto, port, open.sensor[row], class(open.class[row]), packets);
                    }
                }
                left -= n;
            }
        }
        Ok(())
    }

    /// Calls `each` for the rows of one port, or of one protocol as a whole, within the hours.
    pub fn port_hours(
        &self,
        port: Port,
        hours: HourRange,
        mut each: impl FnMut(PortHour),
    ) -> Result<(), LakeError> {
        let proto = i64::from(port.proto);
        let number = match port.number {
            Some(number) => Wanted::Within(i64::from(number), i64::from(number)),
            None => Wanted::Null,
        };
        for group in self.groups(hours) {
            let protos = self.file.candidates(group, at::PROTO, &Wanted::Within(proto, proto));
            let ranges = both(&protos, &self.file.candidates(group, at::PORT, &number));
            let Some(first) = ranges.first() else { continue };
            let mut open = Open::new(self, group, true)?;
            open.skip(self, first.start)?;
            let mut next = first.start;
            for range in ranges {
                open.skip(self, range.start - next)?;
                next = range.end;
                let mut left = range.len();
                while left > 0 {
                    let n = left.min(BATCH);
                    open.read(self, n)?;
                    for row in 0..n {
                        let hour = Hour(open.hour[row]);
                        let same = i64::from(open.proto[row]) == proto && open.port(row) == port.number;
                        if same && hours.contains(hour) {
                            each(PortHour {
                                hour,
                                sensor: open.sensor[row],
                                class: class(open.class[row]),
                                packets: open.packets[row] as u32,
                                sources: open.sources[row] as u32,
                                hour_sources: open.hour_sources[row] as u32,
                            });
                        }
                    }
                    left -= n;
                }
            }
        }
        Ok(())
    }

    /// All rows of a day (days since 1970-01-01), sensors by `names`' numbers; none where it has no row.
    pub(super) fn day(&self, day: i32) -> Result<Vec<SeriesRow>, LakeError> {
        let mut rows = Vec::new();
        for group in (0..self.hours.len()).filter(|&g| self.hours[g].0.div_euclid(24) == day) {
            let mut open = Open::new(self, group, true)?;
            let mut left = self.file.rows(group);
            while left > 0 {
                let n = left.min(BATCH);
                open.read(self, n)?;
                rows.extend((0..n).map(|row| SeriesRow {
                    proto: open.proto[row] as u8,
                    port: open.port(row),
                    hour: open.hour[row],
                    sensor: open.sensor[row],
                    class: open.class[row] as u8,
                    packets: open.packets[row] as u32,
                    sources: open.sources[row] as u32,
                    hour_sources: open.hour_sources[row] as u32,
                }));
                left -= n;
            }
        }
        Ok(rows)
    }

    fn groups(&self, hours: HourRange) -> impl Iterator<Item = usize> + '_ {
        let meets = move |&(first, last): &(i32, i32)| first < hours.end.0 && hours.start.0 <= last;
        (0..self.hours.len()).filter(move |&group| meets(&self.hours[group]))
    }
}

/// Rows read at a time.
const BATCH: usize = 4096;

/// The columns of one row group, and the values of the batch that was read last.
struct Open {
    columns: [Ints; 4],
    sensors: Codes,
    classes: Codes,
    both_sources: Option<[Ints; 2]>,
    proto: Vec<i32>,
    port: Vec<i32>,
    has_port: Vec<bool>,
    hour: Vec<i32>,
    packets: Vec<i32>,
    sensor: Vec<u16>,
    class: Vec<u16>,
    sources: Vec<i32>,
    hour_sources: Vec<i32>,
}

impl Open {
    fn new(series: &SeriesFile, group: usize, sources: bool) -> Result<Self, LakeError> {
        let SeriesFile { file, names, .. } = series;
        let ints = |column| Ints::open(file, group, column);
        Ok(Self {
            columns: [ints(at::PROTO)?, ints(at::PORT)?, ints(at::HOUR)?, ints(at::PACKETS)?],
            sensors: Codes::open(file, group, at::SENSOR, |name| sensor_number(file, names, name))?,
            classes: Codes::open(file, group, at::CLASS, |name| class_number(file, name))?,
            both_sources: if sources { Some([ints(at::SOURCES)?, ints(at::HOUR_SOURCES)?]) } else { None },
            proto: Vec::new(),
            port: Vec::new(),
            has_port: Vec::new(),
            hour: Vec::new(),
            packets: Vec::new(),
            sensor: Vec::new(),
            class: Vec::new(),
            sources: Vec::new(),
            hour_sources: Vec::new(),
        })
    }

    fn port(&self, row: usize) -> Option<u16> {
        self.has_port[row].then_some(self.port[row] as u16)
    }

    fn skip(&mut self, series: &SeriesFile, n: usize) -> Result<(), LakeError> {
        if n == 0 {
            return Ok(());
        }
        let file = &series.file;
        for column in self.columns.iter_mut().chain(self.both_sources.iter_mut().flatten()) {
            column.skip(file, n)?;
        }
        self.sensors.skip(file, n)?;
        self.classes.skip(file, n)
    }

    fn read(&mut self, series: &SeriesFile, n: usize) -> Result<(), LakeError> {
        let file = &series.file;
        let [proto, port, hour, packets] = &mut self.columns;
        proto.read(file, n, &mut self.proto)?;
        port.read_nullable(file, n, &mut self.port, &mut self.has_port)?;
        hour.read(file, n, &mut self.hour)?;
        packets.read(file, n, &mut self.packets)?;
        self.sensor.clear();
        self.sensors.read(file, n, &mut self.sensor)?;
        self.class.clear();
        self.classes.read(file, n, &mut self.class)?;
        if let Some([sources, hour_sources]) = &mut self.both_sources {
            sources.read(file, n, &mut self.sources)?;
            hour_sources.read(file, n, &mut self.hour_sources)?;
        }
        Ok(())
    }
}
