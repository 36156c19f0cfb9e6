//! The way through the lines of a message: what stands in each, of whom, about what.
//!
//! A log line says by itself who came to whom. In a sentence, an indicator's part is told by the words beside it,
//! else by the last line that introduced a list; what it is about by the words of its line, else of the lines
//! before it, else of the message. What no word tells is left open.

use std::net::IpAddr;

use super::gather::Findings;
use super::indicator::{Found, Link, What, is_public, registrable};
use super::lines::{Line, Place};
use super::log::{self, Event, Party};
use super::survey::{Content, Survey};
use super::time::{Clock, Seen};
use super::words::{Hit, Role, Tone, Topic, Word};
use super::{brand, port, role, topic};
use crate::candidate::{KEPT_OPEN, OpenIndicator, Port, Subject};

/// What is known of the message from elsewhere.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Domains of the writer and of ourselves: their sites are no incidents.
    pub own_domains: Vec<String>,
    /// Whether it answers a message; what it quotes is then known already.
    pub is_reply: bool,
    /// Where forwarded mails came from.
    pub handed_over: Vec<IpAddr>,
    /// What it is about, where a form says so.
    pub topic: Option<Topic>,
    /// When it happened, where a form says so.
    pub times: Vec<Seen>,
}

/// What came of the walk.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub findings: Findings,
    pub open: Vec<OpenIndicator>,
}

/// What a line hands on to those below it.
#[derive(Debug, Default)]
struct Context {
    /// The parts that the last introduction named, in their order.
    roles: Vec<Role>,
    /// The part of what stands alone on a line.
    single: Option<Role>,
    topic: Option<Topic>,
    /// The finding that this paragraph named last.
    last: Option<usize>,
    /// The site that was named last: addresses and hosts in a text about sites are those of it.
    site: Option<usize>,
    brand: Option<String>,
    /// Within the header of a mail that was pasted in.
    header: bool,
    /// That this header has said where the mail came from.
    handed_over: bool,
}

struct Walker<'a> {
    known: &'a Known,
    clock: &'a Clock<'a>,
    survey: &'a Survey,
    lines: &'a [Line<'a>],
    context: Context,
    findings: Findings,
    open: Vec<OpenIndicator>,
    /// Ports and times of lines that name nobody: of whoever has none.
    ports: Vec<Port>,
    times: Vec<Seen>,
    victim: Option<String>,
    /// What is counted only where nothing better is: machines broken into, sites without a URL.
    deferred: Vec<(Subject, Topic, usize)>,
}

/// Times without an address are remembered so many: first and last count.
const MOST_TIMES: usize = 1_000;

/// Goes through all lines.
pub(super) fn walk<'a>(
    lines: &'a [Line<'a>],
    survey: &'a Survey,
    clock: &'a Clock<'a>,
    known: &'a Known,
) -> Outcome {
    let mut walker = Walker {
        known,
        clock,
        survey,
        lines,
        context: Context::default(),
        findings: Findings::default(),
        open: Vec::new(),
        ports: Vec::new(),
        times: known.times.clone(),
        victim: None,
        deferred: Vec::new(),
    };
    let quoted_counts = !known.is_reply;
    for (number, (line, content)) in lines.iter().zip(&survey.contents).enumerate() {
        match line.place {
            Place::Signature => {}
            Place::Quoted if !quoted_counts => {}
            Place::Source => walker.source(line, content),
            Place::Target => walker.target(line, content),
            _ => walker.line(number, line, content),
        }
    }
    walker.finish()
}

impl<'a> Walker<'a> {
    fn line(&mut self, number: usize, line: &Line<'_>, content: &Content) {
        if line.text.trim().is_empty() {
            self.context.last = None;
            self.context.header = false;
            self.context.handed_over = false;
            return;
        }
        if let Some(event) = &content.event {
            self.event(line, event);
            return;
        }
        if self.header(number, line) {
            return;
        }
        let hits = &self.survey.hits[content.hits.clone()];
        let bare = is_bare(&line.text, &content.found);
        let said = Said::of(line, hits, self.clock);
        let mut before = 0;
        let mut placed = false;
        for (index, found) in content.found.iter().enumerate() {
            let told = role::of(&line.text, hits, &found.span, before);
            before = found.span.end;
            let role = told.or_else(|| if bare { self.handed_down(line, content, index) } else { None });
            placed |= self.indicator(number, line, content, index, found, role, hits, &said);
        }
        self.remarks(line, said, placed);
        self.hand_down(line, content, hits);
    }

