//! What others wrote, made harmless to a reader's eye: characters that can't be seen, or that turn the order of
//! others round, are shown by their numbers.
//!
//! HTML is escaped by the templates anyway. This is about text that lies without any markup: a file name that ends
//! in `exe` and is shown as ending in `txt` (U+202E), two addresses that differ in a space of no width. It is the
//! templates' formatter, so that no page can forget it; the texts of ours have no such character.

use std::borrow::Cow;
use std::fmt::Write as _;

use minijinja::value::Value;
use minijinja::{Error, Output, State, escape_formatter};

/// Whether nobody sees this character, or it changes how others are seen (Unicode: categories Cc and Cf, line and
/// paragraph separators, fillers of Hangul; tabs and ends of lines are seen).
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}'
        | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}'
        | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E007F}')
}

/// The text with its hidden characters as `[U+202E]`.
pub(crate) fn text(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if is_hidden(c) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "[U+{:04X}]", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Writes a value of a template.
pub(crate) fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(written) if !value.is_safe() && written.contains(is_hidden) => {
            escape_formatter(out, state, &Value::from(text(written).into_owned()))
        }
        _ => escape_formatter(out, state, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_shown_by_its_number() {
        for (written, shown) in [
            ("invoice\u{202E}fdp.exe", "invoice[U+202E]fdp.exe"),
            ("exam\u{200B}ple.com", "exam[U+200B]ple.com"),
            ("\u{FEFF}a\u{0}", "[U+FEFF]a[U+0000]"),
            ("a\u{E0041}", "a[U+E0041]"),
            ("改ざん\tログ\r\n", "改ざん\tログ\r\n"),
            ("ｶﾀｶﾅ é 👩", "ｶﾀｶﾅ é 👩"),
        ] {
            assert_eq!(text(written), shown);
        }
    }
}
