//! A list of phishing URLs as CSV with the header `date,URL,description`; the description is the brand.
//!
//! Each row is a site that was seen, at a time of the organisation's zone. Days are written with slashes or
//! hyphens, with or without a time of day, or not at all. A URL that is none is said and left out.

mod relisting;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use url::Url;

use crate::candidate::{Candidate, Problem, Reading, Sink};
use crate::intake::Input;
use crate::model::{Disposition, Format};
use crate::rsit;

use super::document::documents;
use super::rows::{Next, Row, Rows};
use super::{found, time};

pub use relisting::{Relisted, Relistings, relistings};

/// How a list begins, in any case of letters.
const HEAD: &[u8] = b"date,url,description";

/// Reads all lists of an input.
pub(super) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    let mut whole: Option<Reading> = None;
    for document in documents(input) {
        if !is_list(document.content()) {
            continue;
        }
        let reading =
            whole.get_or_insert_with(|| Reading::new(Format::PhishingList, Disposition::Information));
        let mut found_any = false;
        each(document.content(), |line, row| {
            let place = || document.place(&format!("line {line}"));
            let row = match row {
                Ok(row) => row,
                Err(reason) => return reading.problem(place(), reason),
            };
            match candidate(row, input.zone) {
                Ok((candidate, doubt)) => {
                    if let Some(doubt) = doubt {
                        reading.problem(place(), doubt);
                    }
                    found_any = true;
                    sink(candidate);
                }
                Err(reason) => reading.problem(place(), reason),
            }
        });
        if found_any {
            reading.disposition = Disposition::Report;
        }
    }
    whole
}

fn is_list(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(HEAD.len() + 10).copied().filter(|b| *b != b'"').collect();
    let end = head.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(head.len());
    head[..end].trim_ascii().eq_ignore_ascii_case(HEAD)
}

/// Hands on each row after the first, with its line.
fn each(bytes: &[u8], mut take: impl FnMut(u64, Result<&Row, &'static str>)) {
    // Old systems end lines with CR alone; nothing in these lists has one within.
    let lone = !bytes.contains(&b'\n') && bytes.contains(&b'\r');
    let lines: Vec<u8>;
    let bytes = if lone {
        lines = bytes.iter().map(|b| if *b == b'\r' { b'\n' } else { *b }).collect();
        &lines
    } else {
        bytes
    };
    let mut rows = Rows::new(bytes);
    let mut head = true;
    loop {
        match rows.next() {
            Next::Row(..) if std::mem::take(&mut head) => {}
            Next::Row(line, row) => take(line, Ok(row)),
            Next::Bad(line, reason) => take(line, Err(reason)),
            Next::End(_) => break,
        }
    }
}

/// A row's candidate, and what about it is in doubt.
fn candidate(row: &Row, zone: &TimeZone) -> Result<(Candidate, Option<String>), String> {
    let written = row.text(1).ok_or("no URL")?;
    let mut candidate = found::site(written, rsit::PHISHING)?;
    candidate.brand = row.text(2).map(str::to_owned);
    let Some(date) = row.text(0) else { return Ok((candidate, None)) };
    let doubt = match time::any(date, zone) {
        Some((at, known)) => {
            (candidate.first, candidate.zone_known) = (Some(at), known);
            None
        }
        None => Some(format!("{} is no date", found::short(date))),
    };
    Ok((candidate, doubt))
}

/// A row of a list, for counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// When it was listed, in the organisation's time, if said.
    pub at: Option<DateTime>,
    /// The URL as it is compared: in the URL Standard's form where it can be brought to it.
    pub url: String,
    /// Its host; none where it has none.
    pub host: Option<String>,
    /// The brand, as the list names it.
    pub brand: Option<String>,
}

/// All rows of a list, and what of it could not be read. A row whose URL can't be read is there without a host.
pub fn listings(bytes: &[u8]) -> (Vec<Listing>, Vec<Problem>) {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (mut listed, mut problems) = (Vec::new(), Vec::new());
    each(bytes, |line, row| {
        let row = match row {
            Ok(row) => row,
            Err(reason) => {
                return problems.push(Problem { place: format!("line {line}"), reason: reason.to_owned() });
            }
        };
        let written = row.text(1).unwrap_or_default();
        let url = found::url(written);
        if let Err(reason) = &url {
            problems.push(Problem { place: format!("line {line}"), reason: reason.clone() });
        }
        let url = url.ok();
        listed.push(Listing {
            at: row.text(0).and_then(time::civil),
            host: url.as_ref().and_then(Url::host_str).map(str::to_owned),
            url: url.map_or_else(|| written.to_owned(), String::from),
            brand: row.text(2).map(str::to_owned),
        });
    });
    (listed, problems)
}
