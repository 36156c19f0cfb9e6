//! A month's sums of packets: what lists of the most hit ports over months are read from.

use std::path::Path;

use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};

use super::LakeError;
use super::codes::Codes;
use super::column::{Ints, Longs};
use super::file::LakeFile;
use super::names::Names;
use super::scan::{class, class_number, sensor_number};
use super::schema::{self, totals as at};
use super::table::Table;
use capture::Class;

/// One sum; its order is the file's, with the sensor's place among the names for the sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TotalRow {
    pub(super) proto: u8,
    pub(super) port: Option<u16>,
    pub(super) sensor: u16,
    pub(super) class: u8,
    pub(super) packets: u64,
}

pub(super) fn write(table: &mut Table, rows: &[TotalRow], names: &[ByteArray]) -> Result<(), LakeError> {
    let classes = Class::ALL.map(|c| ByteArray::from(c.name()));
    table.row_group(rows, |columns| {
        columns.required::<Int32Type>(|r| i32::from(r.proto))?;
        columns.optional::<Int32Type>(|r| r.port.map(i32::from))?;
        columns.required::<ByteArrayType>(|r| names[usize::from(r.sensor)].clone())?;
        columns.required::<ByteArrayType>(|r| classes[usize::from(r.class)].clone())?;
        columns.required::<Int64Type>(|r| r.packets as i64)
    })
}

/// A month's sums, open. May be used by several threads.
#[derive(Debug)]
pub struct TotalsFile {
    file: LakeFile,
    names: Names,
}

impl TotalsFile {
    /// Opens the sums at `path` within the lake. Sensors get their numbers from `names`.
    pub fn open(lake: &Path, path: &str, names: &Names) -> Result<Self, LakeError> {
        Ok(Self { file: LakeFile::open(lake, path, schema::TOTALS)?, names: names.clone() })
    }

    /// Calls `each` for all rows, in order of protocol and port: protocol, port (none: the protocol as a
    /// whole), number of the sensor, class, packets of the month.
    pub fn totals(&self, mut each: impl FnMut(u8, Option<u16>, u16, Class, u64)) -> Result<(), LakeError> {
        const BATCH: usize = 8192;
        let Self { file, names } = self;
        let (mut proto, mut port, mut has_port) = (Vec::new(), Vec::new(), Vec::new());
        let (mut sensor, mut of_class, mut packets) = (Vec::new(), Vec::new(), Vec::new());
        for group in 0..file.groups() {
            let mut protos = Ints::open(file, group, at::PROTO)?;
            let mut ports = Ints::open(file, group, at::PORT)?;
            let mut sensors = Codes::open(file, group, at::SENSOR, |name| sensor_number(file, names, name))?;
            let mut classes = Codes::open(file, group, at::CLASS, |name| class_number(file, name))?;
            let mut sums = Longs::open(file, group, at::PACKETS)?;
            let mut left = file.rows(group);
            while left > 0 {
                let n = left.min(BATCH);
                left -= n;
                sensor.clear();
                of_class.clear();
                protos.read(file, n, &mut proto)?;
                ports.read_nullable(file, n, &mut port, &mut has_port)?;
                sensors.read(file, n, &mut sensor)?;
                classes.read(file, n, &mut of_class)?;
                sums.read(file, n, &mut packets)?;
                for row in 0..n {
                    let port = has_port[row].then_some(port[row] as u16);
                    each(proto[row] as u8, port, sensor[row], class(of_class[row]), packets[row] as u64);
                }
            }
        }
        Ok(())
    }
}
