//! A file of plain rows on its way into `staging/`: what series and totals have in common.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};

use super::{LakeError, place, schema};

/// Writes one file, row group by row group.
pub(super) struct Table {
    file: SerializedFileWriter<BufWriter<File>>,
    place: PathBuf,
}

impl Table {
    pub(super) fn create(
        lake: &Path,
        relative: &str,
        message: &str,
        properties: Result<WriterPropertiesPtr, ParquetError>,
    ) -> Result<Self, LakeError> {
        let (file, place) = place::create(lake, relative)?;
        let file = schema::message(message)
            .and_then(|s| SerializedFileWriter::new(file, s, properties?))
            .map_err(LakeError::parquet(&place))?;
        Ok(Self { file, place })
    }

    /// Writes `rows` as one row group; `columns` names them in the schema's order.
    pub(super) fn row_group<R>(
        &mut self,
        rows: &[R],
        columns: impl FnOnce(&mut Columns<'_, '_, R>) -> Result<(), ParquetError>,
    ) -> Result<(), LakeError> {
        let write = || {
            let mut group = self.file.next_row_group()?;
            columns(&mut Columns { group: &mut group, rows })?;
            group.close()?;
            Ok(())
        };
        write().map_err(LakeError::parquet(&self.place))
    }

    pub(super) fn finish(self) -> Result<u64, LakeError> {
        let file = self.file.into_inner().map_err(LakeError::parquet(&self.place))?;
        place::finish(file, &self.place)
    }
}

/// The columns of a row group, one after another.
pub(super) struct Columns<'a, 'f, R> {
    group: &'a mut SerializedRowGroupWriter<'f, BufWriter<File>>,
    rows: &'a [R],
}

/// Rows that are turned into column values at a time.
const STEP: usize = 4096;

impl<R> Columns<'_, '_, R> {
    pub(super) fn required<T: DataType>(&mut self, value: impl Fn(&R) -> T::T) -> Result<(), ParquetError> {
        let Some(mut column) = self.group.next_column()? else { return Err(too_few()) };
        let mut values = Vec::with_capacity(STEP);
        for rows in self.rows.chunks(STEP) {
            values.clear();
            values.extend(rows.iter().map(&value));
            column.typed::<T>().write_batch(&values, None, None)?;
        }
        column.close()
    }

    pub(super) fn optional<T: DataType>(
        &mut self,
        value: impl Fn(&R) -> Option<T::T>,
    ) -> Result<(), ParquetError> {
        let Some(mut column) = self.group.next_column()? else { return Err(too_few()) };
        let (mut values, mut levels) = (Vec::with_capacity(STEP), Vec::with_capacity(STEP));
        for rows in self.rows.chunks(STEP) {
            values.clear();
            levels.clear();
            for row in rows {
                let value = value(row);
                levels.push(i16::from(value.is_some()));
                values.extend(value);
            }
            column.typed::<T>().write_batch(&values, Some(&levels), None)?;
        }
        column.close()
    }
}

fn too_few() -> ParquetError {
    ParquetError::General("the schema has fewer columns than are written".to_owned())
}
