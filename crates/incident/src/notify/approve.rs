//! A person approves: the exact message is written down, and waits in the outbox.
//!
//! The bytes lie durably among the originals before the transaction that puts the message into the outbox; a kill in
//! between leaves a draft and a file that nobody names.

use std::collections::HashMap;

use kernel::Lang;
use serde::Serialize;

use super::config::NotifyConfig;
use super::evidence;
use super::model::{NotificationState, Purpose};
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, history, notification, outbox};

/// So many messages are composed, kept and queued together.
const BATCH: usize = 500;

/// What came of approving.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Approved {
    /// What may go out.
    pub approved: Vec<i64>,
    /// What may not, and why.
    pub refused: Vec<(i64, String)>,
}

impl Service {
    /// Approves drafts: each is written down and queued. What is no draft, or can't be sent, is refused by itself.
    pub async fn approve(&self, notifications: &[i64], who: &str) -> Result<Approved, Error> {
        let config = &self.inner.config.notify;
        mail::check_address(&config.from).map_err(|error| {
            Error::Refused(format!("the desk's own mail address is not set, or not right: {error}"))
        })?;
        let mut done = Approved::default();
        for some in notifications.chunks(BATCH) {
            self.approve_some(some, who, &mut done).await?;
        }
        Ok(done)
    }

    async fn approve_some(&self, ids: &[i64], who: &str, done: &mut Approved) -> Result<(), Error> {
        let db = self.inner.database.connection();
        let now = self.inner.clock.now();
        let mut known: HashMap<i64, notification::Model> =
            notification::some(db, ids).await?.into_iter().map(|row| (row.id, row)).collect();
        let incidents = store::notified::incidents(db, ids).await?;
        let mut composed = Vec::with_capacity(ids.len());
        for &id in ids {
            let Some(mut row) = known.remove(&id) else {
                done.refused.push((id, "there is no such draft".to_owned()));
                continue;
            };
            let about = incidents.get(&id).map(Vec::as_slice).unwrap_or_default();
            if let Some(reason) = self.hindrance(&row, about).await? {
                done.refused.push((id, reason));
                continue;
            }
            let first = match row.reminds_id {
                Some(first) => notification::find(db, first).await?.and_then(|row| row.message_id),
                None => None,
            };
            let secret = random()?;
            let config = &self.inner.config.notify;
            let message_id = format!("notification.{id}.{secret}@{}", config.domain());
            let sender = sender(config, id, &secret);
            row.message_id = Some(message_id);
            let organisation =
                self.inner.config.organisation.get(row.lang.parse().unwrap_or(Lang::En)).to_owned();
            match mail::compose(&letter(config, organisation, &row, first, now)) {
                Ok(bytes) => composed.push((row, sender, bytes)),
                Err(error) => done.refused.push((id, error.to_string())),
            }
        }
        let originals = self.inner.originals.clone();
        let kept = tokio::task::spawn_blocking(move || {
            let mut taken = Vec::with_capacity(composed.len());
            let mut kept = Vec::with_capacity(composed.len());
            for (mut row, sender, bytes) in composed {
                let original = originals.take(bytes.as_slice())?;
                row.sha256 = Some(original.sha256.clone());
                taken.push(original);
                kept.push((row, sender));
            }
            originals.keep(taken)?;
            Ok::<_, std::io::Error>(kept)
        });
        let kept = kept.await?.map_err(Error::at("originals"))?;

        let transaction = self.inner.database.begin_write().await?;
        let mut queued = Vec::with_capacity(kept.len());
        for (mut row, sender) in kept {
            let id = row.id;
            let now_there = notification::get(&transaction, id).await?;
            if (now_there.state.as_str(), now_there.changed_us) != (row.state.as_str(), row.changed_us) {
                done.refused.push((id, "somebody changed it meanwhile".to_owned()));
                continue;
            }
            NotificationState::Approved.name().clone_into(&mut row.state);
            row.approved_us = Some(now.as_microsecond());
            row.approved_by = Some(who.to_owned());
            let first = row.reminds_id;
            notification::update(&transaction, row).await?;
            if let Some(first) = first {
                let mut first = notification::get(&transaction, first).await?;
                first.reminders += 1;
                notification::update(&transaction, first).await?;
            }
            queued.push(outbox::Model {
                notification_id: id,
                sender,
                next_us: Some(now.as_microsecond()),
                attempts: 0,
                claimed_us: None,
                reply: String::new(),
            });
            let change = history::Change {
                about: "notification",
                id,
                who,
                what: "approve",
                before: NotificationState::Draft.name(),
                after: NotificationState::Approved.name(),
                note: "",
            };
            history::write(&transaction, now, change).await?;
            done.approved.push(id);
        }
        outbox::insert(&transaction, &queued).await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(())
    }

