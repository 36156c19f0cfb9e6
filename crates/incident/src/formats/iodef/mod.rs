//! IODEF version 2 (RFC 7970), and version 1 (RFC 5070) where the two agree.
//!
//! ```text
//! IODEF-Document > Incident (purpose) > IncidentID, StartTime, EndTime, Assessment,
//!                  EventData > Flow > System (category) > Node > Address, DomainData; Service > Port, Portlist
//! ```
//!
//! Each address, site or name of a source is a candidate; ports are those of the targets, or else of the source.
//! What an incident says, its events have unless they say otherwise. Where no event names a system, the
//! observables of its indicators are taken. The kind stands in `IncidentCategory`, as a type of the RSIT or a
//! word; else what the impact says.

mod node;
mod tree;

use jiff::Timestamp;

use crate::candidate::{Candidate, Reading, Sink};
use crate::intake::Input;
use crate::kind::{Kind, Refinement};
use crate::model::{Disposition, Format};
use crate::rsit::{self, Rsit};

use super::document::{Document, TREE_BYTES, documents};
use super::{found, time};
use tree::Element;

/// What has to stand in the beginning of a document.
const ROOT: &str = "IODEF-Document";

/// Reads all documents of an input.
pub(super) fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    let mut whole: Option<Reading> = None;
    for document in documents(input).iter().filter(|document| is_iodef(document)) {
        let reading = whole.get_or_insert_with(|| Reading::new(Format::Iodef, Disposition::Unreadable));
        if document.bytes.len() > TREE_BYTES {
            reading.problem(document.place(""), format!("longer than {TREE_BYTES} bytes"));
            continue;
        }
        // A mail's reader has decoded text; a file has to be UTF-8.
        if !document.media_type.starts_with("text/")
            && let Err(error) = std::str::from_utf8(document.content())
        {
            reading.problem(document.place(""), format!("no UTF-8: {error}"));
            continue;
        }
        let text = document.text();
        match tree::parse(&text) {
            Ok(root) => incidents(&root, document, reading, sink),
            Err(reason) => reading.problem(document.place(""), reason),
        }
    }
    whole
}

fn is_iodef(document: &Document<'_>) -> bool {
    let content = document.content();
    let beginning = &content[..content.len().min(4096)];
    document.begins_with() == Some(b'<') && memchr::memmem::find(beginning, ROOT.as_bytes()).is_some()
}

fn incidents(root: &Element, document: &Document<'_>, reading: &mut Reading, sink: &mut Sink<'_>) {
    let mut any = false;
    for (at, incident) in root.all("Incident").enumerate() {
        let place = || document.place(&format!("incident {}", at + 1));
        any = true;
        let mut said = Said::default().within(incident, &place(), reading);
        said.id = incident.children.iter().find(|child| child.name == "IncidentID").map(|id| {
            let name = id.attribute("name").unwrap_or_default();
            format!("{name}#{}", id.text.trim()).trim_matches('#').to_owned()
        });
        said.purpose = incident.attribute("purpose").map(str::to_owned);
        let mut found = Vec::new();
        for event in incident.all("EventData") {
            events(event, &said, &place(), reading, &mut found);
        }
        if found.is_empty() {
            node::indicators(incident, said.rsit(), &mut found);
            for candidate in &mut found {
                said.describe(candidate);
            }
        }
        if found.is_empty() {
            reading.problem(place(), "it names no source");
        }
        for candidate in found {
            reading.disposition = Disposition::Report;
            sink(candidate);
        }
    }
    if !any {
        reading.problem(document.place(""), "it has no incident");
    }
}

/// What an incident or event says, and what is within it inherits.
#[derive(Debug, Clone, Default)]
struct Said {
    id: Option<String>,
    purpose: Option<String>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    zone_unknown: bool,
    rsit: Option<&'static str>,
    kind: Option<Kind>,
    refinement: Option<Refinement>,
    description: Option<String>,
}

impl Said {
    /// What holds within an element that may say some of it anew.
    fn within(&self, element: &Element, place: &str, reading: &mut Reading) -> Self {
        let mut said = self.clone();
        let mut at = |names: &[&str]| {
            let (name, text) = names.iter().find_map(|name| Some((*name, element.text_of(name)?)))?;
            let read = time::with_zone(text);
            if read.is_none() {
                reading.problem(format!("{place}, {name}"), format!("{} is no time", found::short(text)));
            }
            read
        };
        said.start = at(&["StartTime", "DetectTime", "ReportTime"]).or(said.start);
        said.end = at(&["EndTime"]).or(said.end);
        said.description = element.text_of("Description").map(str::to_owned).or(said.description);
        for assessment in element.all("Assessment") {
            said.assess(assessment);
        }
        said
    }

