//! Approved messages go out, once.
//!
//! ```text
//! approved -> sending -> sent | approved again, later | failed | in doubt
//! ```
//!
//! A message is marked as being sent, durably, before the mail server hears of it; the mark carries the number of the
//! attempt. What the server says is written with the mark of the next message, in one transaction. A message that is
//! still marked when nobody can be sending it any more, or whose connection broke before the server's last word, is in
//! doubt: nobody but a person, who may ask the recipient, sends it again or takes it for sent. Sent again it has the
//! same `Message-ID`, so that a second copy shows itself as one.

use std::fs;

use jiff::{SignedDuration, Timestamp};
use kernel::Transaction;
use mail::{Accepted, SendError};
use serde::Serialize;

use super::model::NotificationState;
use super::transport::{Outbound, Session, Transport};
use crate::error::Error;
use crate::model::IncidentState;
use crate::service::Service;
use crate::store::{self, history, notification, outbox};

/// Minutes before the next attempt after the first, the second, ... that failed for a time. The last one is repeated.
/// The sum with [`ATTEMPTS`] is about four days, as RFC 5321, 4.5.4.1 advises.
const BACKOFF: [i64; 8] = [1, 5, 15, 30, 60, 120, 240, 480];
/// After so many attempts a message has failed.
const ATTEMPTS: i32 = 17;
/// How long a message may be marked as being sent before it is in doubt. Longer than all of SMTP's time limits of one
/// message together, so that nobody is still sending it; the same process finds out by itself.
const LEASE: SignedDuration = SignedDuration::from_mins(30);
/// How long one message may take, whatever the transport: shorter than [`LEASE`].
const ONE: std::time::Duration = std::time::Duration::from_mins(20);

/// What a round of sending did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Round {
    /// The mail server took them.
    pub sent: Vec<i64>,
    /// They will be tried again.
    pub later: Vec<i64>,
    /// The mail server will not take them.
    pub failed: Vec<i64>,
    /// It may have taken them.
    pub in_doubt: Vec<i64>,
    /// Why no message could be handed over at all.
    pub unreachable: Option<String>,
}

/// What a person decides about a message in doubt, or about one that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Send it again, the same bytes.
    Resend,
    /// It was sent.
    WasSent,
    /// Leave it at that.
    Discard,
}

/// A message that is marked as being sent.
struct Claimed {
    outbound: Outbound,
    /// The number of this attempt: whoever writes the outcome of another one writes nothing.
    attempt: i32,
    claimed: Timestamp,
}

impl Service {
    /// Sends what is due, `limit` messages at most, over one connection.
    pub async fn send_due(&self, transport: &dyn Transport, limit: u64) -> Result<Round, Error> {
        let mut round = Round { in_doubt: self.find_doubts().await?, ..Round::default() };
        let due = outbox::due(self.inner.database.connection(), self.inner.clock.now(), limit).await?;
        if due.is_empty() {
            return Ok(round);
        }
        let mut session: Option<Box<dyn Session>> = None;
        let mut outcome: Option<(Claimed, Result<Accepted, SendError>)> = None;
        for row in due {
            if session.as_ref().is_none_or(|open| open.is_broken()) {
                match transport.open().await {
                    Ok(open) => session = Some(open),
                    Err(error) => {
                        round.unreachable = Some(error.to_string());
                        break;
                    }
                }
            }
            let Some(open) = session.as_mut() else { break };
            let claimed = self.claim(outcome.take(), row.notification_id, &mut round).await?;
            let Some(claimed) = claimed else { continue };
            let sent = match tokio::time::timeout(ONE, open.send(&claimed.outbound)).await {
                Ok(sent) => sent,
                Err(_) => {
                    session = None;
                    Err(SendError::InDoubt("the message took too long".to_owned()))
                }
            };
            outcome = Some((claimed, sent));
        }
        if let Some((claimed, sent)) = outcome {
            let transaction = self.inner.database.begin_write().await?;
            self.settle(&transaction, claimed, sent, &mut round).await?;
            transaction.commit().await.map_err(Error::from)?;
        }
        if let Some(reason) = round.unreachable.clone() {
            self.postpone(limit, &reason, &mut round).await?;
        }
        if let Some(open) = session {
            open.close().await;
        }
        Ok(round)
    }

