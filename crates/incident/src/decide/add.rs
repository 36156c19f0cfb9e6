//! Incidents that a person sees in a message where the reader saw none.

use super::{Changed, Decision};
use crate::candidate::{Candidate, Subject, address_key};
use crate::error::Error;
use crate::kind::Kind;
use crate::model::{Disposition, IncidentState};
use crate::service::Service;
use crate::store::{self, incident, message};

/// An incident written down by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// What is counted: an address, a URL or a host name, as a person writes it; defanged as mails have it, too.
    pub subject: String,
    /// Of what kind.
    pub kind: Kind,
}

/// The subject that is meant: an address, else a URL, else a host name with a dot.
pub(crate) fn subject(written: &str) -> Option<Subject> {
    let plain = written.trim().replace("[.]", ".").replace("(.)", ".").replace("[:]", ":");
    let plain = match plain.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("hxxp") => format!("http{}", &plain[4..]),
        _ => plain,
    };
    if let Ok(address) = plain.parse::<std::net::IpAddr>() {
        return Some(Subject::Address(address.to_canonical()));
    }
    if plain.contains("://") {
        let url = url::Url::parse(&plain).ok()?;
        let known = matches!(url.scheme(), "http" | "https" | "ftp");
        return (known && url.host().is_some()).then(|| Subject::Site(url.to_string()));
    }
    let host = url::Host::parse(plain.trim_end_matches('.')).ok()?.to_string();
    (host.contains('.') && host.len() <= 253).then_some(Subject::Host(host))
}

/// The RSIT type of a kind where nobody says more.
const fn usual_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Scan => "information-gathering:scanner",
        Kind::Forged => "fraud:masquerade",
        Kind::Intrusion => "intrusions:system-compromise",
        Kind::Phishing => "fraud:phishing",
        Kind::Other => "other:other",
    }
}

/// A message that holds an incident is a report.
pub(super) async fn make_report(decision: &Decision<'_>, row: message::Model) -> Result<(), Error> {
    if row.disposition == Disposition::Report.name() {
        return Ok(());
    }
    let (id, before) = (row.id, row.disposition.clone());
    let (disposition, decided_by) = (Disposition::Report.name().to_owned(), Some(decision.who.to_owned()));
    message::update(&decision.db, message::Model { disposition, decided_by, ..row }).await?;
    let after = Disposition::Report.name();
    let changed = Changed { what: "dispose", before: &before, after, note: "" };
    decision.remember("message", id, changed).await
}

impl Service {
    /// Adds an incident to a message, and says its number.
    pub async fn add_incident(&self, message: i64, by_hand: &ByHand, who: &str) -> Result<i64, Error> {
        let written = &by_hand.subject;
        let subject = subject(written)
            .ok_or_else(|| Error::Refused(format!("{written:?} is no address, URL or host name")))?;
        let candidate = Candidate::new(subject, by_hand.kind, usual_type(by_hand.kind));
        let text = candidate.subject.text();
        let decision = self.decide(who).await?;
        let row = message::get(&decision.db, message).await?;
        if let Some(same) = incident::by_subject(&decision.db, message, &text).await? {
            return Err(Error::Refused(format!("message {message} has {text} already: incident {same}")));
        }
        let id = store::next_id(&decision.db, incident::Column::Id).await?;
        let host = match &candidate.subject {
            crate::Subject::Site(site) => {
                url::Url::parse(site).ok().and_then(|url| url.host_str().map(str::to_owned))
            }
            crate::Subject::Host(host) => Some(host.clone()),
            crate::Subject::Address(_) => None,
        };
        let new = incident::Model {
            id,
            incident_message_id: message,
            received_us: row.received_us,
            kind: candidate.kind.name().to_owned(),
            rsit: candidate.rsit.to_owned(),
            refinement: None,
            subject_kind: candidate.subject.kind().to_owned(),
            subject: text.clone(),
            address_key: candidate.address.map(address_key),
            host,
            brand: None,
            many_ports: false,
            victim: None,
            first_us: None,
            last_us: None,
            zone_known: false,
            sightings: 1,
            evidence: String::new(),
            details: "{}".to_owned(),
            state: IncidentState::Open.name().to_owned(),
            closed_us: None,
            decided_by: Some(who.to_owned()),
            merged_into: None,
        };
        incident::insert(&decision.db, &[new]).await?;
        make_report(&decision, row).await?;
        let changed = Changed { what: "add", before: "", after: &text, note: "" };
        decision.remember("incident", id, changed).await?;
        decision.commit().await?;
        Ok(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expect: Option<(&str, &str)>) {
        let found = subject(written).map(|subject| (subject.kind(), subject.text()));
        assert_eq!(found.as_ref().map(|(kind, text)| (*kind, text.as_str())), expect, "{written:?}");
    }

    #[test]
    fn a_subject_is_understood_as_people_write_it() {
        check(" 192.0.2.1 ", Some(("address", "192.0.2.1")));
        check("192[.]0[.]2[.]1", Some(("address", "192.0.2.1")));
        check("::ffff:192.0.2.1", Some(("address", "192.0.2.1")));
        check("2001:DB8::1", Some(("address", "2001:db8::1")));
        check("hxxp://www[.]example[.]com/a", Some(("site", "http://www.example.com/a")));
        check("HXXPS://example.com", Some(("site", "https://example.com/")));
        check("WWW.Example.com.", Some(("host", "www.example.com")));
        for wrong in ["", "localhost", "javascript://x", "mailto:a@example.com", "a b.example", "http://"] {
            check(wrong, None);
        }
    }
}
