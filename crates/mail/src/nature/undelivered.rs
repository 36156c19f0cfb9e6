//! Whether a message says that another could not be delivered, or not yet.
//!
//! By its type (RFC 3464) where it has one. Older systems write free text: it is believed where the sender is a mail
//! system by its name or its empty return path, and subject or text say what mail systems say.

use super::{author, has_null_sender};
use crate::message::Message;

/// Bytes of the text that are looked at: notices say it at once. More, and a report from a postmaster who quotes his
/// log is taken for a bounce.
const LOOK: usize = 1000;

/// The same for what may as well be a notifier of incidents.
const GLANCE: usize = 200;

/// Names that only mail systems have.
const DAEMONS: [&str; 8] = [
    "mailer-daemon",
    "mailer_daemon",
    "mailerdaemon",
    "mailer daemon",
    "mail.delivery.system",
    "mail-daemon",
    "maildaemon",
    "mmdf",
];

/// What their notices' subjects hold, in lower case.
const SUBJECTS: [&str; 35] = [
    "returned mail",
    "mail delivery",
    "mail could not be delivered",
    "delivery status",
    "delivery notification",
    "delivery failure",
    "delivery failed",
    "delivery has failed",
    "delivery report",
    "delivery error",
    "delivery problem",
    "failed delivery",
    "failure delivery",
    "failure notice",
    "mail failed",
    "mail system error",
    "message delivery",
    "nondeliverable",
    "non-deliverable",
    "undeliverable",
    "undelivered",
    "undeliverd",
    "unable to deliver",
    "couldn't be delivered",
    "could not be delivered",
    "error sending your mail",
    "delayed mail",
    "still being retried",
    "returning message to sender",
    "配信不能",
    "配送不能",
    "配信エラー",
    "未配信",
    "送信できませんでした",
    "配信できません",
];

/// What their texts hold, in lower case.
const TEXTS: [&str; 49] = [
    "hi. this is the qmail-send",
    "this is the mail system at host",
    "this is the postfix program",
    "this is the mailer-daemon",
    "this is the dragonfly mail agent",
    "created automatically by mail delivery software",
    "created automatically by the mail system",
    "had permanent fatal errors",
    "had transient non-fatal errors",
    "had permanent delivery errors",
    "had delivery errors",
    "had delivery problems",
    "the following address(es) failed",
    "the following address failed",
    "did not reach the following recipient",
    "did not reach some or all of the intended recipients",
    "delivery has failed to these recipients",
    "delivery to the following recipient",
    "delevery to the following recipient",
    "unable to deliver your message",
    "unable to deliver message",
    "unable to deliver the message",
    "could not be delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "can't be delivered",
    "was not delivered to",
    "wasn't delivered to",
    "has not yet been delivered",
    "undeliverable to",
    "there was an error delivering your mail",
    "could not deliver",
    "failure reasons",
    "failed addresses follow",
    "the group you tried to contact",
    "your delivery to the following address",
    "unknown user:",
    "invalid final delivery userid",
    "error occurred while trying to deliver",
    "error has occurred while attempting to deliver",
    "message is delayed",
    "warning message only",
    "error message below:",
    "送信できませんでした",
    "送信に失敗しました",
    "配信できませんでした",
    "配送できませんでした",
    "届けることができませんでした",
    "お届けできませんでした",
];

pub(super) fn is_bounce(message: &Message) -> bool {
    if message.media_type == "multipart/report;delivery-status"
        || message.parts.iter().any(|part| is_status(&part.media_type))
    {
        return true;
    }
    if message.header("x-failed-recipients").is_some() {
        return true;
    }
    let author = author(message);
    if DAEMONS.iter().any(|name| author.starts_with(name)) {
        return true;
    }
    if has_null_sender(message)
        || author.is_empty()
        || author.starts_with("postmaster")
        || author.starts_with("post_master")
    {
        return has_subject(&message.subject) || has_text(message, LOOK);
    }
    let answers = message.header("auto-submitted").is_some_and(|value| value.starts_with("auto-"));
    (answers || author.starts_with("no-reply"))
        && (has_subject(&message.subject) || has_text(message, GLANCE))
}

/// Whether a media type is that of a delivery status (RFC 3464; RFC 6533).
pub(crate) fn is_status(media_type: &str) -> bool {
    matches!(media_type, "message/delivery-status" | "message/global-delivery-status")
}

fn has_subject(subject: &str) -> bool {
    let subject = subject.to_lowercase();
    SUBJECTS.iter().any(|pattern| subject.contains(pattern))
}

fn has_text(message: &Message, bytes: usize) -> bool {
    let texts =
        message.parts.iter().filter(|part| part.message.is_none()).filter_map(|part| part.text.as_deref());
    // The first says nothing where a gateway has put its own before it.
    texts.take(3).any(|text| {
        let mut look = String::with_capacity(bytes);
        for word in text.split_whitespace() {
            if look.len() > bytes {
                break;
            }
            look.extend(word.chars().take(bytes).flat_map(char::to_lowercase));
            look.push(' ');
        }
        TEXTS.iter().any(|pattern| look.contains(pattern))
    })
}
