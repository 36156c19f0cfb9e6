//! Rows as bytes: ClickHouse's format RowBinary (ClickHouse documentation, "Formats").
//!
//! Numbers are little-endian and of the column's width, a Date is the days since 1970-01-01 in two bytes, an Enum8 its
//! number, a String its length as LEB128 and its bytes. Nothing stands between values or rows.

use std::sync::Arc;

use bytes::{Buf, Bytes, BytesMut};
use reqwest::Response;
use tokio::runtime::Handle;

use super::servers::words;
use crate::lake::LakeError;

/// Reads values off the front. Every read gives none where the bytes end too early.
#[derive(Debug)]
pub(super) struct Values<'a>(&'a [u8]);

impl<'a> Values<'a> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (value, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*value)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.bytes::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.bytes().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_le_bytes)
    }

    pub(super) fn i32(&mut self) -> Option<i32> {
        self.bytes().map(i32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.bytes().map(u64::from_le_bytes)
    }

    pub(super) fn i64(&mut self) -> Option<i64> {
        self.bytes().map(i64::from_le_bytes)
    }

    /// A FixedString(16): an IPv6 address.
    pub(super) fn address(&mut self) -> Option<u128> {
        self.bytes().map(u128::from_be_bytes)
    }

    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        let mut length = 0_usize;
        for shift in (0..).step_by(7).take(5) {
            let byte = self.u8()?;
            length |= usize::from(byte & 127) << shift;
            if byte & 128 == 0 {
                break;
            }
        }
        let value = self.0.get(..length)?;
        self.0 = &self.0[length..];
        Some(value)
    }
}

/// Reads a row of one UInt16.
pub(super) fn one_u16(values: &mut Values<'_>) -> Option<u16> {
    values.u16()
}

/// Reads a row of one UInt64.
pub(super) fn one_u64(values: &mut Values<'_>) -> Option<u64> {
    values.u64()
}

/// Appends a String.
pub(super) fn put_string(row: &mut Vec<u8>, value: &[u8]) {
    let mut length = value.len();
    while length > 127 {
        row.push((length & 127) as u8 | 128);
        length >>= 7;
    }
    row.push(length as u8);
    row.extend_from_slice(value);
}

/// The rows of an answer, as they come. Blocks: read off the async threads.
#[derive(Debug)]
pub(super) struct Rows {
    answer: Response,
    handle: Handle,
    server: Arc<str>,
    held: BytesMut,
    chunk: Bytes,
    ended: bool,
}

impl Rows {
    pub(super) fn new(answer: Response, handle: Handle, server: Arc<str>) -> Self {
        Self { answer, handle, server, held: BytesMut::new(), chunk: Bytes::new(), ended: false }
    }

    /// The next row as `row` reads it.
    pub(super) fn next<T>(
        &mut self,
        row: impl Fn(&mut Values<'_>) -> Option<T>,
    ) -> Result<Option<T>, LakeError> {
        loop {
            // A row that spans two chunks is put together in `held`.
            let held = if self.held.is_empty() { &self.chunk[..] } else { &self.held[..] };
            if !held.is_empty() {
                let mut values = Values(held);
                if let Some(read) = row(&mut values) {
                    let used = held.len() - values.0.len();
                    if self.held.is_empty() {
                        self.chunk.advance(used);
                    } else {
                        self.held.advance(used);
                    }
                    return Ok(Some(read));
                }
            }
            if self.ended {
                return if held.is_empty() {
                    Ok(None)
                } else {
                    Err(self.failed("the answer ends within a row"))
                };
            }
            let next = self.handle.block_on(self.answer.chunk());
            let next = next.map_err(|error| self.failed(&words(&error)))?;
            self.ended = next.is_none();
            if self.held.is_empty() && !self.chunk.is_empty() {
                self.held.extend_from_slice(&self.chunk);
                self.chunk.clear();
            }
            match next {
                Some(next) if self.held.is_empty() => self.chunk = next,
                Some(next) => self.held.extend_from_slice(&next),
                None => {}
            }
        }
    }

    /// Calls `each` for all rows.
    pub(super) fn each<T>(
        mut self,
        row: impl Fn(&mut Values<'_>) -> Option<T>,
        mut each: impl FnMut(T) -> Result<(), LakeError>,
    ) -> Result<(), LakeError> {
        while let Some(read) = self.next(&row)? {
            each(read)?;
        }
        Ok(())
    }

    /// An error of this server.
    pub(super) fn failed(&self, reason: &str) -> LakeError {
        LakeError::Cluster { server: self.server.to_string(), reason: reason.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_any_length_come_back() {
        for length in [0, 1, 127, 128, 300, 20_000] {
            let value = vec![b'x'; length];
            let mut row = Vec::new();
            put_string(&mut row, &value);
            row.push(7);
            let mut values = Values(&row);
            assert_eq!(values.string(), Some(&value[..]));
            assert_eq!((values.u8(), values.u8()), (Some(7), None));
            assert_eq!(Values(&row[..row.len() / 2]).string().is_some(), row.len() / 2 > length);
        }
    }
}
