//! The texts of a message that are read, and where each stands.

use std::borrow::Cow;

use mail::{Disposition, Message, Part};

use super::lines::Place;

/// A text of a message.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub text: Cow<'a, str>,
    pub place: Place,
}

/// So many bytes of an attached file are read; what is longer is said to be cut. A log of a day fits.
pub(super) const MOST_ATTACHED: usize = 8 << 20;
/// Forwarded mails are read so deep. Deeper nesting is nothing that people do.
const DEEPEST: usize = 4;

/// What of a mail is read.
#[derive(Debug, Default)]
pub(super) struct Texts<'a> {
    pub texts: Vec<Text<'a>>,
    /// Where forwarded mails were handed over to the reporter's side: the topmost `Received` of each.
    pub handed_over: Vec<&'a str>,
    /// Parts that were cut.
    pub cut: Vec<&'a str>,
}

/// Gathers the texts of a mail.
pub(super) fn texts(mail: &Message) -> Texts<'_> {
    let mut gathered = Texts::default();
    gathered.texts.push(Text { text: Cow::Borrowed(&mail.subject), place: Place::Subject });
    gather(mail, Place::Own, 0, &mut gathered);
    gathered
}

fn gather<'a>(mail: &'a Message, place: Place, depth: usize, out: &mut Texts<'a>) {
    let body = |part: &&Part| {
        part.disposition == Disposition::Inline && part.message.is_none() && part.text.is_some()
    };
    let written = |part: &Part| part.text.as_deref().is_some_and(|text| !text.trim().is_empty());
    // Of alternatives the plain one is read.
    let plain = mail.parts.iter().filter(body).any(|part| part.media_type == "text/plain" && written(part));
    for part in &mail.parts {
        if let Some(inner) = &part.message {
            if depth < DEEPEST {
                forwarded(inner, depth + 1, out);
            }
            continue;
        }
        let attached = part.disposition == Disposition::Attachment;
        if !attached {
            if let Some(text) = &part.text
                && (!plain || part.media_type != "text/html")
            {
                out.texts.push(Text { text: Cow::Borrowed(text), place });
            }
            continue;
        }
        let text: Cow<'a, str> = match &part.text {
            Some(text) => Cow::Borrowed(text),
            None if is_text_file(part.name.as_deref()) => {
                String::from_utf8_lossy(&part.bytes[..part.bytes.len().min(MOST_ATTACHED)])
            }
            None => continue,
        };
        let mut end = text.len().min(MOST_ATTACHED);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        if end < text.len() || part.bytes.len() > MOST_ATTACHED {
            out.cut.push(&part.number);
        }
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
            Cow::Owned(text) => Cow::Owned(text[..end].to_owned()),
        };
        out.texts.push(Text { text, place: Place::Attached });
    }
}

fn forwarded<'a>(mail: &'a Message, depth: usize, out: &mut Texts<'a>) {
    let received = mail.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("received"));
    out.handed_over.extend(
        received.map(|(_, value)| value.as_str()).find(|value| super::log::received(value).is_some()),
    );
    gather(mail, Place::Attached, depth, out);
}

fn is_text_file(name: Option<&str>) -> bool {
    let name = name.unwrap_or_default().to_ascii_lowercase();
    [".log", ".txt", ".csv", ".text", ".asc"].iter().any(|end| name.ends_with(end))
}
