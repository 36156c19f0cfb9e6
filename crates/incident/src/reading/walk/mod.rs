//! The way through the lines of a message: what stands in each, of whom, about what.
//!
//! A log line says by itself who came to whom. In a sentence, an indicator's part is told by the words beside it,
//! else by the last line that introduced a list; what it is about by the words of its line, else of the lines
//! before it, else of the message. What no word tells is left open.

mod finish;
mod line;
mod place;

use std::net::IpAddr;

use self::line::{Said, is_bare, listed};
use super::gather::Findings;
use super::indicator::{What, is_public};
use super::lines::{Line, Place};
use super::log::{self, Event, Party};
use super::survey::{Content, Survey};
use super::time::{Clock, Seen};
use super::words::{Hit, Role, Tone, Topic, Word};
use super::{brand, role, topic};
use crate::candidate::{OpenIndicator, Port, Subject};

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
        let mut topics = hits.iter().filter_map(|hit| match hit.word {
            Word::Topic(topic) if topic != Topic::Access && !topic.refines() => Some(topic),
            _ => None,
        });
        if let Some(topic) = topics.next_back() {
            self.context.topic = Some(topic);
        }
        if (self.context.topic == Some(Topic::Phishing) || self.survey.topic == Some(Topic::Phishing))
            && let Some(named) = brand::find(&line.text)
        {
            if let Some(site) = self.context.last.filter(|last| Some(*last) == self.context.site) {
                self.findings.all[site].brand.get_or_insert_with(|| named.clone());
            }
            self.context.brand = Some(named);
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
}
