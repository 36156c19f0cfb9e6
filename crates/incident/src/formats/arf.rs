//! Abuse Reporting Format: `message/feedback-report` in a mail (RFC 5965), with the further types of RFC 6430
//! (not-spam) and RFC 6591 (authentication failures), as mailbox providers send it (RFC 6449, RFC 6650).
//!
//! The report names the address that a mail came from, and the mail, or its head, is attached. What is counted is
//! that address; for `fraud` with URIs each site. Senders leave out `Version` or `User-Agent` and write dates as
//! they like: nothing but a feedback type and something to count is asked for.

use crate::candidate::{Candidate, Reading, Sink, Subject};
use crate::intake::Input;
use crate::model::{Disposition, Format};
use crate::rsit;

use super::document::{Document, documents, is_message};
use super::{found, head, time};

/// So many URIs of one report are read.
const URIS: usize = 1000;

/// Fields that are kept as details.
const DETAILS: &[(&str, &str)] = &[
    ("User-Agent", "user-agent"),
    ("Original-Mail-From", "mail-from"),
    ("Original-Rcpt-To", "rcpt-to"),
    ("Original-Envelope-Id", "envelope-id"),
    ("Authentication-Results", "authentication-results"),
    ("Auth-Failure", "auth-failure"),
    ("Delivery-Result", "delivery-result"),
    ("Identity-Alignment", "identity-alignment"),
    ("Reporting-MTA", "reporting-mta"),
    ("Reported-Domain", "reported-domain"),
    ("Incidents", "incidents"),
    ("Source-Port", "source-port"),
];

/// Reads the feedback reports of a mail.
pub(super) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    input.mail?;
    let documents = documents(input);
    let reports: Vec<&Document<'_>> =
        documents.iter().filter(|document| document.media_type == "message/feedback-report").collect();
    if reports.is_empty() {
        return None;
    }
    let original = original(input);
    let mut reading = Reading::new(Format::Arf, Disposition::Information);
    let mut found_any = false;
    for document in reports {
        let fields = head::fields(&document.text());
        let feedback = head::field(&fields, "Feedback-Type").unwrap_or("abuse").to_ascii_lowercase();
        // Somebody says that a mail was none of the sort: nothing happened.
        if matches!(feedback.as_str(), "not-spam" | "miscategorized") {
            continue;
        }
        let before = found_any;
        for mut candidate in candidates(document, &fields, &feedback, &original, &mut reading) {
            describe(document, &fields, &mut candidate, input, &mut reading);
            found::detail(&mut candidate, "feedback-type", &feedback);
            found::detail(&mut candidate, "subject", original.subject.as_deref().unwrap_or_default());
            found::evidence(&mut candidate, &original.head);
            found_any = true;
            sink(candidate);
        }
        if before == found_any {
            let reason = "it names neither the address that the mail came from nor a URI or domain";
            reading.problem(document.place(""), reason);
            reading.disposition = Disposition::Unreadable;
        }
    }
    if found_any {
        reading.disposition = Disposition::Report;
    }
    Some(reading)
}

/// What the mail that is reported says of itself.
#[derive(Debug, Default)]
struct Original {
    head: String,
    subject: Option<String>,
}

fn original(input: &Input<'_>) -> Original {
    let parts = input.mail.into_iter().flat_map(|mail| &mail.parts);
    let Some(part) = parts.into_iter().find(|part| is_message(&part.media_type)) else {
        return Original::default();
    };
    let text = String::from_utf8_lossy(&part.bytes[..part.bytes.len().min(256 << 10)]);
    let head = head::of_message(&text).to_owned();
    let subject = match &part.message {
        Some(message) => Some(message.subject.clone()),
        None => head::field(&head::fields(&head), "Subject").map(str::to_owned),
    };
    Original { head, subject }
}

/// The RSIT type of a feedback type.
fn rsit(feedback: &str) -> &'static str {
    match feedback {
        "fraud" => rsit::PHISHING,
        "virus" => rsit::INFECTED_SYSTEM,
        // The sender passed himself off as a domain that says it wasn't him (SPF, DKIM, DMARC).
        "auth-failure" | "dmarc" | "dkim" => rsit::MASQUERADE,
        // `opt-out`, `opt-out-list`: mail that the recipient wants no more of.
        "abuse" | "opt-out" | "opt-out-list" | "complaint" => rsit::SPAM,
        _ => rsit::UNDETERMINED,
    }
}

fn candidates(
    document: &Document<'_>,
    fields: &[(String, String)],
    feedback: &str,
    original: &Original,
    reading: &mut Reading,
) -> Vec<Candidate> {
    let id = rsit(feedback);
    let mut candidates = Vec::new();
    if found::is_of_sites(id) {
        for uri in head::all(fields, "Reported-URI").take(URIS) {
            match found::site(uri, id) {
                Ok(mut candidate) => {
                    if let Some(source) = head::field(fields, "Source-IP") {
                        found::detail(&mut candidate, "mail-source", source);
                    }
                    candidates.push(candidate);
                }
                Err(reason) => reading.problem(document.place("Reported-URI"), reason),
            }
        }
        if !candidates.is_empty() {
            return candidates;
        }
    }
    for written in head::all(fields, "Source-IP").chain(head::all(fields, "Source")) {
        match found::address(written.split_whitespace().next().unwrap_or_default()) {
            Some(address) => {
                candidates.push(found::of(Subject::Address(address), id));
                return candidates;
            }
            None => {
                let reason = format!("{}: no address", found::short(written));
                reading.problem(document.place("Source-IP"), reason);
            }
        }
    }
    // Without an address: the site that the mail advertises, or else the domain that it is from.
    let uri = head::field(fields, "Reported-URI").and_then(|uri| found::site(uri, id).ok());
    let domain = || head::field(fields, "Reported-Domain").and_then(|name| found::anything(name, id).ok());
    let sender = || {
        let sender = head::fields(&original.head);
        let sender = head::field(&sender, "Return-Path").map(str::to_owned)?;
        found::anything(sender.rsplit_once('@')?.1.trim_end_matches('>'), id).ok()
    };
    candidates.extend(uri.or_else(domain).or_else(sender));
    candidates
}

/// Adds what the report says about all of its candidates.
fn describe(
    document: &Document<'_>,
    fields: &[(String, String)],
    candidate: &mut Candidate,
    input: &Input<'_>,
    reading: &mut Reading,
) {
    let date = head::field(fields, "Arrival-Date").or_else(|| head::field(fields, "Received-Date"));
    if let Some(date) = date {
        match time::any(date, input.zone) {
            Some((at, known)) => (candidate.first, candidate.zone_known) = (Some(at), known),
            None => {
                reading.problem(document.place("Arrival-Date"), format!("{}: no time", found::short(date)));
            }
        }
    }
    for (name, key) in DETAILS {
        if let Some(value) = head::field(fields, name) {
            found::detail(candidate, key, value);
        }
    }
    let uris: Vec<&str> = head::all(fields, "Reported-URI").take(20).collect();
    found::detail(candidate, "reported-uri", uris.join(" "));
}
