//! Texts to terms.
//!
//! A text is folded by NFKC (Unicode Standard Annex 15) and to lower case, so that full-width and half-width
//! forms are the same. Runs of letters and digits are terms; with the signs that join them in addresses and host
//! names (`.`, `-`, `_`, `@`, `:`) the whole is a term, too. Japanese and Chinese have no blanks: every two
//! neighbouring characters are a term, and so a word is found as its pairs.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

/// So much of a text is looked at, in bytes. What lies beyond is not found by its words; a mail that long is a log.
const LOOKED_AT: usize = 256 << 10;

/// So many different terms of a message are kept. A log of a million addresses would fill the index alone.
const KEPT: usize = 4000;

/// Terms longer than this, in bytes, are no words: encoded data, mostly.
const LONGEST: usize = 64;

/// The terms of a mail: subject, sender, names and the text of all parts.
pub(crate) fn of_mail(mail: &mail::Message) -> Vec<String> {
    let mut terms = BTreeSet::new();
    let head = mail.from.iter().flat_map(|from| from.name.iter().chain([&from.address]));
    for text in head.chain([&mail.subject]) {
        gather(text, &mut terms);
    }
    for part in &mail.parts {
        for text in part.name.iter().chain(&part.text) {
            gather(text, &mut terms);
        }
    }
    terms.into_iter().collect()
}

/// The terms that a question asks for: all of them must be there.
pub(crate) fn of_question(question: &str) -> Vec<String> {
    let mut terms = BTreeSet::new();
    gather(question, &mut terms);
    // A single character between blanks is asked for as what it is; as part of a word its pairs say more.
    terms.into_iter().collect()
}

/// Whether a character belongs to a script that is written without blanks.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_joint(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '@' | ':')
}

fn gather(text: &str, terms: &mut BTreeSet<String>) {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut word = String::new();
    let mut before: Option<char> = None;
    // Whether the character before already stands in a pair.
    let mut paired = false;
    let folded = text[..end].nfkc().flat_map(char::to_lowercase);
    for c in folded.chain([' ']) {
        if terms.len() >= KEPT {
            return;
        }
        if is_unspaced(c) {
            flush(&mut word, terms);
            if let Some(first) = before {
                terms.insert([first, c].iter().collect());
                paired = true;
            } else {
                paired = false;
            }
            before = Some(c);
            continue;
        }
        if let Some(alone) = before.take()
            && !paired
        {
            terms.insert(alone.to_string());
        }
        if c.is_alphanumeric() || (is_joint(c) && !word.is_empty()) {
            word.push(c);
        } else {
            flush(&mut word, terms);
        }
    }
}

/// Adds a run and, where joints part it, its pieces.
fn flush(word: &mut String, terms: &mut BTreeSet<String>) {
    let whole = word.trim_end_matches(is_joint);
    if !whole.is_empty() && whole.len() <= LONGEST {
        terms.insert(whole.to_owned());
    }
    if whole.contains(is_joint) {
        let pieces = whole.split(is_joint).filter(|piece| !piece.is_empty() && piece.len() <= LONGEST);
        terms.extend(pieces.map(str::to_owned));
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        assert_eq!(of_question(text), expect, "{text}");
    }

    #[test]
    fn words_of_both_languages() {
        check("Scan from 192.0.2.1.", &["0", "1", "192", "192.0.2.1", "2", "from", "scan"]);
        check("不正アクセス", &["アク", "クセ", "セス", "不正", "正ア"]);
        check("ＳＳＨへの攻撃", &["ssh", "の攻", "への", "攻撃"]);
        check("ｳｲﾙｽ", &["イル", "ウイ", "ルス"]);
        check("木", &["木"]);
        check("a@example.jp", &["a", "a@example.jp", "example", "jp"]);
    }

    #[test]
    fn long_and_many_are_bounded() {
        assert!(of_question(&"x".repeat(1000)).is_empty());
        let many: String = (0..100_000).map(|i| format!("w{i} ")).collect();
        assert!(of_question(&many).len() <= KEPT + 8);
    }
}
