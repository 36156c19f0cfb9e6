//! Version 4: flat, `{"xarf_version": "4.2.0", "category": "content", "type": "phishing", ..}`.
//!
//! Refused is what doesn't say who, what and when. A field missing that its type asks for, or a wrong one aside, is
//! noted and the report taken: a phishing site is none the less there for want of its registration date.

use serde_json::{Map, Value};

use crate::candidate::{Candidate, Port};
use crate::model::Format;
use crate::rsit::Rsit;

use super::fields::{Faults, Fields, plain};
use super::v4_types::{TYPES, Type, particular};
use super::{Judged, SAMPLES, found, sample};

/// Judges a document that says it is of version 4.
pub(super) fn judge(object: &Map<String, Value>) -> Judged {
    let root = Fields::root(object);
    let mut faults = Faults::default();
    let (reporter, reporter_name) = check_parties(&root, &mut faults);
    let kind = check_common(&root, &mut faults);
    let refused = !faults.is_empty();
    let candidate = match kind {
        Some(kind) if !refused => candidate(&root, kind, &mut faults),
        _ => None,
    };
    Judged { format: Format::Xarf4, candidate, faults, reporter, reporter_name }
}

/// Checks who reports and who sends; gives the reporter's address and name.
fn check_parties(root: &Fields<'_>, faults: &mut Faults) -> (Option<String>, Option<String>) {
    let mut said = (None, None);
    for name in ["sender", "reporter"] {
        root.need(faults, name);
        let Some(party) = root.within(faults, name) else { continue };
        let organisation = party.filled(faults, "org").map(str::to_owned);
        party.need(faults, "contact");
        let contact = party.mail_address(faults, "contact").map(str::to_owned);
        party.need(faults, "domain");
        party.host(faults, "domain");
        said = (contact, organisation);
    }
    said
}

