//! Dictionary columns read as numbers: a sensor's or a class's name is looked up once for each dictionary,
//! not once for each row.
//!
//! Data pages hold the places in the dictionary in Parquet's hybrid of run lengths and packed bits
//! (Apache Parquet: Encodings, RLE_DICTIONARY = 8).

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};

use super::LakeError;
use super::file::LakeFile;

/// One dictionary column of a row group, its entries turned into numbers of the caller's.
pub(super) struct Codes {
    pages: Box<dyn PageReader>,
    numbers: Vec<u16>,
    run: Hybrid,
    /// Rows of the current page that are not yet read.
    left: usize,
}

impl Codes {
    /// Opens the column; `number` gives the number for a dictionary entry.
    pub(super) fn open(
        file: &LakeFile,
        group: usize,
        column: usize,
        mut number: impl FnMut(&str) -> Result<u16, LakeError>,
    ) -> Result<Self, LakeError> {
        let mut pages = file.pages(group, column)?;
        let mut numbers = Vec::new();
        if file.rows(group) > 0 {
            let first = pages.get_next_page().map_err(LakeError::parquet(&file.path))?;
            let Some(Page::DictionaryPage { buf, .. }) = first else { return Err(foreign(file)) };
            let mut rest = &buf[..];
            while let Some((length, after)) = rest.split_first_chunk::<4>() {
                let entry = after.split_at_checked(u32::from_le_bytes(*length) as usize);
                let (entry, after) = entry.ok_or_else(|| foreign(file))?;
                numbers.push(number(std::str::from_utf8(entry).map_err(|_| foreign(file))?)?);
                rest = after;
            }
        }
        Ok(Self { pages, numbers, run: Hybrid::default(), left: 0 })
    }

    /// Appends the next `n` rows' numbers to `out`.
    pub(super) fn read(&mut self, file: &LakeFile, n: usize, out: &mut Vec<u16>) -> Result<(), LakeError> {
        let mut wanted = n;
        while wanted > 0 {
            if self.left == 0 {
                self.turn(file)?;
            }
            let take = wanted.min(self.left);
            let from = out.len();
            if !self.run.read(take, out) {
                return Err(foreign(file));
            }
            for code in &mut out[from..] {
                *code = *self.numbers.get(usize::from(*code)).ok_or_else(|| foreign(file))?;
            }
            self.left -= take;
            wanted -= take;
        }
        Ok(())
    }

    /// Passes over `n` rows; whole pages of them are not even read.
    pub(super) fn skip(&mut self, file: &LakeFile, n: usize) -> Result<(), LakeError> {
        let mut skipped = Vec::new();
        let mut wanted = n;
        while wanted > 0 {
            if self.left == 0 {
                let next = self.pages.peek_next_page().map_err(LakeError::parquet(&file.path))?;
                let rows = next.and_then(|p| p.num_rows.or(p.num_levels));
                if let Some(rows) = rows.filter(|&rows| rows <= wanted) {
                    self.pages.skip_next_page().map_err(LakeError::parquet(&file.path))?;
                    wanted -= rows;
                    continue;
                }
                self.turn(file)?;
            }
            let take = wanted.min(self.left);
            skipped.clear();
            if !self.run.read(take, &mut skipped) {
                return Err(foreign(file));
            }
            self.left -= take;
            wanted -= take;
        }
        Ok(())
    }

    /// Goes to the next page.
    fn turn(&mut self, file: &LakeFile) -> Result<(), LakeError> {
        match self.pages.get_next_page().map_err(LakeError::parquet(&file.path))? {
            Some(Page::DataPage { buf, num_values, encoding, .. })
                if matches!(encoding, Encoding::RLE_DICTIONARY) && !buf.is_empty() && num_values > 0 =>
            {
                self.left = num_values as usize;
                self.run = Hybrid::new(buf);
                Ok(())
            }
            _ => Err(foreign(file)),
        }
    }
}

fn foreign(file: &LakeFile) -> LakeError {
    LakeError::Foreign {
        path: file.path.clone(),
        reason: "a dictionary column is not as written here".into(),
    }
}

/// Decodes run lengths and packed bits.
#[derive(Default)]
struct Hybrid {
    bytes: Bytes,
    at: usize,
    width: u32,
    /// Rows left of the current run, and its value or where its bits begin.
    left: usize,
    packed: bool,
    value: u16,
    bit: usize,
}

impl Hybrid {
    /// The values of a page: their width, then runs.
    fn new(bytes: Bytes) -> Self {
        let width = u32::from(bytes[0]);
        Self { bytes, at: 1, width, ..Self::default() }
    }

    /// Appends `n` values; false where the bytes do not hold them.
    fn read(&mut self, n: usize, out: &mut Vec<u16>) -> bool {
        let mut wanted = n;
        while wanted > 0 {
            if self.left == 0 && !self.next_run() {
                return false;
            }
            let take = wanted.min(self.left);
            if self.packed {
                let mask = (1u64 << self.width) - 1;
                for _ in 0..take {
                    out.push((self.window(self.bit) & mask) as u16);
                    self.bit += self.width as usize;
                }
            } else {
                out.extend(std::iter::repeat_n(self.value, take));
            }
            self.left -= take;
            wanted -= take;
        }
        true
    }

    /// At least 17 bits from bit `bit` on; beyond the end zeros.
    #[inline]
    fn window(&self, bit: usize) -> u64 {
        let at = bit / 8;
        let word = match self.bytes.get(at..at + 8) {
            Some(eight) => eight.iter().rev().fold(0, |word, &b| word << 8 | u64::from(b)),
            None => {
                let rest = self.bytes.get(at..).unwrap_or_default();
                rest.iter().rev().fold(0, |word, &b| word << 8 | u64::from(b))
            }
        };
        word >> (bit % 8)
    }

    fn next_run(&mut self) -> bool {
        let mut header = 0u64;
        let mut shift = 0;
        loop {
            let Some(&byte) = self.bytes.get(self.at) else { return false };
            self.at += 1;
            header |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                break;
            }
            if shift > 56 {
                return false;
            }
        }
        // A dictionary of sensors has at most 65535 entries.
        if self.width > 16 {
            return false;
        }
        self.packed = header & 1 == 1;
        let count = (header >> 1) as usize;
        if self.packed {
            let Some(rows) = count.checked_mul(8) else { return false };
            self.left = rows;
            self.bit = self.at * 8;
            self.at = self.at.saturating_add(count.saturating_mul(self.width as usize));
        } else {
            let bytes = self.width.div_ceil(8) as usize;
            let Some(value) = self.bytes.get(self.at..self.at + bytes) else { return false };
            self.value = value.iter().rev().fold(0, |v, &b| v << 8 | u16::from(b));
            self.left = count;
            self.at += bytes;
        }
        count > 0
    }
}
