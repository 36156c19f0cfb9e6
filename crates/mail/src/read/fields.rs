//! The header of a message.

use encoding_rs::Encoding;

use super::Reader;
use super::entity::Kind;
use crate::charset;
use crate::clean;
use crate::header::{self, Block};
use crate::message::{Mailbox, Message};

/// Bytes of a body that are asked for their encoding.
const LOOK: usize = 64 << 10;

/// The encoding of header fields that have eight bits and no encoded words: that of the body, declared or guessed.
pub(super) fn hint(block: &Block<'_>, kind: &Kind) -> Option<&'static Encoding> {
    let declared = charset::hint(kind.charset());
    if declared.is_some() {
        return declared;
    }
    let look = &block.body[..block.body.len().min(LOOK)];
    let needed = block.fields.iter().any(|field| !field.value.is_ascii());
    (needed && !look.is_ascii()).then(|| charset::guess(look, None))
}

/// Reads all fields of `block`.
pub(super) fn read(
    reader: &mut Reader,
    block: &Block<'_>,
    number: &str,
    hint: Option<&'static Encoding>,
) -> Message {
    let mut message = Message { headers: Vec::with_capacity(block.fields.len()), ..Message::default() };
    let mut in_reply_to = Vec::new();
    let mut references = Vec::new();
    let mut date_seen = false;
    for field in &block.fields {
        let mut problems = Vec::new();
        let charset::Decoded { text: raw, problem } = header::raw_text(field.value, hint);
        problems.extend(problem);
        let name = clean::line(&String::from_utf8_lossy(field.name));
        let known = name.to_ascii_lowercase();
        // Those that hold mailboxes decode their words, and tell what was wrong with them, once.
        let list = match known.as_str() {
            "from" => Some(&mut message.from),
            "reply-to" => Some(&mut message.reply_to),
            "to" => Some(&mut message.to),
            "cc" => Some(&mut message.cc),
            _ => None,
        };
        let value = if let Some(list) = list {
            let before = list.len();
            list.extend(header::mailboxes(&raw, &mut problems));
            if list.len() == before && known == "from" && !raw.contains("<>") {
                problems.push("no address".to_owned());
            }
            clean::line(&header::decode_words(&raw, &mut Vec::new()))
        } else {
            clean::line(&header::decode_words(&raw, &mut problems))
        };
        match known.as_str() {
            "subject" if message.subject.is_empty() => message.subject.clone_from(&value),
            "date" if !date_seen => {
                date_seen = true;
                message.date = header::date(&value);
                if message.date.is_none() {
                    problems.push("no date with its zone".to_owned());
                }
            }
            "received" if message.received.is_none() => message.received = header::date(&value),
            "message-id" if message.message_id.is_none() => {
                message.message_id = header::ids(&raw).into_iter().next();
            }
            "in-reply-to" => in_reply_to.extend(header::ids(&raw)),
            "references" => references.extend(header::ids(&raw)),
            _ => {}
        }
        for problem in problems {
            let place = if number.is_empty() { name.clone() } else { format!("{number} {name}") };
            reader.problem(&place, problem);
        }
        message.headers.push((name, value));
    }
    // Whoever wrote it stands in Sender where From says nothing.
    if message.from.is_empty()
        && let Some(sender) = message.header("sender")
    {
        message.from = header::mailboxes(sender, &mut Vec::new());
    }
    references.reverse();
    message.answers = nearest_first(in_reply_to, references);
    for list in [&mut message.from, &mut message.reply_to] {
        let mut seen: Vec<Mailbox> = Vec::new();
        list.retain(|one| {
            let fresh = !seen.contains(one);
            if fresh && seen.len() < 16 {
                seen.push(one.clone());
            }
            fresh
        });
    }
    message
}

fn nearest_first(in_reply_to: Vec<String>, references: Vec<String>) -> Vec<String> {
    let mut answers: Vec<String> = Vec::new();
    for id in in_reply_to.into_iter().chain(references) {
        if answers.len() < crate::limit::REFERENCES && !answers.contains(&id) {
            answers.push(id);
        }
    }
    answers
}
