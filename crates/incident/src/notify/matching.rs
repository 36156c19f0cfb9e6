//! Answers and bounces find their notification.
//!
//! The surest sign comes first: our own identifier, which holds a random part and so is known only to who got the
//! message; it stands in `In-Reply-To` and `References`, or in the copy that a bounce carries. Then the envelope's
//! sender made for the one notification. Last the token in the subject, which anybody can type: it counts only from an
//! address or domain that the notification went to, or in a bounce that names such an address, and only once a mail
//! server has taken the notification. Both are easily guessed, and a guess must keep nothing from going out.

use jiff::Timestamp;
use kernel::Transaction;
use mail::Nature;

use crate::store::Connection;

use super::find::registrable;
use super::model::NotificationState;
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, history, notification, outbox};

/// How our identifiers begin.
const BEGINS: &str = "notification.";
/// Bytes of each part that are searched: a bounce has the header of the original near its beginning.
const SEARCHED: usize = 64 << 10;
/// Identifiers that are looked up for one message.
const CANDIDATES: usize = 20;
/// The longest identifier.
const LONGEST: usize = 200;

/// What a message is to the notification that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// A person's answer.
    Reply,
    /// A program's answer: it is noted, and nothing else.
    AutoReply,
    /// It could not be delivered.
    Bounce,
}

impl Answered {
    /// By the nature of a message.
    pub const fn of(nature: Nature) -> Self {
        match nature {
            Nature::Bounce => Self::Bounce,
            Nature::AutoReply | Nature::Loop => Self::AutoReply,
            Nature::Person | Nature::Generated => Self::Reply,
        }
    }
}

impl Service {
    /// The notification that a message belongs to. The intake asks [`matching`] within its own transaction.
    pub async fn match_reply(&self, message: &mail::Message) -> Result<Option<i64>, Error> {
        matching(self.inner.database.connection(), message).await
    }

    /// Writes down, for a person, that something that came at `at` belongs to a notification: an answer by
    /// telephone, say.
    pub async fn note_answer(&self, id: i64, how: Answered, at: Timestamp) -> Result<(), Error> {
        let transaction = self.inner.database.begin_write().await?;
        answered(&transaction, id, how, at, self.inner.clock.now()).await?;
        transaction.commit().await.map_err(Error::from)
    }
}

/// The notification that a message belongs to. Asks the database only where the message bears a sign of one.
pub async fn matching(db: &impl Connection, message: &mail::Message) -> Result<Option<i64>, Error> {
    let ids = identifiers(message);
    if !ids.is_empty()
        && let Some(id) = notification::with_message_id(db, &ids).await?
    {
        return Ok(Some(id));
    }
    for (id, secret) in own_senders(message) {
        let row = notification::find(db, id).await?;
        let same = |known: &str| known.starts_with(&format!("{BEGINS}{id}.{secret}"));
        if row.and_then(|row| row.message_id).is_some_and(|known| same(&known)) {
            return Ok(Some(id));
        }
    }
    let Some(id) = token(&message.subject) else { return Ok(None) };
    let Some(row) = notification::find(db, id).await? else { return Ok(None) };
    let went_to = store::text_list(&row.recipients);
    let sender = message.sender().unwrap_or_default().to_ascii_lowercase();
    let knows = if message.nature == Nature::Bounce {
        went_to.iter().any(|to| mentions(message, &to.to_ascii_lowercase()))
    } else {
        went_to.iter().any(|to| same_house(&to.to_ascii_lowercase(), &sender))
    };
    Ok((knows && went_out(&row)).then_some(id))
}

/// Writes down that a message belongs to a notification.
pub async fn answered(
    db: &Transaction,
    id: i64,
    how: Answered,
    at: Timestamp,
    now: Timestamp,
) -> Result<(), Error> {
    let mut row = notification::get(db, id).await?;
    let before: NotificationState = row.state.parse()?;
    // Whatever comes back of it shows that it went out, whatever the mail server said.
    let unsettled = matches!(
        before,
        NotificationState::InDoubt
            | NotificationState::Sending
            | NotificationState::Failed
            | NotificationState::Approved
    );
    if unsettled {
        let mut waiting = outbox::get(db, id).await?;
        waiting.next_us = None;
        let sent = waiting.claimed_us.map_or(at, store::time);
        outbox::update(db, waiting).await?;
        super::outbox::mark_sent(db, row, sent).await?;
        row = notification::get(db, id).await?;
    }
    let (what, after) = match how {
        Answered::Reply => {
            row.answered_us.get_or_insert(at.as_microsecond());
            ("answer", NotificationState::Answered)
        }
        Answered::Bounce => {
            row.bounced_us.get_or_insert(at.as_microsecond());
            // Of several recipients one may have answered.
            let after = if row.answered_us.is_some() {
                NotificationState::Answered
            } else {
                NotificationState::Bounced
            };
            ("bounce", after)
        }
        Answered::AutoReply => ("auto-reply", row.state.parse()?),
    };
    after.name().clone_into(&mut row.state);
    // An answer to a reminder answers the notification as well.
    let first = row.reminds_id.filter(|_| how == Answered::Reply);
    notification::update(db, row).await?;
    let change = history::Change {
        about: "notification",
        id,
        who: "system",
        what,
        before: before.name(),
        after: after.name(),
        note: "",
    };
    history::write(db, now, change).await?;
    if let Some(first) = first {
        Box::pin(answered(db, first, how, at, now)).await?;
    }
    Ok(())
}