    /// Decides about a message that is in doubt, or has failed.
    pub async fn decide_outbox(&self, id: i64, decision: Decision, who: &str) -> Result<(), Error> {
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        let row = notification::get(&transaction, id).await?;
        let state: NotificationState = row.state.parse()?;
        if !matches!(state, NotificationState::InDoubt | NotificationState::Failed) {
            return Err(Error::Refused(format!(
                "notification {id} is neither in doubt nor failed but {state}"
            )));
        }
        let mut waiting = outbox::get(&transaction, id).await?;
        let after = match decision {
            Decision::Resend => {
                waiting.next_us = Some(now.as_microsecond());
                // A message that failed after its last attempt gets as many again.
                if state == NotificationState::Failed {
                    waiting.attempts = 0;
                }
                notification::set_state(&transaction, id, NotificationState::Approved).await?;
                NotificationState::Approved
            }
            Decision::WasSent => {
                waiting.next_us = None;
                let at = waiting.claimed_us.map_or(now, store::time);
                mark_sent(&transaction, row, at).await?;
                NotificationState::Sent
            }
            Decision::Discard => {
                waiting.next_us = None;
                notification::set_state(&transaction, id, NotificationState::Discarded).await?;
                NotificationState::Discarded
            }
        };
        outbox::update(&transaction, waiting).await?;
        let change = history::Change {
            about: "notification",
            id,
            who,
            what: "decide",
            before: state.name(),
            after: after.name(),
            note: "",
        };
        history::write(&transaction, now, change).await?;
        transaction.commit().await.map_err(Error::from)
    }

    /// Messages that are marked as being sent although nobody can be sending them: they are in doubt from now on.
    pub async fn find_doubts(&self) -> Result<Vec<i64>, Error> {
        let now = self.inner.clock.now();
        let then = now.saturating_sub(LEASE).unwrap_or(now);
        if outbox::silent_since(self.inner.database.connection(), then).await?.is_empty() {
            return Ok(Vec::new());
        }
        let transaction = self.inner.database.begin_write().await?;
        let silent = outbox::silent_since(&transaction, then).await?;
        for mut row in silent.clone() {
            "nothing was heard of it after it was handed over".clone_into(&mut row.reply);
            doubt(&transaction, now, row).await?;
        }
        transaction.commit().await.map_err(Error::from)?;
        Ok(silent.into_iter().map(|row| row.notification_id).collect())
    }

    /// Writes the outcome of the message before, and marks the next one as being sent. None where somebody else
    /// sends it already.
    async fn claim(
        &self,
        before: Option<(Claimed, Result<Accepted, SendError>)>,
        id: i64,
        round: &mut Round,
    ) -> Result<Option<Claimed>, Error> {
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        if let Some((claimed, sent)) = before {
            self.settle(&transaction, claimed, sent, round).await?;
        }
        let row = notification::get(&transaction, id).await?;
        let mut waiting = outbox::get(&transaction, id).await?;
        let due = waiting.next_us.is_some_and(|next| next <= now.as_microsecond());
        if !due || row.state != NotificationState::Approved.name() {
            transaction.commit().await.map_err(Error::from)?;
            return Ok(None);
        }
        let sha256 = row.sha256.clone().unwrap_or_default();
        let Some(Ok(bytes)) = self.inner.originals.find(&sha256).map(fs::read) else {
            // Approved, and its bytes are gone: the folder of originals was tampered with.
            waiting.next_us = None;
            "its bytes are not among the originals".clone_into(&mut waiting.reply);
            fail(&transaction, now, waiting, NotificationState::Approved).await?;
            transaction.commit().await.map_err(Error::from)?;
            round.failed.push(id);
            return Ok(None);
        };
        waiting.attempts += 1;
        waiting.next_us = None;
        waiting.claimed_us = Some(now.as_microsecond());
        let outbound = Outbound {
            notification: id,
            sender: waiting.sender.clone(),
            recipients: store::text_list(&row.recipients),
            bytes,
        };
        let claimed = Claimed { outbound, attempt: waiting.attempts, claimed: now };
        outbox::update(&transaction, waiting).await?;
        notification::set_state(&transaction, id, NotificationState::Sending).await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(Some(claimed))
    }

