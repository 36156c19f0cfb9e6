//! What becomes of an indicator, by its part and by what it is about.

use std::net::IpAddr;

use super::Walker;
use super::line::{Said, is_picture};
use crate::candidate::{KEPT_OPEN, OpenIndicator, Port, Subject};
use crate::reading::indicator::{Found, Link, What, is_public, registrable, site};
use crate::reading::lines::{Line, Place};
use crate::reading::survey::Content;
use crate::reading::words::{Hit, Role, Topic, Word};
use crate::reading::{brand, port};

impl Walker<'_> {
    /// A form's entry for where it came from: it counts, whatever it is.
    pub(super) fn source(&mut self, line: &Line<'_>, content: &Content) {
        let said = self.survey.topic.filter(|topic| *topic != Topic::Access);
        let topic = self
            .known
            .topic
            .filter(|topic| *topic != Topic::Other)
            .or(said)
            .or(self.known.topic)
            .unwrap_or(Topic::Scan);
        for found in &content.found {
            let finding = match &found.what {
                What::Address(address, _) if is_public(*address) => {
                    self.findings.about(Subject::Address(*address), topic, false)
                }
                What::Url(link) if link.address().is_none_or(is_public) => {
                    self.findings.about_site(link, topic)
                }
                What::Host(host) => self.findings.about(Subject::Host(host.clone()), topic, false),
                What::Address(address, _) => {
                    self.leave_open(address.to_string(), line);
                    None
                }
                What::Url(_) | What::Mailbox => None,
            };
            if let Some(index) = finding {
                let finding = &mut self.findings.all[index];
                finding.witness(line.raw);
                if topic == Topic::Phishing {
                    finding.brand.clone_from(&self.context.brand);
                }
            }
        }
    }

    /// A form's entry for what was attacked.
    pub(super) fn target(&mut self, line: &Line<'_>, content: &Content) {
        self.victim.get_or_insert_with(|| line.raw.trim().to_owned());
        self.ports.extend(port::find(&line.text));
        self.ports.extend(content.found.iter().filter_map(|found| match found.what {
            What::Address(_, Some(number)) => Some(Port { protocol: String::new(), number }),
            _ => None,
        }));
    }

    #[expect(clippy::too_many_arguments, reason = "all of what is known of the one indicator")]
    pub(super) fn indicator(
        &mut self,
        number: usize,
        line: &Line<'_>,
        content: &Content,
        index: usize,
        found: &Found,
        role: Option<Role>,
        hits: &[Hit],
        said: &Said,
    ) -> bool {
        let about = self.about(line, hits, found.span.start);
        let placed = match &found.what {
            What::Mailbox => return false,
            What::Address(address, port) => self.address(number, *address, *port, role, about, line),
            What::Url(link) => self.link(number, link, role, about, line, hits),
            What::Host(host) => self.host(number, host, role, about, content, index),
        };
        let Some(at) = placed else { return false };
        let finding = &mut self.findings.all[at];
        finding.witness(line.raw);
        // Everything on its line is of it.
        finding.ports.extend(said.ports.iter().cloned());
        for seen in &said.times {
            finding.saw(*seen);
        }
        self.context.last = Some(at);
        true
    }

    pub(super) fn address(
        &mut self,
        number: usize,
        address: IpAddr,
        port: Option<u16>,
        role: Option<Role>,
        about: Option<Topic>,
        line: &Line<'_>,
    ) -> Option<usize> {
        if role == Some(Role::Reference) {
            return None;
        }
        let public = is_public(address);
        let subject = Subject::Address(address);
        match (about, role) {
            _ if !public => None,
            (Some(topic), _) if topic.is_of_sites() && topic != Topic::CommandServer => {
                if role == Some(Role::Source) && topic == Topic::Malware {
                    return self.findings.about(subject, topic, false);
                }
                // Beside a site it is where the site lies.
                match self.context.site {
                    Some(site)
                        if self.findings.all[site].address.is_none()
                            || self.findings.all[site].address == Some(address) =>
                    {
                        self.findings.all[site].address = Some(address);
                    }
                    _ if !matches!(role, Some(Role::Own)) => self.deferred.push((subject, topic, number)),
                    _ => {}
                }
                None
            }
            (Some(Topic::Infection | Topic::CommandServer), _) => self.findings.about(subject, about?, false),
            (Some(topic), Some(Role::Source)) => self.findings.about(subject, topic, false),
            (Some(topic), _) if topic.is_of_machines() => {
                self.deferred.push((subject, topic, number));
                None
            }
            (_, Some(Role::Target | Role::Own)) => {
                self.victim.get_or_insert_with(|| address.to_string());
                if let Some(last) = self.context.last {
                    self.findings.all[last].victim.get_or_insert_with(|| address.to_string());
                }
                if let Some(number) = port {
                    self.ports.push(Port { protocol: String::new(), number });
                }
                None
            }
            _ => {
                // What is known is not open.
                if !self.findings.knows(&subject) {
                    self.leave_open(address.to_string(), line);
                }
                None
            }
        }
    }

    pub(super) fn link(
        &mut self,
        number: usize,
        link: &Link,
        role: Option<Role>,
        about: Option<Topic>,
        line: &Line<'_>,
        hits: &[Hit],
    ) -> Option<usize> {
        let told = hits.iter().any(|hit| matches!(hit.word, Word::Topic(topic) if topic != Topic::Access));
        if role == Some(Role::Reference) || (self.is_own(link.host()) && !told) || is_picture(link) {
            return None;
        }
        if link.address().is_some_and(|address| !is_public(address)) {
            return None;
        }
        let attempt =
            about.is_none_or(|topic| topic.is_attempt() || matches!(topic, Topic::Spam | Topic::Forged));
        match about {
            // A name with a path is a site only where sites are what it is about.
            Some(topic) if topic.is_of_sites() => {
                let topic = if topic == Topic::Malware { Topic::MalwareSite } else { topic };
                let at = self.findings.about_site(link, topic)?;
                self.context.site = Some(at);
                if topic == Topic::Phishing {
                    let named = brand::find(&line.text).or_else(|| self.context.brand.clone());
                    let finding = &mut self.findings.all[at];
                    finding.brand = finding.brand.take().or(named);
                }
                Some(at)
            }
            Some(topic @ Topic::Defacement) => {
                self.findings.about_site(link, topic).inspect(|at| self.context.site = Some(*at))
            }
            Some(topic) if topic.is_of_machines() => {
                self.deferred.push((Subject::Site(site(&link.url)), topic, number));
                None
            }
            _ => {
                if role.is_none() && attempt && line.place != Place::Attached {
                    self.leave_open(link.url.to_string(), line);
                }
                None
            }
        }
    }

    pub(super) fn host(
        &mut self,
        number: usize,
        host: &str,
        role: Option<Role>,
        about: Option<Topic>,
        content: &Content,
        index: usize,
    ) -> Option<usize> {
        if role == Some(Role::Reference) {
            return None;
        }
        let neighbour =
            |found: Option<&Found>| found.is_some_and(|found| !matches!(found.what, What::Mailbox));
        let beside = neighbour(index.checked_sub(1).and_then(|index| content.found.get(index)))
            || neighbour(content.found.get(index + 1));
        if beside {
            // `host.example.net (192.0.2.1)`: one machine, by its address.
            let address = content.found.iter().find_map(|found| match &found.what {
                What::Address(address, _) => Some(Subject::Address(*address)),
                _ => None,
            });
            if let Some(address) = address
                && content.found.iter().filter(|found| matches!(found.what, What::Address(..))).count() == 1
                && let Some(finding) =
                    self.findings.all.iter_mut().rev().take(8).find(|finding| finding.subject == address)
            {
                finding.host.get_or_insert_with(|| host.to_owned());
            }
            return None;
        }
        let subject = || Subject::Host(host.to_owned());
        match (about, role) {
            (Some(topic), _) if topic.is_of_sites() || topic.is_of_machines() => {
                if !self.is_own(host) || topic.is_of_machines() {
                    self.deferred.push((subject(), topic, number));
                }
                None
            }
            (Some(topic), Some(Role::Source)) if !self.is_own(host) => {
                // The name of the machine that the line before gave by its address.
                if let Some(last) = self.context.last
                    && matches!(self.findings.all[last].subject, Subject::Address(_))
                {
                    self.findings.all[last].host.get_or_insert_with(|| host.to_owned());
                    return None;
                }
                self.findings.about(subject(), topic, false)
            }
            _ => None,
        }
    }

    pub(super) fn leave_open(&mut self, text: String, line: &Line<'_>) {
        if self.open.len() < KEPT_OPEN && !self.open.iter().any(|open| open.text == text) {
            self.open.push(OpenIndicator { text, line: line.raw.trim().chars().take(300).collect() });
        }
    }

    pub(super) fn is_own(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.known.own_domains.iter().any(|own| {
            host == *own
                || host.strip_prefix("www.") == Some(own)
                || own.strip_prefix("www.") == Some(&host)
                || registrable(own).is_some_and(|own| own == host || host.strip_prefix("www.") == Some(&own))
        })
    }
}
