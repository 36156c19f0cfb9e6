//! XARF: abuse reports in JSON, as a file or as a part of a mail; version 3 (and its forerunners) and version 4.
//!
//! Version 3 says what it is by `Version` and `Report`, version 4 by `xarf_version`. Both are checked by rules of
//! our own, a function for each group of fields. Whoever breaks a rule of version 3 is refused with the reasons:
//! its makers say so, and keep examples. Of version 4 what tells who did what and when has to be right; for the
//! rest the reasons are noted and the report is taken.

mod fields;
mod v3;
mod v3_rules;
mod v4;
mod v4_types;

use serde_json::{Map, Value};

use crate::candidate::{Candidate, Reading, Sink};
use crate::intake::Input;
use crate::model::{Disposition, Format};

use super::document::{Document, TREE_BYTES, documents};
use super::found;
use fields::Faults;

pub(crate) use v4_types::TYPES as V4_TYPES;

/// What of version 3 may stand at the top. A document with other names is something else.
const V3_NAMES: &[&str] =
    &["Version", "ReporterInfo", "OnBehalfOf", "Disclosure", "InternalProcessing", "Report"];

/// What came of one document.
#[derive(Debug)]
struct Judged {
    format: Format,
    candidate: Option<Candidate>,
    faults: Faults,
    reporter: Option<String>,
    reporter_name: Option<String>,
}

/// Reads XARF documents.
pub(super) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    let mut whole: Option<Reading> = None;
    for document in documents(input) {
        let Some(judged) = judge(&document) else { continue };
        let reading = whole.get_or_insert_with(|| Reading::new(judged.format, Disposition::Unreadable));
        for (place, reason) in judged.faults.into_inner() {
            reading.problem(document.place(&place), reason);
        }
        if let Some(candidate) = judged.candidate {
            reading.disposition = Disposition::Report;
            reading.reporter = reading.reporter.take().or(judged.reporter);
            reading.reporter_name = reading.reporter_name.take().or(judged.reporter_name);
            sink(candidate);
        }
    }
    whole
}

/// Reads one document; none where it isn't XARF.
fn judge(document: &Document<'_>) -> Option<Judged> {
    let json = document.media_type == "application/json"
        || document.media_type == "application/xarf+json"
        || document.begins_with() == Some(b'{');
    if !json || document.bytes.len() > TREE_BYTES {
        return None;
    }
    // Deeper than 128 levels is refused by the parser.
    let parsed: Result<Map<String, Value>, _> = match document.media_type {
        kind if kind.starts_with("text/") => serde_json::from_str(&document.text()),
        _ => serde_json::from_slice(document.content()),
    };
    let object = match parsed {
        Ok(object) => object,
        Err(error) => return broken(document, &error),
    };
    if object.contains_key("xarf_version") {
        return Some(v4::judge(&object));
    }
    let ours = object.contains_key("Version") && object.keys().all(|name| V3_NAMES.contains(&name.as_str()));
    ours.then(|| v3::judge(&object))
}

/// What is no JSON at all, but has a name of one of the versions in its beginning, was meant to be XARF.
fn broken(document: &Document<'_>, error: &serde_json::Error) -> Option<Judged> {
    let text = document.text();
    let beginning = &text[..text.floor_char_boundary(4096)];
    let format = if beginning.contains("\"xarf_version\"") {
        Format::Xarf4
    } else if beginning.contains("\"ReporterInfo\"") && beginning.contains("\"Version\"") {
        Format::Xarf3
    } else {
        return None;
    };
    let mut faults = Faults::default();
    faults.note("JSON", error.to_string());
    Some(Judged { format, candidate: None, faults, reporter: None, reporter_name: None })
}

/// So many samples of evidence are taken of one report.
const SAMPLES: usize = 50;

/// Adds a sample to the evidence, if it is text.
fn sample(candidate: &mut Candidate, media_type: &str, payload: &str, base64: bool) {
    use base64::Engine as _;
    let media_type = media_type.trim().to_ascii_lowercase();
    let text = ["text/", "message/", "application/json"].iter().any(|kind| media_type.starts_with(kind));
    if !text || media_type.starts_with("text/html") {
        return;
    }
    if !base64 {
        return found::evidence(candidate, payload);
    }
    let engine = base64::engine::general_purpose::STANDARD;
    // Padding and line ends are often wrong; a payload that isn't base64 stays with the original.
    let clean: String = payload.chars().filter(|c| !c.is_whitespace()).take(64 << 10).collect();
    if let Ok(bytes) = engine.decode(&clean[..clean.len() / 4 * 4]) {
        found::evidence(candidate, &String::from_utf8_lossy(&bytes));
    }
}
