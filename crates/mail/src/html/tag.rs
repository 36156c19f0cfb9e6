//! Tags and their attributes, as browsers take them: what has no end takes all that is left.

use super::entity;

/// Bytes of a link's target that are shown.
const TARGET: usize = 4_000;

/// A start or end tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub name: String,
    pub closes: bool,
    attributes: &'a str,
    /// With its angle brackets.
    pub length: usize,
}

impl<'a> Tag<'a> {
    /// The tag at the start of `rest`. One without an end takes all that is left, as it does in a browser.
    pub(super) fn at(rest: &'a str) -> Option<Self> {
        let inner = rest.get(1..)?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_end =
            inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(inner.len());
        let after = &inner[name_end..];
        let mut quote = None;
        let mut last = b' ';
        let mut end = None;
        for (at, byte) in after.bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
                (None, b'>') => {
                    end = Some(at);
                    break;
                }
                (None, _) => {}
            }
            if !byte.is_ascii_whitespace() {
                last = byte;
            }
        }
        let attributes = &after[..end.unwrap_or(after.len())];
        let begin = rest.len() - after.len();
        Some(Self {
            name: inner[..name_end].chars().take(20).collect::<String>().to_ascii_lowercase(),
            closes,
            attributes,
            length: end.map_or(rest.len(), |end| begin + end + 1),
        })
    }

    /// The value of an attribute that is a link's target: without white space and hidden characters, as browsers
    /// take it.
    pub(super) fn target(&self, name: &str) -> Option<String> {
        let mut target = self.attribute(name)?;
        target.retain(|c| !c.is_whitespace() && !crate::clean::is_hidden(c));
        Some(target)
    }

    /// The value of an attribute, entities decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len()).max(1);
            let end = rest.ceil_char_boundary(end);
            let known = &rest[..end];
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
                };
            }
            if known.eq_ignore_ascii_case(name) {
                let value = &value[..value.floor_char_boundary(TARGET)];
                let mut decoded = String::new();
                entity::decode(value, &mut decoded);
                return Some(decoded);
            }
        }
    }
}
