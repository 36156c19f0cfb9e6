//! Shadowserver's reports: CSV with a header, as a file, in a zip, or in a mail with either.
//!
//! ```text
//! "timestamp","ip","protocol","port","hostname","tag","asn","geo",...
//! "2019-10-15 01:09:24","192.0.2.195","udp",53,"-","openresolver",64501,"JP",...
//! ```
//!
//! There are some two hundred reports of this form, with new ones every year: the file's name and the columns tell
//! which it is. Each row is an address (or URL) with what was seen of it. Times are UTC. Rows are read one by one
//! and handed on, from a zip too: a day's file of a large network is larger than memory should be.

mod archive;
mod feeds;
mod row;

use std::io::BufRead;

use crate::candidate::{Reading, Sink};
use crate::intake::Input;
use crate::model::{Disposition, Format};

use super::document::{Document, documents};
use super::rows::{Next, Rows};
use feeds::Feed;
use row::Columns;

/// Reads all tables of an input.
pub(super) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    let mut reading: Option<Reading> = None;
    let mut room = archive::UNPACKED;
    for document in documents(input) {
        if document.bytes.starts_with(b"PK") {
            archive::read(&document, &mut room, &mut reading, sink);
        } else if looks_like_table(&document) {
            let source = document.content();
            table(source, document.name, &document.place(""), &mut reading, sink);
        }
    }
    reading
}

/// Whether a part or file may be a table: cheap, for each mail's text passes here.
fn looks_like_table(document: &Document<'_>) -> bool {
    let beginning = document.content();
    let beginning = &beginning[..beginning.len().min(16)];
    beginning.starts_with(b"\"timestamp\"") || beginning.starts_with(b"timestamp,")
}

/// The reading to which a table's problems and results go.
fn begun(reading: &mut Option<Reading>) -> &mut Reading {
    reading.get_or_insert_with(|| Reading::new(Format::Shadowserver, Disposition::Information))
}

/// Reads one table; does nothing where its header is none of these. `place` is where it lies, or empty.
fn table(source: impl BufRead, name: &str, place: &str, reading: &mut Option<Reading>, sink: &mut Sink<'_>) {
    let mut rows = Rows::new(source);
    let Next::Row(_, head) = rows.next() else { return };
    let Some(columns) = Columns::of(head) else { return };
    let reading = begun(reading);
    let at = |line: u64| match place {
        "" => format!("line {line}"),
        place => format!("{place}, line {line}"),
    };
    let mut feed = Feed::by_name(name);
    loop {
        match rows.next() {
            Next::Row(line, row) => {
                let feed = feed.get_or_insert_with(|| {
                    let told = columns.feed(row);
                    if !told.known {
                        reading
                            .problem(at(line), "which report this is can't be told; its kind is left open");
                    }
                    told
                });
                match columns.candidate(row, feed) {
                    Ok(candidate) => {
                        reading.disposition = Disposition::Report;
                        sink(candidate);
                    }
                    Err(reason) => reading.problem(at(line), reason),
                }
            }
            Next::Bad(line, reason) => reading.problem(at(line), reason),
            Next::End(None) => break,
            Next::End(Some(error)) => {
                reading.problem(place.to_owned(), format!("it can't be read to its end: {error}"));
                break;
            }
        }
    }
}
