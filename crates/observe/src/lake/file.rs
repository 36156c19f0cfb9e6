//! One Parquet file open for reading: its footer and page index held, its pages read when asked for.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use parquet::column::page::PageReader;
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::metadata::{PageIndexPolicy, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::file::statistics::Statistics;

use super::{LakeError, place, schema};

/// Reads at places, never by a shared position: threads may read one file together.
#[derive(Debug)]
struct Bytewise {
    file: Arc<File>,
    length: u64,
}

impl Length for Bytewise {
    fn len(&self) -> u64 {
        self.length
    }
}

/// Reads on from a place.
#[derive(Debug)]
struct From {
    file: Arc<File>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.file.read_at(buffer, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

impl ChunkReader for Bytewise {
    type T = std::io::BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(std::io::BufReader::new(From { file: Arc::clone(&self.file), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        // A damaged footer may ask for more than there is.
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("{length} bytes at {start} of {}", self.length)));
        }
        let mut buffer = vec![0; length];
        self.file.read_exact_at(&mut buffer, start)?;
        Ok(buffer.into())
    }
}

/// A file of one of the lake's three kinds.
#[derive(Debug)]
pub(super) struct LakeFile {
    pub(super) path: PathBuf,
    source: Arc<Bytewise>,
    meta: Arc<ParquetMetaData>,
}

impl LakeFile {
    /// Opens the file at `relative`, published or not; its columns must be those of `message`.
    pub(super) fn open(lake: &Path, relative: &str, message: &str) -> Result<Self, LakeError> {
        let (file, path) = place::open(lake, relative)?;
        let length = file.metadata().map_err(LakeError::io(&path))?.len();
        let source = Arc::new(Bytewise { file: Arc::new(file), length });
        let meta = ParquetMetaDataReader::new()
            .with_page_index_policy(PageIndexPolicy::Required)
            .parse_and_finish(&*source)
            .map_err(LakeError::parquet(&path))?;
        let wanted = schema::message(message).map_err(LakeError::parquet(&path))?;
        if *wanted != *meta.file_metadata().schema() {
            return Err(LakeError::Foreign { path, reason: "its columns are not the lake's".to_owned() });
        }
        Ok(Self { path, source, meta: Arc::new(meta) })
    }

    pub(super) fn groups(&self) -> usize {
        self.meta.num_row_groups()
    }

    pub(super) fn rows(&self, group: usize) -> usize {
        self.meta.row_group(group).num_rows().max(0) as usize
    }

    /// Whether a column of a row group is NULL in every row, so that nobody has to look.
    pub(super) fn all_null(&self, group: usize, column: usize) -> bool {
        let group = self.meta.row_group(group);
        let nulls = group.column(column).statistics().and_then(|s| s.null_count_opt());
        nulls.is_some_and(|n| n == group.num_rows().max(0) as u64)
    }

    /// The least and the greatest value of an integer column of a row group; all there are where not told.
    pub(super) fn bounds(&self, group: usize, column: usize) -> (i32, i32) {
        match self.meta.row_group(group).column(column).statistics() {
            Some(Statistics::Int32(s)) => {
                (s.min_opt().copied().unwrap_or(i32::MIN), s.max_opt().copied().unwrap_or(i32::MAX))
            }
            _ => (i32::MIN, i32::MAX),
        }
    }

    pub(super) fn pages(&self, group: usize, column: usize) -> Result<Box<dyn PageReader>, LakeError> {
        let meta = self.meta.row_group(group);
        let locations = self.meta.page_index_for_row_group(group).page_locations(column).cloned();
        let source = Arc::clone(&self.source);
        let pages = SerializedPageReader::new(source, meta.column(column), self.rows(group), locations)
            .map_err(LakeError::parquet(&self.path))?;
        Ok(Box::new(pages))
    }

    pub(super) fn column<T: DataType>(
        &self,
        group: usize,
        column: usize,
    ) -> Result<ColumnReaderImpl<T>, LakeError> {
        let descr = self.meta.row_group(group).column(column).column_descr_ptr();
        Ok(ColumnReaderImpl::new(descr, self.pages(group, column)?))
    }

    /// The rows of a row group that may hold an integer within `range` in `column`, from the page index;
    /// with `null`, those that may hold NULL instead.
    pub(super) fn candidates(&self, group: usize, column: usize, wanted: &Wanted) -> Vec<Range<usize>> {
        let rows = self.rows(group);
        let index = self.meta.page_index_for_row_group(group);
        let (Some(pages), Some(bounds)) = (index.offset_index(column), index.column_index(column)) else {
            return vec![0..rows];
        };
        let starts = pages.page_locations();
        let mut found: Vec<Range<usize>> = Vec::new();
        for (page, location) in starts.iter().enumerate() {
            let end = starts.get(page + 1).map_or(rows, |next| next.first_row_index.max(0) as usize);
            let start = location.first_row_index.max(0) as usize;
            if !wanted.may_be_in(bounds, page) {
                continue;
            }
            match found.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => found.push(start..end),
            }
        }
        found
    }
}

/// What rows are chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A value from the first to the second, both included.
    Within(i64, i64),
    /// NULL.
    Null,
}

impl Wanted {
    fn may_be_in(self, bounds: &ColumnIndexMetaData, page: usize) -> bool {
        match self {
            Self::Null => bounds.null_count(page).is_none_or(|n| n > 0),
            Self::Within(low, high) => {
                let (min, max) = match bounds {
                    ColumnIndexMetaData::INT32(i) => {
                        (i.min_value(page).map(|v| i64::from(*v)), i.max_value(page).map(|v| i64::from(*v)))
                    }
                    ColumnIndexMetaData::INT64(i) => (i.min_value(page).copied(), i.max_value(page).copied()),
                    _ => return true,
                };
                match (min, max) {
                    (Some(min), Some(max)) => min <= high && low <= max,
                    // No bounds: all NULL.
                    _ => !bounds.is_null_page(page),
                }
            }
        }
    }
}

/// The rows that are in both lists; each is in order, and without overlap.
pub(super) fn both(a: &[Range<usize>], b: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        let (start, end) = (a[i].start.max(b[j].start), a[i].end.min(b[j].end));
        if start < end {
            found.push(start..end);
        }
        if a[i].end < b[j].end {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}