    fn assess(&mut self, assessment: &Element) {
        for category in assessment.all("IncidentCategory") {
            let word = category.text.trim();
            if let Some(rsit) = Rsit::parse(word) {
                self.rsit = Some(rsit.id);
            } else if let Ok(kind) = word.parse() {
                self.kind = Some(kind);
            } else if let Ok(refinement) = word.parse() {
                self.refinement = Some(refinement);
            } else if word == ZONE_UNKNOWN {
                self.zone_unknown = true;
            }
        }
        let impact =
            assessment.children.iter().find(|c| matches!(c.name.as_str(), "SystemImpact" | "Impact"));
        self.rsit = self.rsit.or_else(|| impact.and_then(|impact| of_impact(impact.attribute("type")?)));
    }

    /// The type: as said, else what the kind or refinement said comes nearest to.
    fn rsit(&self) -> &'static str {
        self.rsit
            .or_else(|| self.refinement.map(|refinement| refinement.rsit().id))
            .or_else(|| self.kind.map(|kind| kind.rsit().id))
            .unwrap_or(rsit::UNDETERMINED)
    }

    fn describe(&self, candidate: &mut Candidate) {
        if let Some(kind) = self.kind {
            candidate.kind = kind;
        }
        candidate.refinement = self.refinement.or(candidate.refinement);
        candidate.first = self.start.or(self.end);
        candidate.last = self.end;
        candidate.zone_known = candidate.first.is_some() && !self.zone_unknown;
        found::detail(candidate, "incident-id", self.id.as_deref().unwrap_or_default());
        found::detail(candidate, "purpose", self.purpose.as_deref().unwrap_or_default());
        found::detail(candidate, "description", self.description.as_deref().unwrap_or_default());
    }
}

/// The category by which our own documents say that a time's zone was taken for granted.
pub(crate) const ZONE_UNKNOWN: &str = "time-zone-assumed";

/// The RSIT type of an impact of either version.
fn of_impact(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "takeover-account" => rsit::UNPRIVILEGED_ACCOUNT,
        "takeover-service" => rsit::APPLICATION_COMPROMISE,
        "takeover-system" | "admin" => rsit::SYSTEM_COMPROMISE,
        "user" => rsit::UNPRIVILEGED_ACCOUNT,
        "cps-manipulation" | "cps-damage" => rsit::SABOTAGE,
        "availability-data"
        | "availability-account"
        | "availability-service"
        | "availability-system"
        | "dos" => rsit::DOS,
        "integrity-data" | "integrity-configuration" | "integrity-hardware" | "file" => {
            rsit::INFORMATION_MODIFICATION
        }
        "traffic-redirection" => rsit::SYSTEM_COMPROMISE,
        "monitoring-traffic" => rsit::SNIFFING,
        "monitoring-host" => rsit::INFECTED_SYSTEM,
        "breach-proprietary"
        | "breach-privacy"
        | "breach-credential"
        | "breach-configuration"
        | "info-leak" => rsit::DATA_LEAK,
        "policy" | "misuse" => rsit::UNAUTHORISED_USE,
        "recon" => rsit::SCANNER,
        "social-engineering" => rsit::SOCIAL_ENGINEERING,
        "misconfiguration" => rsit::MISCONFIGURATION,
        _ => return None,
    })
}

/// Reads an event and those within it.
fn events(event: &Element, said: &Said, place: &str, reading: &mut Reading, found: &mut Vec<Candidate>) {
    let said = said.within(event, place, reading);
    let mut evidence = Vec::new();
    event.all("Record").for_each(|record| record.deep("RecordItem", &mut evidence));
    // In the first version systems stand in `Flow` too, but some senders leave it out.
    let systems: Vec<&Element> =
        event.all("Flow").flat_map(|flow| flow.all("System")).chain(event.all("System")).collect();
    let is = |system: &Element, category: &str| system.attribute("category") == Some(category);
    let others = |system: &&Element| !is(system, "target") && !is(system, "sensor");
    let mut sources: Vec<&Element> = systems.iter().copied().filter(others).collect();
    let targets: Vec<&Element> = systems.iter().copied().filter(|system| is(system, "target")).collect();
    let no_source = sources.is_empty();
    if no_source {
        sources.clone_from(&targets);
    }
    let (mut ports, mut many) = (Vec::new(), false);
    for target in &targets {
        many |= node::ports(target, &mut ports);
    }
    let victim = targets.iter().find_map(|target| node::name(target)).filter(|_| !no_source);
    for source in sources {
        let (mut own, mut own_many) = (ports.clone(), many);
        if own.is_empty() && !own_many {
            own_many = node::ports(source, &mut own);
        }
        let before = found.len();
        for problem in node::candidates(source, said.rsit(), found) {
            reading.problem(place.to_owned(), problem);
        }
        for candidate in &mut found[before..] {
            said.describe(candidate);
            candidate.ports.clone_from(&own);
            candidate.many_ports = own_many;
            candidate.victim.clone_from(&victim);
            for item in &evidence {
                found::evidence(candidate, &item.text);
            }
        }
    }
    for inner in event.all("EventData") {
        events(inner, &said, place, reading, found);
    }
}
