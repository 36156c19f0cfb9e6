//! The API for programs, an endpoint a file: the same figures as the pages, to three decimals.
//!
//! Parameters are read strictly; a mistake is answered with problem details (RFC 9457) that name it. CSV is
//! that of RFC 4180.

pub(crate) mod account;
pub(crate) mod activity;
pub(crate) mod graph;
pub(crate) mod incident;
pub(crate) mod openapi;
pub(crate) mod sensors;
pub(crate) mod series;
pub(crate) mod top;

use serde::Serialize;

use crate::cache::{Document, Media};
use crate::error::Failure;

/// Ports in one answer at most.
pub(crate) const MOST_PORTS: usize = 10;

/// Places in one answer at most.
pub(crate) const MOST_PLACES: usize = 100;

/// The forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    #[default]
    Json,
    Csv,
}

/// The forms by name.
pub(crate) const FORMATS: [(&str, Format); 2] = [("json", Format::Json), ("csv", Format::Csv)];

impl Format {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

/// Who may use it: the path of the terms.
pub(crate) const TERMS: &str = "/about/data";

/// An answer as JSON.
pub(crate) fn json(answer: &impl Serialize) -> Result<Document, Failure> {
    let text = serde_json::to_string(answer).map_err(|e| Failure::Internal(e.to_string()))?;
    Document::new(Media::Json, text)
}

/// An answer as CSV (RFC 4180: lines end with CR LF).
///
/// Fields are numbers, names of ports and times, which never hold a comma or a quotation mark.
pub(crate) fn csv<const N: usize>(
    columns: &[&str; N],
    records: impl Iterator<Item = [String; N]>,
) -> Result<Document, Failure> {
    let mut text = columns.join(",") + "\r\n";
    for record in records {
        text.push_str(&record.join(","));
        text.push_str("\r\n");
    }
    Document::new(Media::Csv, text)
}
