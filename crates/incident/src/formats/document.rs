//! What of an input may be in a machine format: the file itself, or each part of the mail.

use std::borrow::Cow;

use crate::intake::Input;

/// Longest document that is read as a whole into a tree (JSON, XML). Larger costs several times its size in memory.
pub(super) const TREE_BYTES: usize = 16 << 20;

/// A file, or a part of a mail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Document<'a> {
    /// The number of the part, or empty for a file.
    number: &'a str,
    /// The name that it came with, or empty.
    pub name: &'a str,
    /// The declared media type, or empty.
    pub media_type: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its text, if it is a text part of a mail.
    decoded: Option<&'a str>,
}

impl<'a> Document<'a> {
    /// Names a place within it, for a problem.
    pub(super) fn place(&self, within: &str) -> String {
        match (self.number, within) {
            ("", within) => within.to_owned(),
            (number, "") => format!("part {number}"),
            (number, within) => format!("part {number}, {within}"),
        }
    }

    /// Its text: as the mail's reader decoded it, else as UTF-8 with what is none replaced.
    pub(super) fn text(&self) -> Cow<'a, str> {
        match self.decoded {
            Some(text) => Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)),
            None => String::from_utf8_lossy(self.content()),
        }
    }

    /// Its bytes without a byte order mark.
    pub(super) fn content(&self) -> &'a [u8] {
        self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(self.bytes)
    }

    /// Its first byte that is neither space nor byte order mark.
    pub(super) fn begins_with(&self) -> Option<u8> {
        self.content().trim_ascii_start().first().copied()
    }
}

/// The documents of an input in their order. Messages within a message are not looked into: in a report they are
/// the evidence, and what they carry is not what is reported.
pub(super) fn documents<'a>(input: &Input<'a>) -> Vec<Document<'a>> {
    let Some(mail) = input.mail else {
        let (name, bytes) = (input.name, input.bytes);
        return vec![Document { number: "", name, media_type: "", bytes, decoded: None }];
    };
    let parts = mail.parts.iter().filter(|part| !is_message(&part.media_type));
    let document = |part: &'a mail::Part| Document {
        number: &part.number,
        name: part.name.as_deref().unwrap_or_default(),
        media_type: &part.media_type,
        bytes: &part.bytes,
        decoded: part.text.as_deref(),
    };
    parts.map(document).collect()
}

/// Whether a part is a message, or the head of one.
pub(super) fn is_message(media_type: &str) -> bool {
    matches!(
        media_type,
        "message/rfc822" | "message/global" | "text/rfc822-headers" | "message/rfc822-headers"
    )
}
