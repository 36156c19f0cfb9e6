//! What a bounce says: who did not get the message, why, and which message it was.
//!
//! From the fields of RFC 3464 where they are, also where a system writes them into its text; otherwise from the free
//! text: an address where notices name recipients, and the SMTP reply beside it.

mod line;
mod notice;
mod original;
mod status;

use crate::message::{Message, Part};
use crate::nature::is_status;

/// A bounce as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bounce {
    /// Who did not get it, or not yet, in the order of the bounce, each once.
    pub recipients: Vec<Recipient>,
    /// `Message-ID` of the message that could not be delivered, without angle brackets.
    pub message_id: Option<String>,
    /// Its subject, decoded.
    pub subject: Option<String>,
}

/// A recipient of the message that could not be delivered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recipient {
    /// The address, as the bounce names it.
    pub address: String,
    /// What became of the message.
    pub action: Action,
    /// The enhanced status code (RFC 3463): `5.1.1`.
    pub status: Option<String>,
    /// The code of the SMTP reply (RFC 5321, 4.2): 550.
    pub reply: Option<u16>,
    /// What the other side said, in one line of at most 1,000 characters.
    pub diagnostic: Option<String>,
}

/// What became of a message (RFC 3464, 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Action {
    /// It was given up.
    #[default]
    Failed,
    /// It is still tried.
    Delayed,
    /// It arrived.
    Delivered,
    /// It was passed on to where nothing is reported back from.
    Relayed,
    /// It was passed on to several.
    Expanded,
}

/// Recipients that are listed. A message of ours has one, or a few.
const RECIPIENTS: usize = 100;

/// Characters of a diagnostic text.
const DIAGNOSTIC: usize = 1000;

/// Reads a bounce; none where `message` isn't one.
///
/// A bounce may name nobody: then its `message_id` may still tell which message it is about.
pub fn read(message: &Message) -> Option<Bounce> {
    if crate::nature::nature(message, None) != crate::Nature::Bounce {
        return None;
    }
    let texts = || message.parts.iter().filter_map(|part| part.text.as_deref());
    let (message_id, subject) = original::find(message);
    let mut recipients = texts().flat_map(status::recipients).collect::<Vec<_>>();
    if recipients.is_empty() {
        recipients = notice::recipients(message);
    } else if recipients.iter().any(|one| one.diagnostic.is_none()) {
        // Some say in the text what they leave out of the fields.
        let said = notice::recipients(message);
        for one in recipients.iter_mut().filter(|one| one.diagnostic.is_none()) {
            if let Some(same) = said.iter().find(|same| same.address.eq_ignore_ascii_case(&one.address)) {
                one.diagnostic.clone_from(&same.diagnostic);
                one.reply = one.reply.or(same.reply);
                one.status = one.status.take().or_else(|| same.status.clone());
            }
        }
    }
    if recipients.is_empty() {
        recipients = original::recipient(message).into_iter().collect();
    }
    let mut each: Vec<Recipient> = Vec::new();
    for one in recipients.into_iter().take(RECIPIENTS) {
        if !each.iter().any(|known| known.address.eq_ignore_ascii_case(&one.address)) {
            each.push(one);
        }
    }
    Some(Bounce { recipients: each, message_id, subject })
}

/// The parts in which a mail system speaks to people: not the message that it returns, nor its fields.
fn own_texts(message: &Message) -> impl Iterator<Item = &str> {
    let own = |part: &&Part| part.message.is_none() && !is_status(&part.media_type);
    message.parts.iter().filter(own).filter_map(|part| part.text.as_deref())
}