    /// Why a draft can't go out.
    async fn hindrance(&self, row: &notification::Model, about: &[i64]) -> Result<Option<String>, Error> {
        let state: NotificationState = row.state.parse()?;
        if state != NotificationState::Draft {
            return Ok(Some(format!("it is no draft but {state}")));
        }
        let recipients: Vec<String> = store::text_list(&row.recipients);
        if recipients.is_empty() {
            return Ok(Some("it has no recipient".to_owned()));
        }
        if row.subject.trim().is_empty() || row.body.trim().is_empty() {
            return Ok(Some("it has no subject or no text".to_owned()));
        }
        let known = store::notified::incident_rows(self.inner.database.connection(), about).await?;
        let unknown_zone = known.values().find(|one| evidence::lacks_zone(one)).map(|one| one.id);
        if let Some(incident) = unknown_zone.filter(|_| row.purpose != Purpose::Reminder.name()) {
            return Ok(Some(format!("the times of incident {incident} have no zone")));
        }
        Ok(None)
    }
}

/// The subject as it goes out: with the token by which an answer finds its notification.
pub(super) fn subject_with_token(config: &NotifyConfig, subject: &str, id: i64) -> String {
    let token = format!("[{}#{id}]", config.token);
    if subject.contains(&token) { subject.to_owned() } else { format!("{subject} {token}") }
}

/// The envelope's sender.
fn sender(config: &NotifyConfig, id: i64, secret: &str) -> String {
    match config.from.rsplit_once('@') {
        Some((local, domain)) if config.own_sender => {
            format!("{local}+n{id}.{}@{domain}", secret.get(..8).unwrap_or(secret))
        }
        _ => config.from.clone(),
    }
}

fn letter(
    config: &NotifyConfig,
    organisation: String,
    row: &notification::Model,
    first: Option<String>,
    now: jiff::Timestamp,
) -> mail::Draft {
    let mailbox = |address: &str, name: Option<String>| mail::Mailbox { name, address: address.to_owned() };
    let attachments = (!row.attachment.is_empty()).then(|| mail::Attachment {
        name: format!("incidents-{}.csv", row.id),
        media_type: "text/csv; charset=utf-8".to_owned(),
        // With the mark by which spreadsheets know UTF-8.
        bytes: format!("\u{feff}{}", row.attachment).into_bytes(),
    });
    mail::Draft {
        from: mailbox(&config.from, Some(organisation)),
        reply_to: config.reply_to.as_deref().map(|address| mailbox(address, None)),
        to: store::text_list(&row.recipients).iter().map(|address| mailbox(address, None)).collect(),
        subject: subject_with_token(config, &row.subject, row.id),
        text: row.body.clone(),
        attachments: attachments.into_iter().collect(),
        message_id: row.message_id.clone().unwrap_or_default(),
        in_reply_to: first,
        date: now,
        // No `Auto-Submitted`: a person has read and approved it (RFC 3834, 5).
        headers: vec![("X-Hinomi-Loop".to_owned(), config.domain().to_owned())],
    }
}

/// What nobody can guess: whoever knows a message's identifier is believed to have received it.
fn random() -> Result<String, Error> {
    let mut bytes = [0_u8; 10];
    getrandom::fill(&mut bytes).map_err(|error| Error::Refused(format!("no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
