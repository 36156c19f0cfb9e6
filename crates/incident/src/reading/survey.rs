//! The first look at a message: what stands in each line, what the whole is about, in which tone it speaks.

use std::ops::Range;

use super::indicator::{Found, What, find};
use super::lines::{Line, Place};
use super::log::{self, Event};
use super::time::{Clock, declared};
use super::tone::Tones;
use super::words::{Hit, Tone, Topic, Word, scan};

/// What stands in a line.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub found: Vec<Found>,
    /// Where its words lie in [`Survey::hits`].
    pub hits: Range<usize>,
    pub event: Option<Event>,
}

/// All of a message, looked at once.
#[derive(Debug)]
pub(super) struct Survey {
    /// As many as there are lines.
    pub contents: Vec<Content>,
    pub hits: Vec<Hit>,
    pub tones: Tones,
    /// What most is said about.
    pub topic: Option<Topic>,
    /// Who was aimed at, where that is said.
    pub refines: Option<Topic>,
    /// Whether anything was read that only a log has.
    pub logged: bool,
}

/// A word of the subject counts as so many of the text.
const SUBJECT: usize = 4;
/// A word of an attachment or a quotation counts a small part of one that the writer wrote.
const OWN: usize = 3;

/// Looks through the lines, and learns the zone that they say for all times.
pub(super) fn survey(lines: &[Line<'_>], clock: &mut Clock<'_>, is_reply: bool) -> Survey {
    let said = lines.iter().filter(|line| line.place != Place::Signature && !line.text.is_empty());
    clock.declared = clock.declared.or_else(|| {
        said.clone()
            .filter(|line| line.place == Place::Own || line.place == Place::Attached)
            .take(1_000)
            .find_map(|line| {
                let upper =
                    line.text.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'+' || byte >= 0x80);
                let zone = upper.then(|| declared(&line.text)).flatten()?;
                clock.first(&line.text).is_none().then_some(zone)
            })
    });
    let mut survey = Survey {
        contents: Vec::with_capacity(lines.len()),
        hits: Vec::new(),
        tones: Tones::default(),
        topic: None,
        refines: None,
        logged: false,
    };
    let mut counts: Vec<(Topic, usize)> = Vec::new();
    let mut reader = log::Reader::default();
    // Asked, what, of whom: in one sentence, which may go over several lines.
    let mut request = [false; 3];
    for line in lines {
        let from = survey.hits.len();
        let mut content = Content { hits: from..from, ..Content::default() };
        if matches!(line.place, Place::Own | Place::Quoted | Place::Attached) {
            content.event = reader.read(&line.text, clock);
        }
        if content.event.is_some() {
            survey.logged |= line.place != Place::Quoted;
            survey.contents.push(content);
            continue;
        }
        content.found = find(&line.text);
        scan(&line.text, &mut survey.hits);
        // Words within an address or a URL say nothing.
        if !content.found.is_empty() {
            let mut kept = from;
            let mut spans = content.found.iter().map(|found| &found.span).peekable();
            for at in from..survey.hits.len() {
                let hit = survey.hits[at];
                while spans.next_if(|span| span.end <= hit.start).is_some() {}
                if !spans.peek().is_some_and(|span| span.contains(&hit.start)) {
                    survey.hits[kept] = hit;
                    kept += 1;
                }
            }
            survey.hits.truncate(kept);
        }
        content.hits = from..survey.hits.len();
        let own = matches!(line.place, Place::Own | Place::Subject);
        let weight = match line.place {
            Place::Subject => SUBJECT * OWN,
            Place::Own => OWN,
            Place::Quoted | Place::Attached => 1,
            Place::Signature | Place::Source | Place::Target => 0,
        };
        for hit in &survey.hits[from..] {
            match hit.word {
                Word::Topic(topic) if topic.refines() && own => {
                    survey.refines = survey.refines.or(Some(topic));
                }
                Word::Topic(topic) => match counts.iter_mut().find(|(known, _)| *known == topic) {
                    Some((_, count)) => *count += weight,
                    None => counts.push((topic, weight)),
                },
                // What an answer is about was asked by somebody else.
                Word::Tone(_) if line.place == Place::Subject && is_reply => {}
                Word::Tone(Tone::Thanks) if own && is_closing(&line.text) => survey.tones.polite += 1,
                Word::Tone(tone) if own => survey.tones.count(tone),
                _ => {}
            }
        }
        if own {
            let said = |tone| survey.hits[from..].iter().any(|hit| hit.word == Word::Tone(tone));
            for (part, tone) in request.iter_mut().zip([Tone::Ask, Tone::Act, Tone::Whom]) {
                *part |= said(tone);
            }
            survey.tones.mediate += usize::from(request == [true; 3]);
            if line.text.trim_end().ends_with(['。', '.', '!', '?']) || line.text.trim().is_empty() {
                request = [false; 3];
            }
        }
        if own {
            survey.tones.length += line.text.trim().chars().count();
            let links = content.found.iter().filter(|found| matches!(found.what, What::Url(_)));
            survey.tones.urls += links.clone().count();
            // A sentence is no longer; in data they mean something else.
            let sentence = if line.text.len() < 2_000 { &*line.text } else { "" };
            let marks = sentence
                .match_indices('?')
                .filter(|(at, _)| !content.found.iter().any(|found| found.span.contains(at)));
            survey.tones.question_marks += marks.count();
        }
        survey.contents.push(content);
    }
    // Of two that are named as often, the graver: the scan came before the intrusion.
    let telling =
        counts.iter().filter(|(topic, count)| *topic != Topic::Access && !topic.refines() && *count > 0);
    survey.topic = telling.max_by_key(|(topic, count)| (*count, topic.gravity())).map(|(topic, _)| *topic);
    if survey.topic.is_none() {
        survey.topic = counts
            .iter()
            .find(|(topic, count)| *topic == Topic::Access && *count > 0)
            .map(|(topic, _)| *topic);
    }
    survey
}

/// Thanks under a letter: "Thank you,", "Thanks for your help."
fn is_closing(line: &str) -> bool {
    let line = line.trim();
    let short = line.len() <= 40 && line.split(' ').count() <= 6;
    short
        && line
            .get(..5)
            .is_some_and(|head| head.eq_ignore_ascii_case("thank") || head.eq_ignore_ascii_case("many "))
        && (line.ends_with(',')
            || line.contains("help")
            || line.contains("advance")
            || line.contains("cooperation"))
}
