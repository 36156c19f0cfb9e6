//! Who or what made a message: a person, a program, or a program in answer to one of ours.
//!
//! A report that is taken for an answer is a report lost, so machines that report are [`Nature::Generated`] and read
//! like persons; only what says of itself that it answers (RFC 3834), that it could not deliver (RFC 3464 and the
//! free texts of older systems) or that has been here before is set apart. A person who sends on a bounce is a
//! person: what counts is the outermost header.

mod answer;
mod undelivered;

pub(crate) use undelivered::is_status;

use crate::limit;
use crate::message::{Message, Nature};

/// The header field that marks what this desk sends, with the organisation's mark as its value.
pub const LOOP_HEADER: &str = "X-Hinomi-Loop";

/// The nature of `message`; `mark` is what [`LOOP_HEADER`] says in messages of our own. Whoever knows the mark can
/// have messages set apart as loops, so it should not be one that can be guessed.
pub fn nature(message: &Message, mark: Option<&str>) -> Nature {
    if goes_in_circles(message, mark) {
        Nature::Loop
    } else if is_feedback(message) {
        Nature::Generated
    } else if undelivered::is_bounce(message) {
        Nature::Bounce
    } else if answer::is_answer(message) {
        Nature::AutoReply
    } else if answer::is_generated(message) {
        Nature::Generated
    } else {
        Nature::Person
    }
}

fn goes_in_circles(message: &Message, mark: Option<&str>) -> bool {
    let marked = |mark: &str| message.header_all(LOOP_HEADER).any(|value| value.trim() == mark);
    mark.is_some_and(marked) || message.header_all("received").nth(limit::HOPS).is_some()
}

/// Complaints of mailbox providers (RFC 5965): a report about somebody's mail, whatever the envelope looks like.
fn is_feedback(message: &Message) -> bool {
    message.media_type == "multipart/report;feedback-report"
        || message.parts.iter().any(|part| part.media_type == "message/feedback-report")
}

/// Whether the envelope says that nobody wants to hear of it (RFC 5321, 4.5.5).
fn has_null_sender(message: &Message) -> bool {
    message.header("return-path").is_some_and(|path| matches!(path.trim(), "<>" | "< >"))
}

/// The first author's name before the `@`, or what stands in the field where it has none, in lower case.
fn author(message: &Message) -> String {
    let address = message.sender().or_else(|| message.header("from")).unwrap_or_default();
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    local.trim_matches(['<', '>', '"', ' ']).to_lowercase()
}