    /// Writes what became of a message.
    async fn settle(
        &self,
        db: &Transaction,
        claimed: Claimed,
        sent: Result<Accepted, SendError>,
        round: &mut Round,
    ) -> Result<(), Error> {
        let (id, now) = (claimed.outbound.notification, self.inner.clock.now());
        let row = notification::get(db, id).await?;
        let mut waiting = outbox::get(db, id).await?;
        let state: NotificationState = row.state.parse()?;
        // Held up beyond the lease, it was declared in doubt meanwhile; its outcome still counts, unless somebody has
        // decided already.
        let ours = matches!(state, NotificationState::Sending | NotificationState::InDoubt)
            && waiting.attempts == claimed.attempt;
        if !ours {
            return Ok(());
        }
        match sent {
            Ok(accepted) => {
                waiting.next_us = None;
                waiting.reply = mail::one_line(&accepted.reply, 300);
                if !accepted.refused.is_empty() {
                    let refused = accepted.refused.iter().map(|(to, said)| format!("{to}: {said}"));
                    let refused = refused.collect::<Vec<_>>().join("; ");
                    waiting.reply = format!("{}; not to {}", waiting.reply, mail::one_line(&refused, 500));
                }
                let note = waiting.reply.clone();
                outbox::update(db, waiting).await?;
                mark_sent(db, row, claimed.claimed).await?;
                let change = history::Change {
                    about: "notification",
                    id,
                    who: "system",
                    what: "send",
                    before: NotificationState::Approved.name(),
                    after: NotificationState::Sent.name(),
                    note: &note,
                };
                history::write(db, now, change).await?;
                round.sent.push(id);
            }
            Err(SendError::InDoubt(reason)) => {
                waiting.reply = mail::one_line(&reason, 300);
                doubt(db, now, waiting).await?;
                round.in_doubt.push(id);
            }
            Err(SendError::Temporary(reason) | SendError::Connection(reason))
                if waiting.attempts < ATTEMPTS =>
            {
                waiting.reply = mail::one_line(&reason, 300);
                waiting.next_us = Some(next(now, waiting.attempts).as_microsecond());
                outbox::update(db, waiting).await?;
                notification::set_state(db, id, NotificationState::Approved).await?;
                round.later.push(id);
            }
            Err(error) => {
                waiting.reply = mail::one_line(&error.to_string(), 300);
                waiting.next_us = None;
                fail(db, now, waiting, NotificationState::Sending).await?;
                round.failed.push(id);
            }
        }
        Ok(())
    }

    /// The mail server can't be reached: all that is due waits, and it counts as an attempt of each.
    async fn postpone(&self, limit: u64, reason: &str, round: &mut Round) -> Result<(), Error> {
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        for mut row in outbox::due(&transaction, now, limit).await? {
            row.attempts += 1;
            row.reply = mail::one_line(reason, 300);
            let id = row.notification_id;
            if row.attempts >= ATTEMPTS {
                row.next_us = None;
                fail(&transaction, now, row, NotificationState::Approved).await?;
                round.failed.push(id);
            } else {
                row.next_us = Some(next(now, row.attempts).as_microsecond());
                outbox::update(&transaction, row).await?;
                round.later.push(id);
            }
        }
        transaction.commit().await.map_err(Error::from)
    }
}

/// When to try again after so many attempts.
fn next(now: Timestamp, attempts: i32) -> Timestamp {
    let place = usize::try_from(attempts - 1).unwrap_or(0).min(BACKOFF.len() - 1);
    now.saturating_add(SignedDuration::from_mins(BACKOFF[place])).unwrap_or(now)
}

/// A message went out: its incidents are told of.
pub(super) async fn mark_sent(
    db: &Transaction,
    mut row: notification::Model,
    at: Timestamp,
) -> Result<(), Error> {
    let id = row.id;
    NotificationState::Sent.name().clone_into(&mut row.state);
    row.sent_us = Some(at.as_microsecond());
    notification::update(db, row).await?;
    let incidents = store::notified::incidents(db, &[id]).await?.remove(&id).unwrap_or_default();
    store::notified::set_notified(db, &incidents, IncidentState::Open, IncidentState::Notified).await
}

async fn doubt(db: &Transaction, now: Timestamp, mut row: outbox::Model) -> Result<(), Error> {
    let (id, note) = (row.notification_id, row.reply.clone());
    row.next_us = None;
    outbox::update(db, row).await?;
    notification::set_state(db, id, NotificationState::InDoubt).await?;
    let change = history::Change {
        about: "notification",
        id,
        who: "system",
        what: "doubt",
        before: NotificationState::Sending.name(),
        after: NotificationState::InDoubt.name(),
        note: &note,
    };
    history::write(db, now, change).await
}

async fn fail(
    db: &Transaction,
    now: Timestamp,
    row: outbox::Model,
    before: NotificationState,
) -> Result<(), Error> {
    let (id, note) = (row.notification_id, row.reply.clone());
    outbox::update(db, row).await?;
    notification::set_state(db, id, NotificationState::Failed).await?;
    let change = history::Change {
        about: "notification",
        id,
        who: "system",
        what: "fail",
        before: before.name(),
        after: NotificationState::Failed.name(),
        note: &note,
    };
    history::write(db, now, change).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_go_on_for_about_four_days() {
        let start = Timestamp::UNIX_EPOCH;
        let end = (1..ATTEMPTS).fold(start, next);
        let hours = end.duration_since(start).as_hours();
        assert!((72..=120).contains(&hours), "{hours} hours");
        assert!(u64::try_from(LEASE.as_secs()).unwrap() > ONE.as_secs());
    }
}
