//! Words and log lines of people: what no machine format is.

use std::net::IpAddr;

use crate::candidate::{Candidate, Reading, Sink, Subject};
use crate::intake::Input;
use crate::kind::Kind;
use crate::model::{Disposition, Format};

/// Reads free text.
pub(crate) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Reading {
    let mut reading = Reading::new(Format::FreeText, Disposition::Question);
    let texts =
        input.mail.into_iter().flat_map(|mail| mail.parts.iter().filter_map(|part| part.text.as_deref()));
    for text in texts {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')'));
        for address in words.filter_map(|word| word.parse::<IpAddr>().ok()) {
            reading.disposition = Disposition::Report;
            sink(Candidate::new(Subject::Address(address), Kind::Scan, "information-gathering:scanner"));
        }
    }
    reading
}
