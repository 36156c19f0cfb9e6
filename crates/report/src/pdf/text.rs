//! Text as paper takes it: only what has ink or is a space, and with places where overlong words may be broken.

/// Stands where a word may be broken without a sign. The template takes it out again, so that nothing stands there
/// when the text is copied: an invisible character of Unicode that is taken out of everything written.
pub(super) const BREAK: char = '\u{2063}';

/// Letters without a space from which on a word gets places to break. The longest words of a language are shorter;
/// addresses and hashes are not.
const LONG: usize = 28;
/// Letters after which a long word may be broken wherever it is.
const PIECE: usize = 20;

/// Text without what has no ink: control characters, marks of direction, joiners. A tab is a space.
pub(super) fn inked(text: &str) -> String {
    let kept = |c: char| match c {
        '\t' => Some(' '),
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        _ if c.is_control() || is_invisible(c) => None,
        _ => Some(c),
    };
    text.chars().filter_map(kept).collect()
}

/// Characters that only direct how others are drawn (Unicode `Default_Ignorable_Code_Point`). Selectors of variants
/// of Han characters stay: people's names have them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
}

/// Whether a font need not have this character.
pub(super) fn is_guide(c: char) -> bool {
    matches!(c, '\n' | BREAK | '\u{E0100}'..='\u{E01EF}')
}

/// Text with places to break in overlong words: after signs, else after some letters.
pub(super) fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(is_apart) {
        if word.chars().count() < LONG {
            out.push_str(word);
            continue;
        }
        let mut letters = 0;
        for c in word.chars() {
            out.push(c);
            letters += 1;
            if letters >= PIECE || (letters > 3 && "/.-_?&=,;:@%+~#".contains(c)) {
                out.push(BREAK);
                letters = 0;
            }
        }
        if out.ends_with(BREAK) {
            out.pop();
        }
    }
    out
}

/// Where a line may be broken anyway: at spaces, and at the characters of East Asia.
fn is_apart(c: char) -> bool {
    c.is_whitespace() || c >= '\u{2E80}'
}

/// The longest URL that typst takes as a link. A longer one is printed, and leads nowhere.
const LONGEST_URI: usize = 8000;

/// A URL as PDF wants it: ASCII, what else there is as `%XX` of UTF-8. None where it is no web address.
pub(super) fn uri(url: &str) -> Option<String> {
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return None;
    }
    let mut uri = String::with_capacity(url.len());
    for byte in url.bytes() {
        match byte {
            b'!'..=b'~' if !br#""<>\^`{|}"#.contains(&byte) => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    (uri.len() <= LONGEST_URI).then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_ink_goes() {
        fn check(text: &str, expect: &str) {
            assert_eq!(inked(text), expect);
        }
        check("a\u{0}b\tc\r\nd", "ab c\nd");
        check("\u{202e}evil\u{2066}x\u{feff}", "evilx");
        check("葛\u{e0100}飾", "葛\u{e0100}飾");
        check("#import $x$ \\ *b* @y ]", "#import $x$ \\ *b* @y ]");
    }

    #[test]
    fn overlong_words_may_be_broken() {
        fn check(text: &str, expect: &str) {
            assert_eq!(breakable(text).replace(BREAK, "|"), expect);
        }
        check(
            "short words stay as they are, however many there are",
            "short words stay as they are, however many there are",
        );
        check(&"a".repeat(45), &format!("{0}|{0}|aaaaa", "a".repeat(20)));
        check(&"a".repeat(40), &format!("{0}|{0}", "a".repeat(20)));
        check("https://www.cert.example/activity/2008Q1", "https:|//www.|cert.|example/|activity/|2008Q1");
        check(&"火の見".repeat(20), &"火の見".repeat(20));
    }

    #[test]
    fn only_web_addresses_are_links() {
        fn check(url: &str, expect: Option<&str>) {
            assert_eq!(uri(url).as_deref(), expect);
        }
        check("https://a.example/x?y=1&z#f", Some("https://a.example/x?y=1&z#f"));
        check("http://a.example/見 \"(\n", Some("http://a.example/%E8%A6%8B%20%22(%0A"));
        check("javascript:alert(1)", None);
        check("file:///etc/passwd", None);
        check("", None);
        check(&format!("https://a.example/{}", "x".repeat(LONGEST_URI)), None);
    }
}
