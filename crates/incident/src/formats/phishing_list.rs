//! A list of phishing URLs as CSV with the header `date,URL,description`; the description is the brand.

use std::io::BufRead as _;

use csv::{ReaderBuilder, StringRecord};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use url::Url;

use crate::candidate::{Candidate, Reading, Sink, Subject};
use crate::intake::Input;
use crate::kind::Kind;
use crate::model::{Disposition, Format};

/// Reads a list.
pub(super) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    let bytes = input.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input.bytes);
    let head = bytes.lines().next()?.ok()?;
    if !head.trim().eq_ignore_ascii_case("date,url,description") {
        return None;
    }
    let mut reading = Reading::new(Format::PhishingList, Disposition::Report);
    let mut records = ReaderBuilder::new().flexible(true).from_reader(bytes);
    let mut record = StringRecord::new();
    loop {
        let line = records.position().line();
        match records.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => match candidate(&record, input.zone) {
                Ok(candidate) => sink(candidate),
                Err(reason) => reading.problem(format!("line {line}"), reason),
            },
            Err(error) => reading.problem(format!("line {line}"), error.to_string()),
        }
    }
    Some(reading)
}

fn candidate(record: &StringRecord, zone: &TimeZone) -> Result<Candidate, String> {
    let field = |index| record.get(index).map(str::trim).filter(|field| !field.is_empty());
    let written = field(1).ok_or("no URL")?;
    let url = Url::parse(written).map_err(|error| format!("{written:?}: {error}"))?;
    let mut candidate = Candidate::new(Subject::Site(url.to_string()), Kind::Phishing, "fraud:phishing");
    candidate.host = url.host_str().map(str::to_owned);
    candidate.address = match url.host() {
        Some(url::Host::Ipv4(address)) => Some(address.into()),
        Some(url::Host::Ipv6(address)) => Some(address.into()),
        _ => None,
    };
    candidate.brand = field(2).map(str::to_owned);
    candidate.first = field(0)
        .and_then(|date| DateTime::strptime("%Y/%m/%d %H:%M:%S", date).ok())
        .and_then(|date| date.to_zoned(zone.clone()).ok())
        .map(|zoned| zoned.timestamp());
    Ok(candidate)
}