    /// A form's entry for where it came from: it counts, whatever it is.
    fn source(&mut self, line: &Line<'_>, content: &Content) {
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
    fn target(&mut self, line: &Line<'_>, content: &Content) {
        self.victim.get_or_insert_with(|| line.raw.trim().to_owned());
        self.ports.extend(port::find(&line.text));
        self.ports.extend(content.found.iter().filter_map(|found| match found.what {
            What::Address(_, Some(number)) => Some(Port { protocol: String::new(), number }),
            _ => None,
        }));
    }

    /// A pasted `Received` field; its first line and those that continue it say nothing else.
    fn header(&mut self, number: usize, line: &Line<'_>) -> bool {
        let text = line.text.trim_start();
        let begins = text.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("received:"));
        let continues = self.context.header
            && (text.len() < line.text.len()
                || ["by ", "with ", "for ", "id ", "from ", "(", ";"]
                    .iter()
                    .any(|word| text.starts_with(word)));
        self.context.header = begins || continues;
        if begins && !self.context.handed_over {
            let mut value = text[9..].to_owned();
            for next in self.lines[number + 1..].iter().take(3).take_while(|next| !next.text.contains(": ")) {
                value.push(' ');
                value += next.text.trim();
            }
            if let Some(address) = log::received(&value) {
                self.context.handed_over = true;
                self.sender(address, line.raw);
            }
        }
        self.context.header
    }

    /// The address that a mail came from.
    fn sender(&mut self, address: IpAddr, witness: &str) {
        let about = self.known.topic.or(self.survey.topic);
        if let Some(topic @ (Topic::Forged | Topic::Spam)) = about
            && let Some(index) = self.findings.about(Subject::Address(address), topic, false)
        {
            self.findings.all[index].witness(witness);
        }
    }

    fn event(&mut self, line: &Line<'_>, event: &Event) {
        let Some(topic) = topic::of_sign(event.sign, self.known.topic.or(self.survey.topic)) else { return };
        let subject = match &event.source {
            Some(Party::Address(address)) if is_public(*address) => Subject::Address(*address),
            Some(Party::Host(host)) if !self.is_own(host) => Subject::Host(host.clone()),
            _ => return,
        };
        let Some(index) = self.findings.about(subject, topic, true) else { return };
        let finding = &mut self.findings.all[index];
        if let Some(number) = event.port {
            finding.ports.insert(Port { protocol: event.protocol.to_owned(), number });
        }
        if let Some(seen) = event.seen {
            finding.saw(seen);
        }
        finding.witness(line.raw);
        if finding.victim.is_none() {
            finding.victim = event.target.as_ref().map(|target| match target {
                Party::Address(address) => address.to_string(),
                Party::Host(host) => host.clone(),
            });
        }
        self.context.last = Some(index);
    }

    /// The part that earlier lines gave to what stands alone on this one.
    fn handed_down(&self, line: &Line<'_>, content: &Content, index: usize) -> Option<Role> {
        let addresses = || content.found.iter().filter(|found| matches!(found.what, What::Address(..)));
        let at =
            content.found[..index].iter().filter(|found| matches!(found.what, What::Address(..))).count();
        let about = self.about(line, &[], 0);
        if addresses().count() == 2 && matches!(content.found[index].what, What::Address(..)) {
            let ends: Vec<Role> =
                self.context.roles.iter().copied().filter(|role| *role != Role::Reference).collect();
            let both = ends.contains(&Role::Source)
                && ends.iter().any(|role| matches!(role, Role::Target | Role::Own));
            if both && ends.first() != Some(&Role::Source) {
                return Some(if at == 0 { Role::Target } else { Role::Source });
            }
            // Columns: where both ends stand side by side, the first is where it came from.
            if both || self.clock.first(&line.text).is_some() {
                return Some(if at == 0 { Role::Source } else { Role::Target });
            }
        }
        self.context.single.or_else(|| {
            let attempt = about.is_some_and(|topic| topic.is_attempt() && topic != Topic::Access);
            (attempt && line.place != Place::Quoted).then_some(Role::Source)
        })
    }

