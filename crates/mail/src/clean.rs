//! What a sender wrote, made harmless to show: no control characters, nothing that turns the direction of writing.

/// Whether a character changes what others look like without being seen itself: C0 and C1 controls, the marks,
/// embeddings, overrides and isolates of bidirectional text (Unicode Standard Annex 9), and the byte order mark.
pub(crate) const fn is_hidden(c: char) -> bool {
    c.is_ascii_control()
        || matches!(c,
            '\u{80}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}')
}

/// A text of one line: white space is one space, hidden characters are gone.
pub(crate) fn line(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if matches!(c, ' ' | '\t' | '\r' | '\n') {
            space = true;
        } else if !is_hidden(c) {
            if space && !clean.is_empty() {
                clean.push(' ');
            }
            space = false;
            clean.push(c);
        }
    }
    clean
}

/// A text of many lines: they end with a line feed, tabs stay, other hidden characters are gone.
pub(crate) fn body(text: String) -> String {
    if !text.chars().any(|c| is_hidden(c) && c != '\n' && c != '\t') {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    clean.push('\n');
                }
            }
            '\n' | '\t' => clean.push(c),
            // A line and a paragraph separator are line ends as well.
            '\u{2028}' | '\u{2029}' | '\u{0b}' | '\u{0c}' | '\u{85}' => clean.push('\n'),
            _ if is_hidden(c) => {}
            _ => clean.push(c),
        }
    }
    clean
}

/// Letters of a file name. Longer ones don't fit into file systems.
const NAME_LENGTH: usize = 120;

/// A file name without path, hidden characters and what file systems give a meaning to; none if nothing is left.
pub(crate) fn file_name(text: &str) -> Option<String> {
    let text = line(text);
    let last = text.rsplit(['/', '\\']).find(|piece| !piece.trim_matches([' ', '.']).is_empty())?;
    let harmless = |c| if matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c };
    let name: String = last.trim_start_matches(['.', ' ']).chars().map(harmless).collect();
    let name = name.trim_end_matches(['.', ' ']);
    let length = name.chars().count();
    if length <= NAME_LENGTH {
        return (!name.is_empty()).then(|| name.to_owned());
    }
    // The end tells the kind of file, so the middle goes.
    let head = name.chars().take(NAME_LENGTH - 20);
    let tail = name.chars().skip(length - 19);
    Some(head.chain(['…']).chain(tail).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expect: Option<&str>) {
        assert_eq!(file_name(name).as_deref(), expect, "{name:?}");
    }

    #[test]
    fn file_names_are_harmless() {
        check("log.txt", Some("log.txt"));
        check("../../etc/passwd", Some("passwd"));
        check("C:\\Users\\a\\報告書.doc", Some("報告書.doc"));
        check("..", None);
        check("...", None);
        check("/", None);
        check(".profile", Some("profile"));
        check("dir/", Some("dir"));
        check("invoice\u{202e}fdp.exe", Some("invoicefdp.exe"));
        check("a\r\nb\0.txt", Some("a b.txt"));
        check("a:b|c.txt", Some("a_b_c.txt"));
        check("exe. ", Some("exe"));
        let long = format!("{}.csv", "ア".repeat(500));
        let short = file_name(&long).unwrap();
        assert_eq!((short.chars().count(), short.ends_with(".csv")), (NAME_LENGTH, true));
    }

    #[test]
    fn bodies_keep_lines_and_tabs_only() {
        assert_eq!(body("a\r\nb\rc\td\0\u{1b}[31m\u{202e}e\n".to_owned()), "a\nb\nc\td[31me\n");
        assert_eq!(line(" a\r\n\tb\u{7}  c "), "a b c");
    }
}
