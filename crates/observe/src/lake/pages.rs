//! Pages of a column chunk, unpacked with one zstd context for each thread.
//!
//! The Parquet library makes a compressor and a decompressor for every column chunk it opens, about 15 us; a
//! port's quarter opens seven hundred. So it is told that chunks are not compressed, and they are unpacked
//! here: the zstd frame says how long it will be (RFC 8878, Frame_Content_Size).

use std::cell::RefCell;

use parquet::basic::Compression;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use zstd::bulk::Decompressor;

/// No page of the lake's comes near it; a damaged length must not take all memory.
const LONGEST: usize = 256 << 20;

thread_local! {
    static UNPACK: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The chunk as not compressed, and whether it is.
pub(super) fn as_stored(chunk: &ColumnChunkMetaData) -> Result<(ColumnChunkMetaData, bool)> {
    let packed = match chunk.compression() {
        Compression::ZSTD(_) => true,
        Compression::UNCOMPRESSED => false,
        other => return Err(ParquetError::NYI(format!("compressed with {other}; the lake uses zstd"))),
    };
    Ok((chunk.clone().into_builder().set_compression(Compression::UNCOMPRESSED).build()?, packed))
}

/// Unpacks what `inner` reads as stored.
pub(super) struct Unpacked<P>(pub(super) P);

impl<P: PageReader> PageReader for Unpacked<P> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.0.get_next_page()?.map(unpack).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.0.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.0.skip_next_page()
    }

    fn supports_deferred_dictionary(&self) -> bool {
        self.0.supports_deferred_dictionary()
    }

    fn take_deferred_dictionary(&mut self) -> Result<Option<Page>> {
        self.0.take_deferred_dictionary()?.map(unpack).transpose()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.0.at_record_boundary()
    }
}

impl<P: PageReader> Iterator for Unpacked<P> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

fn unpack(mut page: Page) -> Result<Page> {
    match &mut page {
        Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => {
            *buf = unpack_bytes(buf)?.into();
            Ok(page)
        }
        Page::DataPageV2 { .. } => Err(ParquetError::NYI("data pages of version 2".to_owned())),
    }
}

fn unpack_bytes(packed: &[u8]) -> Result<Vec<u8>> {
    let told = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten();
    let length = told.and_then(|n| usize::try_from(n).ok()).filter(|&n| n <= LONGEST);
    let length =
        length.ok_or_else(|| ParquetError::General("a page is no zstd frame of known length".into()))?;
    UNPACK.with_borrow_mut(|unpack| {
        let unpack = match unpack {
            Some(unpack) => unpack,
            None => unpack.insert(Decompressor::new()?),
        };
        Ok(unpack.decompress(packed, length)?)
    })
}