    /// What an indicator of this line is about.
    fn about(&self, line: &Line<'_>, hits: &[Hit], at: usize) -> Option<Topic> {
        let topics = hits.iter().filter_map(|hit| match hit.word {
            Word::Topic(topic) if topic != Topic::Access && !topic.refines() => Some((hit.start, topic)),
            _ => None,
        });
        let here =
            topics.clone().take_while(|(start, _)| *start < at).last().or_else(|| topics.clone().next());
        let earlier = if line.place == Place::Attached { None } else { self.context.topic };
        let whole = self.survey.topic;
        let telling = whole.filter(|topic| *topic != Topic::Access).or(self.survey.refines).or(whole);
        here.map(|(_, topic)| topic).or(self.known.topic).or(earlier).or(telling)
    }

    #[expect(clippy::too_many_arguments, reason = "all of what is known of the one indicator")]
    fn indicator(
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

    fn address(
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

    fn link(
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
                self.deferred.push((Subject::Site(super::indicator::site(&link.url)), topic, number));
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

    fn host(
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

    fn leave_open(&mut self, text: String, line: &Line<'_>) {
        if self.open.len() < KEPT_OPEN && !self.open.iter().any(|open| open.text == text) {
            self.open.push(OpenIndicator { text, line: line.raw.trim().chars().take(300).collect() });
        }
    }

    /// Ports and times of a line without an indicator that counts.
    fn remarks(&mut self, line: &Line<'_>, said: Said, placed: bool) {
        if placed {
            return;
        }
        let Said { ports: found, times: seen } = said;
        let last = self.context.last.and_then(|last| self.findings.all.get_mut(last));
        match last {
            Some(finding) => {
                for seen in &seen {
                    finding.saw(*seen);
                }
                if finding.ports.is_empty() {
                    finding.ports.extend(found.iter().cloned());
                }
            }
            None if self.times.len() < MOST_TIMES => self.times.extend(seen),
            None => {}
        }
        if self.ports.len() < 1_000 {
            self.ports.extend(found.into_iter().filter(|_| line.place != Place::Attached));
        }
    }

    /// What this line says for those below it.
    fn hand_down(&mut self, line: &Line<'_>, content: &Content, hits: &[Hit]) {
        if line.place == Place::Attached {
            return;
        }
        let topics = hits.iter().filter_map(|hit| match hit.word {
            Word::Topic(topic) if topic != Topic::Access && !topic.refines() => Some(topic),
            _ => None,
        });
        if let Some(topic) = topics.last() {
            self.context.topic = Some(topic);
        }
        if self.context.topic == Some(Topic::Phishing) || self.survey.topic == Some(Topic::Phishing) {
            if let Some(named) = brand::find(&line.text) {
                if let Some(site) = self.context.last.filter(|last| Some(*last) == self.context.site) {
                    self.findings.all[site].brand.get_or_insert_with(|| named.clone());
                }
                self.context.brand = Some(named);
            }
        }
        if line.place == Place::Subject {
            return;
        }
        let roles: Vec<Role> = hits
            .iter()
            .filter_map(|hit| match hit.word {
                Word::Role(role) => Some(role),
                _ => None,
            })
            .collect();
        let below = hits.iter().find(|hit| hit.word == Word::Tone(Tone::Below));
        let listed = below.and_then(|below| listed(&line.text, below.end, hits));
        if roles.is_empty() && listed.is_none() {
            // Another sentence: what was introduced is over, unless its list has not begun.
            let heading = content.found.is_empty() && self.context.last.is_none();
            if !is_bare(&line.text, &content.found) && !heading {
                self.context.single = None;
                self.context.roles.clear();
            }
            return;
        }
        let any_source = roles.contains(&Role::Source);
        self.context.single = listed.or(if any_source { Some(Role::Source) } else { roles.last().copied() });
        self.context.roles = roles;
    }

    fn is_own(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.known.own_domains.iter().any(|own| {
            host == *own
                || host.strip_prefix("www.") == Some(own)
                || own.strip_prefix("www.") == Some(&host)
                || registrable(own).is_some_and(|own| own == host || host.strip_prefix("www.") == Some(&own))
        })
    }

    fn finish(mut self) -> Outcome {
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
            if finding.topic.classified().0 == crate::kind::Kind::Scan {
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
    fn service(&self) -> Option<Port> {
        let needed =
            self.findings.all.iter().any(|finding| finding.ports.is_empty() && finding.topic.is_attempt());
        let own =
            self.lines.iter().filter(|line| matches!(line.place, Place::Subject | Place::Own)).take(200);
        needed.then(|| own.map(|line| port::service(&line.text)).find(Option::is_some).flatten()).flatten()
    }
}

/// The part of the list that `below` announces: 以下のアドレスから, "the following hosts are scanning us".
fn listed(line: &str, below: usize, hits: &[Hit]) -> Option<Role> {
    let behind = line[below..].char_indices().take(30).last().map_or("", |(at, _)| &line[below..below + at]);
    let first = |words: &[&str]| words.iter().filter_map(|word| behind.find(word)).min();
    let (from, to) = (first(&["から", "より"]), first(&["に対", "宛", "への", "へ"]));
    match (from, to) {
        (Some(from), Some(to)) if to < from => Some(Role::Target),
        (Some(_), _) => Some(Role::Source),
        (None, Some(_)) => Some(Role::Target),
        (None, None) => {
            let attempt =
                hits.iter().find(|hit| matches!(hit.word, Word::Topic(topic) if topic.is_attempt()));
            let behind = hits.iter().filter(|hit| hit.start >= below).find_map(|hit| match hit.word {
                Word::Role(role) => Some((hit.start, role)),
                _ => None,
            });
            match (behind, attempt) {
                // "The following hosts have been probing our servers": those who do it stand first.
                (Some((at, Role::Own)), Some(attempt)) if attempt.start < at => Some(Role::Source),
                (Some((_, role)), _) => Some(role),
                (None, Some(_)) if !hits.iter().any(|hit| matches!(hit.word, Word::Role(_))) => {
                    Some(Role::Source)
                }
                (None, _) => None,
            }
        }
    }
}

/// A line without an indicator's own words: an address of a list, with ports, times and a word of label.
fn is_bare(line: &str, found: &[Found]) -> bool {
    if found.is_empty() || line.len() > 400 {
        return false;
    }
    let (mut wide, mut narrow, mut at) = (0, 0, 0);
    let mut count = |text: &str| {
        wide += text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
        narrow += text.bytes().filter(u8::is_ascii_alphabetic).count();
    };
    for one in found {
        count(&line[at..one.span.start]);
        at = one.span.end;
    }
    count(&line[at..]);
    wide <= 6 && narrow <= 24
}

fn is_picture(link: &Link) -> bool {
    let path = link.url.path().to_ascii_lowercase();
    link.host() == "www.w3.org"
        || [".gif", ".jpg", ".jpeg", ".png", ".css", ".ico"].iter().any(|end| path.ends_with(end))
}

/// A line is a sentence up to so many bytes: a longer one's words and numbers belong to nobody in particular.
const LONGEST_SENTENCE: usize = 4_000;

/// What a line says of the indicators in it.
#[derive(Debug, Default)]
struct Said {
    ports: Vec<Port>,
    times: Vec<Seen>,
}

impl Said {
    fn of(line: &Line<'_>, hits: &[Hit], clock: &Clock<'_>) -> Self {
        if line.text.len() > LONGEST_SENTENCE || !line.text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Self::default();
        }
        Self { ports: ports(line, hits), times: clock.all(&line.text, 2) }
    }
}

/// The destination ports that a line in words tells of.
fn ports(line: &Line<'_>, hits: &[Hit]) -> Vec<Port> {
    let named =
        hits.iter().any(|hit| hit.word == Word::Tone(Tone::Port) || hit.word == Word::Tone(Tone::ManyPorts));
    let bytes = line.text.as_bytes();
    let marked = || {
        memchr::memmem::find(bytes, "番".as_bytes()).is_some()
            || bytes.windows(3).any(|some| {
                some.eq_ignore_ascii_case(b"tcp")
                    || some.eq_ignore_ascii_case(b"udp")
                    || some.eq_ignore_ascii_case(b"dpt")
            })
    };
    if !(named || marked()) {
        return Vec::new();
    }
    port::find(&line.text)
}
