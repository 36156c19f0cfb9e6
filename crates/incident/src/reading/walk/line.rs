//! What can be told of a line by itself.

use crate::candidate::Port;
use crate::reading::indicator::{Found, Link};
use crate::reading::lines::Line;
use crate::reading::port;
use crate::reading::time::{Clock, Seen};
use crate::reading::words::{Hit, Role, Tone, Word};

/// The part of the list that `below` announces: 以下のアドレスから, "the following hosts are scanning us".
pub(super) fn listed(line: &str, below: usize, hits: &[Hit]) -> Option<Role> {
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
pub(super) fn is_bare(line: &str, found: &[Found]) -> bool {
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

pub(super) fn is_picture(link: &Link) -> bool {
    let path = link.url.path().to_ascii_lowercase();
    link.host() == "www.w3.org"
        || [".gif", ".jpg", ".jpeg", ".png", ".css", ".ico"].iter().any(|end| path.ends_with(end))
}

/// A line is a sentence up to so many bytes: a longer one's words and numbers belong to nobody in particular.
const LONGEST_SENTENCE: usize = 4_000;

/// What a line says of the indicators in it.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub ports: Vec<Port>,
    pub times: Vec<Seen>,
}

impl Said {
    pub(super) fn of(line: &Line<'_>, hits: &[Hit], clock: &Clock<'_>) -> Self {
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
