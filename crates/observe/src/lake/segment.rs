//! One file of packets on its way into `staging/`.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use parquet::data_type::ByteArray;
use parquet::file::writer::SerializedFileWriter;

use super::rows::Rows;
use super::{LakeError, encode, place, schema};

/// A file of packets of one UTC day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Segment {
    /// Days since 1970-01-01.
    pub day: i32,
    /// Path within the lake, the same before and after publishing.
    pub path: String,
    /// Packets in it.
    pub rows: u64,
    /// Its size on disk.
    pub bytes: u64,
    /// The earliest packet, in microseconds since the epoch.
    pub first_ts: i64,
    /// The latest packet, in microseconds since the epoch.
    pub last_ts: i64,
}

/// Writes one [`Segment`], row group by row group.
pub(super) struct SegmentWriter {
    file: SerializedFileWriter<BufWriter<File>>,
    place: PathBuf,
    segment: Segment,
}

impl SegmentWriter {
    pub(super) fn create(lake: &Path, day: i32, name: &str) -> Result<Self, LakeError> {
        let path = place::packets_path(day, name);
        let (file, place) = place::create(lake, &path)?;
        let file = schema::message(schema::PACKETS)
            .and_then(|s| SerializedFileWriter::new(file, s, schema::packet_properties()?))
            .map_err(LakeError::parquet(&place))?;
        let segment = Segment { day, path, rows: 0, bytes: 0, first_ts: i64::MAX, last_ts: i64::MIN };
        Ok(Self { file, place, segment })
    }

    /// Writes rows that come after all others as one row group.
    pub(super) fn write(&mut self, rows: &Rows, names: &[ByteArray]) -> Result<(), LakeError> {
        for ts in rows.v4.iter().map(|p| p.ts).chain(rows.v6.iter().map(|p| p.ts)) {
            self.segment.first_ts = self.segment.first_ts.min(ts);
            self.segment.last_ts = self.segment.last_ts.max(ts);
        }
        self.segment.rows += rows.len() as u64;
        encode::row_group(&mut self.file, rows, names).map_err(LakeError::parquet(&self.place))
    }

    /// Ends the file; [`place::settle`] makes it durable.
    pub(super) fn finish(self) -> Result<Segment, LakeError> {
        let file = self.file.into_inner().map_err(LakeError::parquet(&self.place))?;
        let bytes = place::finish(file, &self.place)?;
        Ok(Segment { bytes, ..self.segment })
    }
}
