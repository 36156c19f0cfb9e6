//! What is known only at the end: what nothing better was found for, and what holds for all.

use super::{Outcome, Walker};
use crate::candidate::{Port, Subject};
use crate::kind::Kind;
use crate::reading::lines::Place;
use crate::reading::port;
use crate::reading::words::Topic;

impl Walker<'_> {
    pub(super) fn finish(mut self) -> Outcome {
        for address in &self.known.handed_over {
            self.sender(*address, "");
        }
        // Machines count where the text does not say who broke into them, sites without a URL where there is none.
        let told: Vec<(Topic, bool)> = self
            .findings
            .all
            .iter()
            .map(|finding| (finding.topic, matches!(finding.subject, Subject::Site(_))))
            .collect();
        for (subject, topic, number) in std::mem::take(&mut self.deferred) {
            let better =
                told.iter().any(|(known, site)| *known == topic && (*site || topic.is_of_machines()));
            if better {
                self.victim = self.victim.take().or_else(|| topic.is_of_machines().then(|| subject.text()));
            } else if let Some(index) = self.findings.about(subject, topic, false) {
                self.findings.all[index].witness(self.lines[number].raw);
            }
        }
        let service = self.service();
        let (first, last) = (
            self.times.iter().copied().min_by_key(|seen| seen.at),
            self.times.iter().copied().max_by_key(|seen| seen.at),
        );
        let many = self.survey.tones.many_ports;
        for finding in &mut self.findings.all {
            if finding.topic.classified().0 == Kind::Scan {
                if finding.ports.is_empty() {
                    finding.ports.extend(self.ports.iter().cloned());
                }
                finding.many_ports |= many;
                if finding.ports.is_empty() && !finding.many_ports {
                    finding.ports.extend(service.clone());
                }
            } else {
                finding.ports.clear();
            }
            if finding.first.is_none() {
                for seen in [first, last].into_iter().flatten() {
                    finding.saw(seen);
                }
            }
            if finding.victim.is_none() && !finding.topic.is_of_sites() {
                finding.victim.clone_from(&self.victim);
            }
        }
        Outcome { findings: self.findings, open: self.open }
    }

    /// The service that the text names, where it names no port.
    pub(super) fn service(&self) -> Option<Port> {
        let needed =
            self.findings.all.iter().any(|finding| finding.ports.is_empty() && finding.topic.is_attempt());
        let own =
            self.lines.iter().filter(|line| matches!(line.place, Place::Subject | Place::Own)).take(200);
        needed.then(|| own.map(|line| port::service(&line.text)).find(Option::is_some).flatten()).flatten()
    }
}
