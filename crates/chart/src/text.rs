//! How wide a text will be, without its font.
//!
//! The reader's font is unknown when the SVG is written, so widths are estimated on the safe side: as wide as
//! in DejaVu Sans, the widest of the common fallbacks, for Latin, and a full em for what Unicode calls wide
//! (UAX #11), which every Japanese font keeps. Too wide costs some blank pixels; too narrow would cut a label.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Estimated width of `text` at font size `size`, in the unit of `size`.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    // The whole string's width counts joined emoji once; single characters tell narrow from wide letters.
    let by_letter: f64 = text.chars().map(em).sum();
    let by_column = text.width() as f64;
    by_letter.min(by_column.max(1.0)) * size
}

/// Estimated width of one character in em.
fn em(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | 'I' | '·' => 0.34,
        '/' | '-' | '(' | ')' | '[' | ']' | 'f' | 't' | 'r' => 0.41,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '–' | '—' => 0.97,
        'A'..='Z' => 0.74,
        '0'..='9' | 'a'..='z' => 0.64,
        _ => match c.width() {
            Some(2) => 1.0,
            Some(0) | None => 0.0,
            _ => 0.84,
        },
    }
}

/// Breaks `text` into lines no wider than `room`: at spaces, and between wide characters; a single word that is
/// wider than the room is broken where it must be. Always at least one line.
pub(crate) fn wrap(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && width(&line, size) + width(piece.trim_end(), size) > room {
            lines.push(std::mem::take(&mut line));
        }
        if width(piece.trim_end(), size) <= room {
            line.push_str(piece);
            continue;
        }
        for c in piece.chars() {
            if !line.is_empty() && width(&line, size) + em(c) * size > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

/// Parts between which a line may break: words with their trailing space, and single wide characters. A
/// closing sign never begins a line and an opening one never ends it (the core of JIS X 4051's line breaking).
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut before) = (0, None);
    for (at, c) in text.char_indices() {
        if let Some(previous) = before
            && may_break(previous, c)
        {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, after: char) -> bool {
    const OPENING: &str = "（「『【〈《［｛〔([{";
    const CLOSING: &str =
        "）」』】〉》］｝〕、。，．・：；！？ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ)]},.:;!?%";
    if OPENING.contains(before) || CLOSING.contains(after) || after.is_whitespace() {
        return false;
    }
    before.is_whitespace() || before.width() == Some(2) || after.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_an_em() {
        fn check(text: &str, expect: f64) {
            assert!((width(text, 10.0) - expect).abs() < 0.01, "{text:?}: {}", width(text, 10.0));
        }
        check("", 0.0);
        check("観測", 20.0);
        check("445/tcp", 19.2 + 4.1 + 4.1 + 12.8);
        check("ｶﾅ", 16.8);
        check("\u{301}\u{200b}", 0.0);
    }

    #[test]
    fn lines_break_where_the_language_allows() {
        fn check(text: &str, room: f64, expect: &[&str]) {
            assert_eq!(wrap(text, 10.0, room), expect);
        }
        check("", 100.0, &[""]);
        check("short", 100.0, &["short"]);
        check("two words", 40.0, &["two", "words"]);
        check("定点観測の推移", 40.0, &["定点観測", "の推移"]);
        check("観測（推移）", 30.0, &["観測", "（推", "移）"]);
        check("観測です。", 40.0, &["観測で", "す。"]);
        check("abcdefgh", 20.0, &["abc", "def", "gh"]);
        check("観測", 1.0, &["観", "測"]);
    }
}
