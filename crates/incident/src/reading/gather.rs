//! Findings of a text become candidates: one for each subject, with everything that was said of it.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use super::indicator::{Link, site};
use super::time::Seen;
use super::words::Topic;
use crate::candidate::{Candidate, Port, Subject};

/// A message has so many candidates at most; what more there are is counted as a problem. Lists that are longer come
/// in a machine format.
pub(super) const MOST_CANDIDATES: usize = 20_000;
/// So many bytes of evidence are kept with a candidate; the whole text is in the original.
const MOST_EVIDENCE: usize = 4_096;
/// From so many ports on, "many ports" is what happened (総合的なスキャン), and no single one is counted.
const MANY_PORTS: usize = 5;

/// What is known of a subject so far.
#[derive(Debug)]
pub(super) struct Finding {
    pub subject: Subject,
    pub topic: Topic,
    pub address: Option<IpAddr>,
    pub host: Option<String>,
    pub brand: Option<String>,
    pub ports: BTreeSet<Port>,
    pub many_ports: bool,
    pub victim: Option<String>,
    pub first: Option<Seen>,
    pub last: Option<Seen>,
    pub zone_unknown: bool,
    pub evidence: String,
    /// Whether a log line says so.
    pub logged: bool,
}

/// All findings of a message in their order.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub all: Vec<Finding>,
    index: HashMap<Subject, usize>,
    /// How many subjects were left out.
    pub left_out: u64,
}

impl Findings {
    /// The finding about this subject, new or known. None, where there are too many.
    pub(super) fn about(&mut self, subject: Subject, topic: Topic, logged: bool) -> Option<usize> {
        if let Some(index) = self.index.get(&subject) {
            let known = &mut self.all[*index];
            // What a log says of it says more than the words around.
            if logged && !known.logged || known.topic == Topic::Access {
                known.topic = topic;
            }
            known.logged |= logged;
            return Some(*index);
        }
        if self.all.len() >= MOST_CANDIDATES {
            self.left_out += 1;
            return None;
        }
        let address = match &subject {
            Subject::Address(address) => Some(*address),
            _ => None,
        };
        self.index.insert(subject.clone(), self.all.len());
        self.all.push(Finding {
            subject,
            topic,
            address,
            host: None,
            brand: None,
            ports: BTreeSet::new(),
            many_ports: false,
            victim: None,
            first: None,
            last: None,
            zone_unknown: false,
            evidence: String::new(),
            logged,
        });
        Some(self.all.len() - 1)
    }

    /// The finding about a URL.
    pub(super) fn about_site(&mut self, link: &Link, topic: Topic) -> Option<usize> {
        let index = self.about(Subject::Site(site(&link.url)), topic, false)?;
        let finding = &mut self.all[index];
        finding.address = finding.address.or_else(|| link.address());
        finding.host.get_or_insert_with(|| link.host().to_owned());
        Some(index)
    }

    /// Whether this subject is known.
    pub(super) fn knows(&self, subject: &Subject) -> bool {
        self.index.contains_key(subject)
    }
}

impl Finding {
    pub(super) fn saw(&mut self, seen: Seen) {
        self.zone_unknown |= !seen.zone_known;
        if self.first.is_none_or(|first| seen.at < first.at) {
            self.first = Some(seen);
        }
        if self.last.is_none_or(|last| seen.at > last.at) {
            self.last = Some(seen);
        }
    }

    pub(super) fn witness(&mut self, line: &str) {
        let line = line.trim_end();
        if self.evidence.len() + line.len() < MOST_EVIDENCE && !self.evidence.ends_with(line) {
            if !self.evidence.is_empty() {
                self.evidence.push('\n');
            }
            self.evidence += line;
        }
    }

    /// The candidate that this is.
    pub(super) fn candidate(self) -> Candidate {
        let (kind, rsit, refinement) = self.topic.classified();
        let mut candidate = Candidate::new(self.subject, kind, rsit);
        candidate.refinement = refinement;
        candidate.address = self.address;
        candidate.host = self.host;
        candidate.brand = self.brand;
        candidate.many_ports = self.many_ports || self.ports.len() >= MANY_PORTS;
        if !candidate.many_ports {
            candidate.ports = one_of_each(self.ports);
        }
        candidate.victim = self.victim;
        candidate.first = self.first.map(|seen| seen.at);
        candidate.last = self.last.map(|seen| seen.at);
        candidate.zone_known = self.first.is_some() && !self.zone_unknown;
        candidate.evidence = self.evidence;
        candidate
    }
}

/// A port that was named with and without its protocol is one port.
fn one_of_each(ports: BTreeSet<Port>) -> Vec<Port> {
    let named: BTreeSet<u16> =
        ports.iter().filter(|port| !port.protocol.is_empty()).map(|port| port.number).collect();
    ports.into_iter().filter(|port| !port.protocol.is_empty() || !named.contains(&port.number)).collect()
}
