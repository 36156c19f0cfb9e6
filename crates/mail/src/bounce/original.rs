//! Which message came back: from the copy of it, or of its header, that the bounce carries.

use super::Recipient;
use super::line::addresses;
use crate::clean;
use crate::header;
use crate::message::Message;

/// Bytes of a text in which a copied header is looked for.
const LOOK: usize = 256 << 10;

/// All texts but the returned message: some put its header among the fields of the status.
fn texts(message: &Message) -> impl Iterator<Item = &str> {
    message.parts.iter().filter(|part| part.message.is_none()).filter_map(|part| part.text.as_deref())
}

/// `Message-ID` and subject of the original.
pub(super) fn find(message: &Message) -> (Option<String>, Option<String>) {
    let copies = || message.parts.iter().filter_map(|part| part.message.as_deref());
    let subject = |copy: &Message| (!copy.subject.is_empty()).then(|| copy.subject.clone());
    let mut id = copies().find_map(|copy| copy.message_id.clone());
    let mut subject = copies().find_map(subject);
    for text in texts(message) {
        id =
            id.or_else(|| field(text, "message-id").and_then(|value| header::ids(&value).into_iter().next()));
        subject = subject.or_else(|| {
            let value = field(text, "subject")?;
            let value = clean::line(&header::decode_words(&value, &mut Vec::new()));
            (!value.is_empty()).then_some(value)
        });
    }
    // A reply to it, as some systems make their notices.
    (id.or_else(|| message.answers.first().cloned()), subject)
}

/// Whom the original was sent to, where that is one only and the notice names nobody.
pub(super) fn recipient(message: &Message) -> Option<Recipient> {
    let mut copies = message.parts.iter().filter_map(|part| part.message.as_deref());
    let listed = copies.find_map(|copy| match copy.to.as_slice() {
        [one] => Some(one.address.clone()),
        _ => None,
    });
    let address = listed.or_else(|| {
        texts(message).find_map(|text| match addresses(&field(text, "to")?).as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        })
    })?;
    Some(Recipient { address, ..Recipient::default() })
}

/// The value of the last header field of this name that stands in a text, unfolded: the copy comes at the end.
fn field(text: &str, name: &str) -> Option<String> {
    let mut value: Option<String> = None;
    let mut open = false;
    for line in text[..text.floor_char_boundary(LOOK)].lines() {
        if open && line.starts_with([' ', '\t']) && !line.trim().is_empty() {
            if let Some(value) = &mut value {
                value.push(' ');
                value.push_str(line.trim());
            }
            continue;
        }
        let start = line.trim_start_matches(['>', ' ', '|']);
        open = start
            .get(..name.len() + 1)
            .is_some_and(|start| start.ends_with(':') && start[..name.len()].eq_ignore_ascii_case(name));
        if open {
            value = Some(start[name.len() + 1..].trim().to_owned());
        }
    }
    value
}