/// Checks what all types have; gives the type.
fn check_common(root: &Fields<'_>, faults: &mut Faults) -> Option<&'static Type> {
    if let Some(version) = root.filled(faults, "xarf_version")
        && !is_version(version)
    {
        faults.note("xarf_version", format!("{} is no version 4.x.y", found::short(version)));
    }
    if let Some(id) = root.filled(faults, "report_id")
        && !is_uuid(id)
    {
        faults.note("report_id", format!("{} is no UUID", found::short(id)));
    }
    root.need(faults, "timestamp");
    for name in ["timestamp", "first_seen", "last_seen"] {
        root.time(faults, name);
    }
    root.filled(faults, "source_identifier");
    for name in ["source_port", "destination_port", "service_port"] {
        root.port(faults, name);
    }
    root.address(faults, "destination_ip");
    for name in ["url", "infringing_url"] {
        root.url(faults, name);
    }
    let category = root.filled(faults, "category")?;
    let name = root.filled(faults, "type")?;
    let known = TYPES.iter().find(|known| known.category == category && known.name == name);
    if known.is_none() {
        let (name, category) = (found::short(name), found::short(category));
        faults.note("type", format!("there is no {name} of the category {category}"));
    }
    known
}

fn is_version(text: &str) -> bool {
    let mut parts = text.split('.');
    let number =
        |part: Option<&str>| part.is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    parts.next() == Some("4") && number(parts.next()) && number(parts.next()) && parts.next().is_none()
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// What is kept as a detail, under its own name with hyphens.
const DETAILS: &[&str] = &[
    "report_id",
    "evidence_source",
    "description",
    "confidence",
    "tags",
    "source_port",
    "service",
    "service_version",
    "attack_vector",
    "attack_pattern",
    "attempt_count",
    "duration_minutes",
    "duration_seconds",
    "user_agent",
    "url",
    "target_url",
    "domain",
    "smtp_from",
    "subject",
    "malware_family",
    "malware_type",
    "threat_type",
    "compromise_type",
    "compromise_method",
    "compromise_evidence",
    "fraud_type",
    "infringement_type",
    "work_title",
    "rights_holder",
    "cve_id",
    "severity",
    "hosting_provider",
    "registrar",
    "payload_sample",
];

fn candidate(root: &Fields<'_>, kind: &Type, faults: &mut Faults) -> Option<Candidate> {
    for name in kind.needs {
        root.need(faults, name);
    }
    // A tag that names a type of the taxonomy is more particular than any type of the format.
    let tags = root.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let tags: Vec<&str> = tags.iter().take(100).filter_map(Value::as_str).collect();
    let tagged = || tags.iter().find_map(|tag| Rsit::parse(tag));
    let mut quiet = Faults::default();
    let mut word = |name| root.text(&mut quiet, name);
    let worded = word("threat_type").or_else(|| word("compromise_type"));
    let id = tagged()
        .or_else(|| worded.and_then(Rsit::parse))
        .map(|rsit| rsit.id)
        .or_else(|| worded.and_then(particular))
        .unwrap_or(kind.rsit);
    let mut candidate = subject(root, kind, id, faults)?;
    let brand = ["target_brand", "affected_brand", "impersonated_entity"];
    candidate.brand = brand.iter().find_map(|name| root.text(faults, name)).map(str::to_owned);
    candidate.victim = root.address(faults, "destination_ip").map(|address| address.to_string());
    ports(root, kind, &mut candidate, faults);
    // When it was first seen, if said; the time stamp is when it was (last) seen, and sometimes lies before.
    let mut at = |name| root.time(faults, name);
    let (stamp, first, last) = (at("timestamp"), at("first_seen"), at("last_seen"));
    candidate.first = [first.or(stamp), last.or(stamp)].into_iter().flatten().min();
    candidate.last = [first, last.or(stamp)].into_iter().flatten().max();
    candidate.zone_known = true;
    own_tags(&tags, &mut candidate);
    for name in DETAILS {
        if let Some(value) = root.get(name).and_then(plain)
            && !(*name == "url" && candidate.subject.text() == value)
        {
            found::detail(&mut candidate, &name.replace('_', "-"), value);
        }
    }
    for one in root.objects(faults, "evidence", SAMPLES) {
        one.need(faults, "content_type");
        one.need(faults, "payload");
        let media_type = one.text(faults, "content_type").unwrap_or_default();
        let payload = one.text(faults, "payload").unwrap_or_default();
        sample(&mut candidate, media_type, payload, true);
    }
    Some(candidate)
}

/// What our own reports say beyond the format, by tags.
fn own_tags(tags: &[&str], candidate: &mut Candidate) {
    for (space, word) in tags.iter().filter_map(|tag| tag.split_once(':')) {
        match space {
            "kind" => candidate.kind = word.parse().unwrap_or(candidate.kind),
            "refinement" => candidate.refinement = word.parse().ok().or(candidate.refinement),
            "ports" if word == "many" => candidate.many_ports = true,
            "zone" if word == "assumed" => candidate.zone_known = false,
            _ => {}
        }
    }
}

/// What is counted: for content and copyright the URL, else the source.
fn subject(root: &Fields<'_>, kind: &Type, id: &'static str, faults: &mut Faults) -> Option<Candidate> {
    let source = root.text(faults, "source_identifier")?;
    let name = if kind.category == "copyright" { "infringing_url" } else { "url" };
    let by_url = kind.category == "content" || kind.category == "copyright" || found::is_of_sites(id);
    if let Some(url) = root.url(faults, name).filter(|_| by_url) {
        let mut site = found::site(url, id).ok()?;
        site.address = found::address(source).or(site.address);
        if site.address.is_none() && site.host.as_deref() != Some(source) {
            found::detail(&mut site, "source", source);
        }
        return Some(site);
    }
    match found::anything(source, id) {
        Ok(candidate) => Some(candidate),
        Err(reason) => {
            faults.note("source_identifier", reason);
            None
        }
    }
}

fn ports(root: &Fields<'_>, kind: &Type, candidate: &mut Candidate, faults: &mut Faults) {
    let protocol = root.text(faults, "protocol").unwrap_or_default().to_lowercase();
    let protocol = match protocol.as_str() {
        "tcp" | "udp" | "sctp" | "icmp" => protocol,
        _ => String::new(),
    };
    let at = |number| Port { protocol: protocol.clone(), number };
    let names: &[&str] = match kind.category {
        "vulnerability" => &["service_port", "port", "source_port"],
        _ => &["destination_port"],
    };
    candidate.ports.extend(names.iter().find_map(|name| root.port(faults, name)).map(at));
    for number in root.list(faults, "targeted_ports").unwrap_or_default().iter().take(65_536) {
        match number.as_u64().and_then(|number| u16::try_from(number).ok()).filter(|number| *number > 0) {
            Some(number) => candidate.ports.push(at(number)),
            None => faults.note("targeted_ports", format!("{number} is no port")),
        }
    }
    candidate.ports.sort();
    candidate.ports.dedup();
    if candidate.ports.len() > MANY {
        candidate.ports.clear();
        candidate.many_ports = true;
    }
}

/// More ports than this are "many ports": nobody reads the list, and each is a row.
const MANY: usize = 100;
