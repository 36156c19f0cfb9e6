//! The first look at a message: what stands in each line, what the whole is about, in which tone it speaks.

use std::ops::Range;

use super::indicator::{Found, What, find};
use super::lines::{Line, Place};
use super::log::{self, Event};
use super::time::{Clock, declared};
use super::tone::Tones;
use super::words::{Hit, Topic, Word, scan};

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
pub(super) fn survey(lines: &[Line<'_>], clock: &mut Clock<'_>) -> Survey {
    let said = lines.iter().filter(|line| line.place != Place::Signature && !line.text.is_empty());
    clock.declared = clock.declared.or_else(|| {
        said.clone()
            .filter(|line| line.place == Place::Own || line.place == Place::Attached)
            .take(1_000)
            .find_map(|line| {
                let upper =
                    line.text.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'+' || byte >= 0x80);
                (upper && clock.first(&line.text).is_none()).then(|| declared(&line.text)).flatten()
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
            for at in from..survey.hits.len() {
                let hit = survey.hits[at];
                if !content.found.iter().any(|found| found.span.contains(&hit.start)) {
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
                    survey.refines = survey.refines.or(Some(topic))
                }
                Word::Topic(topic) => match counts.iter_mut().find(|(known, _)| *known == topic) {
                    Some((_, count)) => *count += weight,
                    None => counts.push((topic, weight)),
                },
                Word::Tone(tone) if own => survey.tones.count(tone),
                _ => {}
            }
        }
        if own {
            survey.tones.length += line.text.trim().chars().count();
            let links = content.found.iter().filter(|found| matches!(found.what, What::Url(_)));
            survey.tones.urls += links.clone().count();
            let marks = line
                .text
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
