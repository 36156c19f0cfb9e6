//! The words that tell what a text is about, found in one pass.

mod events;
mod parts;
mod table;
mod tones;

use std::sync::LazyLock;

pub(crate) use table::Topic;
pub(super) use table::{Role, Tone, Word};

/// A word of the table, and its place in the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub word: Word,
}

/// Slots of the index; a power of two. More make the passes over ordinary text shorter and the table bigger.
const SLOTS: usize = 8192;

/// Words by their first three bytes, the longest first.
struct Index {
    slots: Vec<Vec<(&'static str, bool, Word)>>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut slots = vec![Vec::new(); SLOTS];
    for (word, text) in table::all() {
        // A star at the end: other letters may follow.
        let (text, open) = text.strip_suffix('*').map_or((text, false), |text| (text, true));
        if let Some(bytes) = text.as_bytes().first_chunk::<3>() {
            slots[slot(*bytes)].push((text, open, word));
        }
    }
    for slot in &mut slots {
        slot.sort_by_key(|(text, ..)| std::cmp::Reverse(text.len()));
    }
    Index { slots }
});

const fn slot(bytes: [u8; 3]) -> usize {
    let [a, b, c] = [bytes[0] as usize, bytes[1] as usize, bytes[2] as usize];
    (a ^ (b << 4) ^ (c << 7)) & (SLOTS - 1)
}

/// A line has so many words of the table at most; what follows in it is not looked at. No sentence has as many.
const MOST_IN_LINE: usize = 256;

/// The words of a clean line, from left to right, none within another. Linear in the line.
pub(super) fn scan(line: &str, hits: &mut Vec<Hit>) {
    let bytes = line.as_bytes();
    let index = &*INDEX;
    let mut at = 0;
    let mut in_word = false;
    let most = hits.len() + MOST_IN_LINE;
    while at + 3 <= bytes.len() && hits.len() < most {
        let first = bytes[at];
        let letter = first.is_ascii_alphanumeric();
        // English words begin where a word begins; others anywhere a character begins.
        if (letter && in_word) || (first & 0xC0) == 0x80 || first == b' ' {
            in_word = letter;
            at += 1;
            continue;
        }
        in_word = letter;
        let key = [
            first.to_ascii_lowercase(),
            bytes[at + 1].to_ascii_lowercase(),
            bytes[at + 2].to_ascii_lowercase(),
        ];
        let found = index.slots[slot(key)].iter().find_map(|(text, open, word)| {
            let end = at + text.len();
            let same = bytes.get(at..end)?.eq_ignore_ascii_case(text.as_bytes());
            let ends_in_letter = text.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric);
            let follows = bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
            (same && (*open || !(ends_in_letter && follows))).then_some((end, *word))
        });
        match found {
            Some((end, word)) => {
                hits.push(Hit { start: at, end, word });
                in_word = bytes[end - 1].is_ascii_alphanumeric();
                at = end;
            }
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: &[Word]) {
        let mut hits = Vec::new();
        scan(line, &mut hits);
        assert_eq!(hits.iter().map(|hit| hit.word).collect::<Vec<_>>(), expect, "{line}");
    }

    #[test]
    fn words_are_found_whole() {
        check("フィッシングサイト", &[Word::Topic(Topic::Phishing)]);
        check("We saw a PORT SCAN.", &[Word::Topic(Topic::Scan)]);
        check("landscape descanning", &[]);
        check("scanning", &[Word::Topic(Topic::Scan)]);
        check("DoS dosage", &[Word::Topic(Topic::DenialOfService)]);
        check("", &[]);
    }

    #[test]
    fn every_word_can_be_found_and_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (word, text) in table::all() {
            let plain = text.trim_end_matches('*');
            assert!(plain.len() >= 3, "{text} is too short to be indexed");
            assert!(seen.insert(plain), "{text} stands twice");
            let mut hits = Vec::new();
            scan(plain, &mut hits);
            assert_eq!(hits.first().map(|hit| hit.word), Some(word), "{text}");
        }
    }
}