/// Whether a mail server has taken a notification for certain.
fn went_out(row: &notification::Model) -> bool {
    let taken = [NotificationState::Sent, NotificationState::Answered, NotificationState::Bounced];
    taken.iter().any(|state| state.name() == row.state)
}

/// What looks like one of our identifiers: in the header fields of an answer, and in the parts of a bounce.
fn identifiers(message: &mail::Message) -> Vec<String> {
    let mut ids: Vec<String> =
        message.answers.iter().filter(|id| id.starts_with(BEGINS) && id.len() <= LONGEST).cloned().collect();
    if message.nature == Nature::Bounce || message.nature == Nature::AutoReply {
        for part in &message.parts {
            if let Some(original) = &part.message {
                ids.extend(original.message_id.clone());
            }
            search(&part.bytes, &mut ids);
        }
    }
    ids.dedup();
    ids.truncate(CANDIDATES);
    ids
}

/// Identifiers in a text: `notification.` up to what can't be in one.
fn search(bytes: &[u8], ids: &mut Vec<String>) {
    let text = &bytes[..bytes.len().min(SEARCHED)];
    for at in memchr::memmem::find_iter(text, BEGINS) {
        let rest = &text[at..text.len().min(at + LONGEST)];
        let end = rest.iter().position(|&b| !(b.is_ascii_alphanumeric() || b".-_@".contains(&b)));
        let id = &rest[..end.unwrap_or(rest.len())];
        if ids.len() < CANDIDATES
            && id.contains(&b'@')
            && let Ok(id) = std::str::from_utf8(id)
            && !ids.iter().any(|known| known == id)
        {
            ids.push(id.to_owned());
        }
    }
}

/// Senders of our own that a message is addressed to: number, and the beginning of the random part.
fn own_senders(message: &mail::Message) -> Vec<(i64, String)> {
    let to = message.to.iter().chain(&message.cc).map(|to| to.address.as_str());
    let delivered = ["Delivered-To", "X-Original-To", "Envelope-To"];
    let to = to.chain(delivered.iter().filter_map(|name| message.header(name)));
    to.take(CANDIDATES)
        .filter_map(|address| {
            let (_, tag) = address.split_once('@')?.0.rsplit_once("+n")?;
            let (id, secret) = tag.split_once('.')?;
            let hexadecimal = secret.len() == 8 && secret.bytes().all(|b| b.is_ascii_hexdigit());
            hexadecimal.then_some(())?;
            Some((id.parse().ok()?, secret.to_ascii_lowercase()))
        })
        .collect()
}

/// The number in the subject's token: `[WORD#12]`.
fn token(subject: &str) -> Option<i64> {
    let (before, after) = subject.rsplit_once('#')?;
    let word = before.rsplit_once('[')?.1;
    let digits = after.split_once(']')?.0;
    let plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic());
    (plain && digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

/// Whether two addresses are the same, or of the same domain.
fn same_house(one: &str, other: &str) -> bool {
    let domain = |address: &str| {
        let domain = address.rsplit_once('@')?.1;
        Some(registrable(domain).unwrap_or_else(|| domain.to_owned()))
    };
    !one.is_empty() && (one == other || domain(one).is_some_and(|one| Some(one) == domain(other)))
}

fn mentions(message: &mail::Message, address: &str) -> bool {
    !address.is_empty()
        && message.parts.iter().any(|part| {
            let bytes = part.bytes[..part.bytes.len().min(SEARCHED)].to_ascii_lowercase();
            memchr::memmem::find(&bytes, address.as_bytes()).is_some()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read() {
        for (subject, expect) in [
            ("Re: scan [HINOMI#12]", Some(12)),
            ("RE: [EXT] スキャン [HINOMI#12] (fwd)", Some(12)),
            ("[HINOMI#]", None),
            ("[HINOMI#12", None),
            ("HINOMI#12]", None),
            ("[HINOMI#99999999999999999999]", None),
            ("[a b#1]", None),
            ("[#1]", None),
        ] {
            assert_eq!(token(subject), expect, "{subject:?}");
        }
    }

    #[test]
    fn identifiers_are_found_in_texts() {
        let mut ids = Vec::new();
        search(b"Message-ID: <notification.1.ab@csirt.example>\r\nnotification. notification.x", &mut ids);
        assert_eq!(ids, ["notification.1.ab@csirt.example"]);
        let mut many = Vec::new();
        search("notification.1@a ".repeat(5000).as_bytes(), &mut many);
        assert_eq!(many.len(), 1);
    }

    #[test]
    fn houses_are_told_by_their_domain() {
        assert!(same_house("abuse@example.jp", "aoki@noc.example.jp"));
        assert!(!same_house("abuse@example.jp", "x@evil-example.jp"));
        assert!(!same_house("abuse@a.co.jp", "x@b.co.jp"));
        assert!(!same_house("", ""));
    }
}
