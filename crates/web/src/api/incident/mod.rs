//! The desk for programs: the lists, records and figures of its pages, and reports in.
//!
//! A program comes with a token ([`crate::staff::Caller`]); a browser that has signed in may ask, too. Lists take the
//! words of `incident::Evidence`, as the pages do, and go on with `after`. Every look at one record is written down in
//! the journal as a person's is.
//!
//! CSV is that of RFC 4180. What a cell says comes from strangers, and a spreadsheet takes a cell that begins with
//! `=` for a formula: such cells begin with an apostrophe.

pub(crate) mod figures;
pub(crate) mod incidents;
pub(crate) mod messages;
pub(crate) mod notifications;
mod openapi;
pub(crate) mod reports;
pub(crate) mod search;
pub(crate) mod statistics;
pub(crate) mod takedowns;

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::Format;
use crate::desk::asked;
use crate::error::Failure;

pub(in crate::api) use openapi::{operation, word};
pub(crate) use openapi::{paths, schemas};

/// Rows of an answer where nobody says how many, and at most.
pub(super) const ROWS: (u64, u64) = (100, 1000);

/// Takes the form of the answer out of the parameters.
pub(in crate::api) fn format(pairs: &mut Vec<(String, String)>) -> Result<Format, Failure> {
    match asked::take(pairs, "format")?.as_deref() {
        None | Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some(other) => Err(Failure::Question(format!("format={other}: json or csv"))),
    }
}

/// Refuses parameters that nobody asked after.
pub(in crate::api) fn nothing_else(pairs: &[(String, String)]) -> Result<(), Failure> {
    match pairs.first() {
        None => Ok(()),
        Some((name, _)) => Err(Failure::Question(format!("there is no parameter {name}"))),
    }
}

/// An answer as JSON.
pub(in crate::api) fn json(status: StatusCode, answer: &impl Serialize) -> Result<Response, Failure> {
    let text = serde_json::to_string(answer).map_err(|error| Failure::Internal(error.to_string()))?;
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    Ok((status, headers.map(|(name, value)| (name, HeaderValue::from_static(value))), text).into_response())
}

/// Rows as CSV that no spreadsheet runs.
pub(super) fn table<const N: usize>(
    columns: [&str; N],
    records: impl Iterator<Item = [String; N]>,
) -> String {
    let mut text = columns.join(",") + "\r\n";
    for record in records {
        text += &record.map(|cell| safe(&cell)).join(",");
        text += "\r\n";
    }
    text
}

/// An answer as CSV.
pub(in crate::api) fn csv<const N: usize>(
    columns: [&str; N],
    records: impl Iterator<Item = [String; N]>,
) -> Response {
    let text = table(columns, records);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (CONTENT_DISPOSITION, "attachment; filename=\"hinomi.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers.map(|(name, value)| (name, HeaderValue::from_static(value))), text).into_response()
}

/// A cell that is no formula to any spreadsheet, quoted where it has to be.
fn safe(cell: &str) -> String {
    let cell = kernel::inert_cell(cell);
    if cell.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expect) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("@SUM(1,2)", "\"'@SUM(1,2)\""),
            ("+81-3-0000", "'+81-3-0000"),
            ("-1", "-1"),
            ("-1+1", "'-1+1"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("\t=1", "'\t=1"),
            ("a \"b\"\r\nc", "\"a \"\"b\"\"\r\nc\""),
            ("192.0.2.1", "192.0.2.1"),
            ("", ""),
        ] {
            assert_eq!(safe(cell), expect, "{cell:?}");
        }
    }
}
