//! The columns of the lake's files (Parquet format 2.x, data pages of version 1, zstd).
//!
//! Encodings are of those that DuckDB, ClickHouse, Polars and Spark read: PLAIN, RLE_DICTIONARY and
//! DELTA_BINARY_PACKED. Columns that queries choose rows by have a column index (page minima and maxima).

use std::sync::Arc;

use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr, WriterVersion};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnPath, TypePtr};

/// Packets, sorted by protocol, port, time, sensor's name and the rest; `src` or `src6` is always there.
/// `dport` is the port or the ICMP type, `sport` the port or the ICMP code.
pub(super) const PACKETS: &str = "message packets {
    required int64 ts (TIMESTAMP(MICROS, true));
    required binary sensor (STRING);
    required binary class (STRING);
    required int32 proto (INTEGER(8, false));
    required int32 dport (INTEGER(16, false));
    optional int32 src (INTEGER(32, false));
    optional int32 dst (INTEGER(32, false));
    optional fixed_len_byte_array(16) src6;
    optional fixed_len_byte_array(16) dst6;
    optional int32 sport (INTEGER(16, false));
    optional int32 ttl (INTEGER(8, false));
    optional int32 ip_id (INTEGER(16, false));
    optional int32 length (INTEGER(16, false));
    optional int32 tcp_flags (INTEGER(8, false));
    optional int32 seq (INTEGER(32, false));
    optional int32 window (INTEGER(16, false));
}";

/// Columns of [`PACKETS`], by place.
pub(super) mod packets {
    pub(crate) const TS: usize = 0;
    pub(crate) const SENSOR: usize = 1;
    pub(crate) const CLASS: usize = 2;
    pub(crate) const PROTO: usize = 3;
    pub(crate) const DPORT: usize = 4;
    pub(crate) const SRC: usize = 5;
    pub(crate) const DST: usize = 6;
    pub(crate) const SRC6: usize = 7;
    pub(crate) const DST6: usize = 8;
    pub(crate) const SPORT: usize = 9;
    pub(crate) const TTL: usize = 10;
    pub(crate) const IP_ID: usize = 11;
    pub(crate) const LENGTH: usize = 12;
    pub(crate) const FLAGS: usize = 13;
    pub(crate) const SEQ: usize = 14;
    pub(crate) const WINDOW: usize = 15;
}

/// Hourly series, sorted by protocol, port (none first: the protocol as a whole), hour, sensor's name and
/// class; one row group for each day. `hour_sources` is the number of distinct sources of that hour and port
/// over all sensors and classes, the same in each of its rows.
pub(super) const SERIES: &str = "message series {
    required int32 proto (INTEGER(8, false));
    optional int32 port (INTEGER(16, false));
    required int32 hour;
    required binary sensor (STRING);
    required binary class (STRING);
    required int32 packets (INTEGER(32, false));
    required int32 sources (INTEGER(32, false));
    required int32 hour_sources (INTEGER(32, false));
}";

/// Columns of [`SERIES`], by place.
pub(super) mod series {
    pub(crate) const PROTO: usize = 0;
    pub(crate) const PORT: usize = 1;
    pub(crate) const HOUR: usize = 2;
    pub(crate) const SENSOR: usize = 3;
    pub(crate) const CLASS: usize = 4;
    pub(crate) const PACKETS: usize = 5;
    pub(crate) const SOURCES: usize = 6;
    pub(crate) const HOUR_SOURCES: usize = 7;
}

/// A month's sums, sorted by protocol, port (none first), sensor's name and class.
pub(super) const TOTALS: &str = "message totals {
    required int32 proto (INTEGER(8, false));
    optional int32 port (INTEGER(16, false));
    required binary sensor (STRING);
    required binary class (STRING);
    required int64 packets (INTEGER(64, false));
}";

/// Columns of [`TOTALS`], by place.
pub(super) mod totals {
    pub(crate) const PROTO: usize = 0;
    pub(crate) const PORT: usize = 1;
    pub(crate) const SENSOR: usize = 2;
    pub(crate) const CLASS: usize = 3;
    pub(crate) const PACKETS: usize = 4;
}

/// Rows of a page of packets: a rare port's rows cost about one page of each column.
const PACKET_PAGE_ROWS: usize = 16 * 1024;
/// Rows of a page of series: one port's day costs one page of each column.
const SERIES_PAGE_ROWS: usize = 1024;
/// No column may fall back from its dictionary: [`super::codes`] reads numbers of dictionary entries only.
const DICTIONARY_BYTES: usize = 64 << 20;

pub(super) fn message(text: &str) -> Result<TypePtr, ParquetError> {
    Ok(Arc::new(parse_message_type(text)?))
}

pub(super) fn packet_properties() -> Result<WriterPropertiesPtr, ParquetError> {
    let delta = ["ts", "proto", "dport", "sport", "ip_id"];
    let plain = ["seq", "src6", "dst6"];
    let indexed = ["ts", "proto", "dport"];
    let mut builder = common(PACKET_PAGE_ROWS)?;
    for column in delta {
        builder = builder
            .set_column_dictionary_enabled(path(column), false)
            .set_column_encoding(path(column), Encoding::DELTA_BINARY_PACKED);
    }
    for column in plain {
        builder = builder.set_column_dictionary_enabled(path(column), false);
    }
    for column in indexed {
        builder = builder.set_column_statistics_enabled(path(column), EnabledStatistics::Page);
    }
    Ok(Arc::new(builder.build()))
}

pub(super) fn series_properties() -> Result<WriterPropertiesPtr, ParquetError> {
    let mut builder = common(SERIES_PAGE_ROWS)?;
    for column in ["proto", "port", "hour", "packets", "sources", "hour_sources"] {
        builder = builder
            .set_column_dictionary_enabled(path(column), false)
            .set_column_encoding(path(column), Encoding::DELTA_BINARY_PACKED);
    }
    for column in ["proto", "port", "hour"] {
        builder = builder.set_column_statistics_enabled(path(column), EnabledStatistics::Page);
    }
    Ok(Arc::new(builder.build()))
}

pub(super) fn totals_properties() -> Result<WriterPropertiesPtr, ParquetError> {
    let mut builder = common(64 * 1024)?;
    for column in ["proto", "port", "packets"] {
        builder = builder
            .set_column_dictionary_enabled(path(column), false)
            .set_column_encoding(path(column), Encoding::DELTA_BINARY_PACKED);
    }
    Ok(Arc::new(builder.build()))
}

fn common(page_rows: usize) -> Result<parquet::file::properties::WriterPropertiesBuilder, ParquetError> {
    Ok(WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by("hinomi".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_write_batch_size(1024)
        .set_max_row_group_row_count(None)
        .set_data_page_row_count_limit(page_rows)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES))
}

fn path(column: &str) -> ColumnPath {
    ColumnPath::from(column)
}
