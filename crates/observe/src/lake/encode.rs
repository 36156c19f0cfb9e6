//! Rows into the columns of a row group.

use std::io::Write;

use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, FixedLenByteArray, FixedLenByteArrayType, Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};

use super::rows::Rows;
use capture::Class;
use capture::{Known, Packet};

/// Rows that are turned into column values at a time; small enough for the cache.
const STEP: usize = 4096;

/// Writes all rows as one row group. `names` holds each sensor's name in the place of its number.
pub(super) fn row_group<W: Write + Send>(
    file: &mut SerializedFileWriter<W>,
    rows: &Rows,
    names: &[ByteArray],
) -> Result<(), ParquetError> {
    let classes = Class::ALL.map(|c| ByteArray::from(c.name()));
    let mut group = file.next_row_group()?;
    macro_rules! required {
        ($type:ty, |$p:ident| $value:expr) => {
            required::<$type, W>(&mut group, rows, |$p| $value, |$p| $value)?
        };
    }
    macro_rules! known {
        ($known:ident, |$p:ident| $value:expr) => {
            optional::<Int32Type, W>(
                &mut group,
                rows,
                |$p| $p.known.has(Known::$known).then_some($value),
                |$p| $p.known.has(Known::$known).then_some($value),
            )?
        };
    }
    // The order is the schema's.
    required!(Int64Type, |p| p.ts);
    required!(ByteArrayType, |p| names[usize::from(p.sensor)].clone());
    required!(ByteArrayType, |p| classes[p.class as usize].clone());
    required!(Int32Type, |p| i32::from(p.proto));
    required!(Int32Type, |p| i32::from(p.dport));
    optional::<Int32Type, W>(&mut group, rows, |p| Some(p.src as i32), |_| None)?;
    optional::<Int32Type, W>(&mut group, rows, |p| (p.dst != 0).then_some(p.dst as i32), |_| None)?;
    optional::<FixedLenByteArrayType, W>(&mut group, rows, |_| None, |p| Some(address(p.src)))?;
    optional::<FixedLenByteArrayType, W>(
        &mut group,
        rows,
        |_| None,
        |p| (p.dst != 0).then(|| address(p.dst)),
    )?;
    known!(SPORT, |p| i32::from(p.sport));
    known!(TTL, |p| i32::from(p.ttl));
    known!(IP_ID, |p| i32::from(p.ip_id));
    known!(LENGTH, |p| i32::from(p.length));
    known!(FLAGS, |p| i32::from(p.flags));
    known!(SEQ, |p| p.seq as i32);
    known!(WINDOW, |p| i32::from(p.window));
    group.close()?;
    Ok(())
}

fn address(address: u128) -> FixedLenByteArray {
    address.to_be_bytes().to_vec().into()
}

/// One column that every row has.
fn required<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    rows: &Rows,
    four: impl Fn(&Packet<u32>) -> T::T,
    six: impl Fn(&Packet<u128>) -> T::T,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Err(too_few()) };
    let writer = column.typed::<T>();
    let mut values = Vec::with_capacity(STEP);
    for run in &rows.runs {
        for start in (run.start..run.end).step_by(STEP) {
            let part = start..run.end.min(start + STEP);
            values.clear();
            if run.six {
                values.extend(rows.v6[part].iter().map(&six));
            } else {
                values.extend(rows.v4[part].iter().map(&four));
            }
            writer.write_batch(&values, None, None)?;
        }
    }
    column.close()
}

/// One column that may be NULL.
fn optional<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    rows: &Rows,
    four: impl Fn(&Packet<u32>) -> Option<T::T>,
    six: impl Fn(&Packet<u128>) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Err(too_few()) };
    let writer = column.typed::<T>();
    let (mut values, mut levels) = (Vec::with_capacity(STEP), Vec::with_capacity(STEP));
    for run in &rows.runs {
        for start in (run.start..run.end).step_by(STEP) {
            let part = start..run.end.min(start + STEP);
            values.clear();
            levels.clear();
            let mut take = |value: Option<T::T>| {
                levels.push(i16::from(value.is_some()));
                values.extend(value);
            };
            if run.six {
                rows.v6[part].iter().for_each(|p| take(six(p)));
            } else {
                rows.v4[part].iter().for_each(|p| take(four(p)));
            }
            writer.write_batch(&values, Some(&levels), None)?;
        }
    }
    column.close()
}

fn too_few() -> ParquetError {
    ParquetError::General("the schema has fewer columns than are written".to_owned())
}
