//! Integer and address columns of a row group, read a batch at a time.

use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::{DataType, FixedLenByteArrayType, Int32Type, Int64Type};

use super::LakeError;
use super::file::LakeFile;

/// A column of plain numbers. What is NULL is read as zero, with `present` telling it apart.
pub(super) struct Column<T: DataType> {
    reader: ColumnReaderImpl<T>,
    levels: Vec<i16>,
}

pub(super) type Ints = Column<Int32Type>;
pub(super) type Longs = Column<Int64Type>;

impl<T: DataType> Column<T>
where
    T::T: Default + Clone,
{
    pub(super) fn open(file: &LakeFile, group: usize, column: usize) -> Result<Self, LakeError> {
        Ok(Self { reader: file.column::<T>(group, column)?, levels: Vec::new() })
    }

    /// Replaces `values` by those of the next `n` rows of a column without NULL.
    pub(super) fn read(
        &mut self,
        file: &LakeFile,
        n: usize,
        values: &mut Vec<T::T>,
    ) -> Result<(), LakeError> {
        values.clear();
        let (rows, ..) =
            self.reader.read_records(n, None, None, values).map_err(LakeError::parquet(&file.path))?;
        full(file, rows, n)
    }

    /// Replaces `values` by those of the next `n` rows, and `present` by whether each is one.
    pub(super) fn read_nullable(
        &mut self,
        file: &LakeFile,
        n: usize,
        values: &mut Vec<T::T>,
        present: &mut Vec<bool>,
    ) -> Result<(), LakeError> {
        values.clear();
        present.clear();
        self.levels.clear();
        let (rows, found, _) = self
            .reader
            .read_records(n, Some(&mut self.levels), None, values)
            .map_err(LakeError::parquet(&file.path))?;
        full(file, rows, n)?;
        if found == n {
            present.resize(n, true);
            return Ok(());
        }
        present.extend(self.levels.iter().map(|&level| level > 0));
        // Values stand close together; from the end on each goes to its row.
        values.resize(n, T::T::default());
        let mut from = found;
        for row in (0..n).rev() {
            if present[row] {
                from -= 1;
                values.swap(row, from);
            } else if row < found {
                values[row] = T::T::default();
            }
        }
        Ok(())
    }

    /// Passes over `n` rows; whole pages of them are not even read.
    pub(super) fn skip(&mut self, file: &LakeFile, n: usize) -> Result<(), LakeError> {
        let rows = self.reader.skip_records(n).map_err(LakeError::parquet(&file.path))?;
        full(file, rows, n)
    }
}

/// A column of IPv6 addresses.
pub(super) struct Sixes(Column<FixedLenByteArrayType>, Vec<parquet::data_type::FixedLenByteArray>);

impl Sixes {
    pub(super) fn open(file: &LakeFile, group: usize, column: usize) -> Result<Self, LakeError> {
        Ok(Self(Column::open(file, group, column)?, Vec::new()))
    }

    /// As [`Column::read_nullable`], with 0 for NULL.
    pub(super) fn read(
        &mut self,
        file: &LakeFile,
        n: usize,
        values: &mut Vec<u128>,
    ) -> Result<(), LakeError> {
        let mut present = Vec::new();
        self.0.read_nullable(file, n, &mut self.1, &mut present)?;
        values.clear();
        values.extend(self.1.iter().zip(&present).map(|(value, &present)| {
            let bytes = if present { value.data().try_into().ok() } else { None };
            bytes.map_or(0, u128::from_be_bytes)
        }));
        Ok(())
    }

    pub(super) fn skip(&mut self, file: &LakeFile, n: usize) -> Result<(), LakeError> {
        self.0.skip(file, n)
    }
}

fn full(file: &LakeFile, rows: usize, wanted: usize) -> Result<(), LakeError> {
    if rows == wanted {
        return Ok(());
    }
    Err(LakeError::Foreign {
        path: file.path.clone(),
        reason: format!("{rows} rows where {wanted} were told"),
    })
}
