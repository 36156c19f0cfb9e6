//! Attacker and victim told apart, where the text says so.

use std::ops::Range;

use super::words::{Hit, Role, Word};

/// What stands right behind an indicator and tells its part.
const BEHIND: &[(&str, Role)] = &[
    ("からの", Role::Source),
    ("から", Role::Source),
    ("より", Role::Source),
    ("による", Role::Source),
    ("->", Role::Source),
    ("=>", Role::Source),
    ("発の", Role::Source),
    ("への", Role::Target),
    ("へ", Role::Target),
    ("宛", Role::Target),
    ("あて", Role::Target),
    ("に対", Role::Target),
    ("を対象", Role::Target),
    ("を攻撃", Role::Target),
    ("を狙", Role::Target),
    ("is attacking", Role::Source),
    ("is scanning", Role::Source),
    ("has been scanning", Role::Source),
    ("has been attacking", Role::Source),
    ("has attacked", Role::Source),
    ("attacked", Role::Source),
    ("scanned", Role::Source),
    ("was scanning", Role::Source),
    ("is probing", Role::Source),
    ("has scanned", Role::Source),
    ("has probed", Role::Source),
    ("probed", Role::Source),
    ("tried to", Role::Source),
    ("attempted to", Role::Source),
    ("has been trying", Role::Source),
    ("is trying", Role::Source),
    ("has attempted", Role::Source),
    ("has tried", Role::Source),
    ("was trying", Role::Source),
    ("was attacking", Role::Source),
    ("has been observed", Role::Source),
    ("was observed", Role::Source),
    ("was attacked", Role::Target),
    ("was scanned", Role::Target),
    ("が攻撃", Role::Source),
    ("がスキャン", Role::Source),
    ("が不正", Role::Source),
    ("がアクセス", Role::Source),
    ("がポートスキャン", Role::Source),
    ("というアドレスから", Role::Source),
    ("のホストから", Role::Source),
    ("のipアドレスから", Role::Source),
    ("のアドレスから", Role::Source),
    ("というipアドレスから", Role::Source),
    ("というホストから", Role::Source),
    ("のサーバから", Role::Source),
    ("のマシンから", Role::Source),
    ("のipから", Role::Source),
    ("のサーバーから", Role::Source),
];

/// The part of an indicator, as its line tells it. `before` is the end of the indicator before it.
pub(super) fn of(line: &str, hits: &[Hit], span: &Range<usize>, before: usize) -> Option<Role> {
    let behind = over_brackets(&line[span.end..]);
    let lower = behind
        .char_indices()
        .take(24)
        .last()
        .map_or("", |(at, c)| &behind[..at + c.len_utf8()])
        .to_ascii_lowercase();
    if let Some((_, role)) = BEHIND.iter().find(|(word, _)| lower.starts_with(word)) {
        return Some(*role);
    }
    let ahead =
        line[before..span.start].trim_end_matches([' ', '(', '「', '<', '[', '『', '"', '\'', '\t', ':']);
    let marks = ahead.as_bytes();
    let ends_with = |word: &[u8]| {
        marks.len() >= word.len() && marks[marks.len() - word.len()..].eq_ignore_ascii_case(word)
    };
    if before > 0 && (ends_with(b"->") || ends_with(b"=>"))
        || ends_with(b" to") && marks.len() < 60
        || marks.eq_ignore_ascii_case(b"to")
    {
        return Some(Role::Target);
    }
    let roles = hits.iter().filter_map(|hit| match hit.word {
        Word::Role(role) => Some((hit, role)),
        _ => None,
    });
    // The nearest word before it on the line, else one that stands behind it at once: `192.0.2.1 (attacker)`.
    let nearest = roles.clone().take_while(|(hit, _)| hit.start < span.start).last().map(|(_, role)| role);
    nearest.or_else(|| {
        roles
            .clone()
            .find(|(hit, _)| hit.start >= span.end && hit.start <= span.end + 9)
            .map(|(_, role)| role)
    })
}

/// What stands behind an indicator, without what closes around it, and without its name in brackets:
/// `192.0.2.1 (host.example.net) から`.
fn over_brackets(behind: &str) -> &str {
    let closing = [' ', ')', '」', '>', ']', '』', '"', '\'', '\t', ',', '、'];
    let rest = behind.trim_start_matches(closing);
    let inner = rest.strip_prefix(['(', '[']).and_then(|inner| {
        let end = inner.bytes().take(100).position(|byte| matches!(byte, b')' | b']'))?;
        inner.as_bytes()[..end].is_ascii().then(|| inner[end..].trim_start_matches(closing))
    });
    inner.unwrap_or(rest)
}
