//! A person looks at drafts: lists, views, edits, discards.

use super::approve;
use super::model::{Notification, NotificationDetails, NotificationQuery, NotificationState};
use crate::answer::history;
use crate::error::Error;
use crate::service::Service;
use crate::store::history::{Change, write as remember};
use crate::store::{self, notification, outbox};
use kernel::Transaction;

/// The longest text in characters.
const BODY: usize = 200_000;
/// The longest subject in characters.
const SUBJECT: usize = 200;

/// What a person changes in a draft; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// The subject.
    pub subject: Option<String>,
    /// The text.
    pub body: Option<String>,
    /// The recipients' mail addresses.
    pub recipients: Option<Vec<String>>,
    /// Whether the table that travels with it is left out.
    pub without_attachment: bool,
}

impl Service {
    /// Notifications, newest first, with numbers below `before`; `limit` at most.
    pub async fn notifications(
        &self,
        query: &NotificationQuery,
        before: Option<i64>,
        limit: u64,
    ) -> Result<Vec<Notification>, Error> {
        let rows = notification::list(self.inner.database.connection(), query, before, limit).await?;
        rows.into_iter().map(notification::notification).collect()
    }

    /// How many notifications there are.
    pub async fn count_notifications(&self, query: &NotificationQuery) -> Result<u64, Error> {
        notification::count(self.inner.database.connection(), query).await
    }

    /// A notification with all that belongs to it.
    pub async fn notification(&self, id: i64) -> Result<NotificationDetails, Error> {
        let db = self.inner.database.begin().await?;
        let row = notification::get(&db, id).await?;
        let waiting = outbox::find(&db, id).await?;
        let incidents = store::notified::incidents(&db, &[id]).await?.remove(&id).unwrap_or_default();
        let (body, attachment) = (row.body.clone(), row.attachment.clone());
        Ok(NotificationDetails {
            notification: notification::notification(row)?,
            body,
            attachment,
            incidents,
            attempts: waiting.as_ref().map_or(0, |one| u32::try_from(one.attempts).unwrap_or(0)),
            next: waiting.as_ref().and_then(|one| one.next_us).map(store::time),
            reply: waiting.map(|one| one.reply).unwrap_or_default(),
            history: history::of(&db, "notification", id).await?,
        })
    }

    /// The numbers of the notifications about an incident.
    pub async fn notifications_about(&self, incident: i64) -> Result<Vec<i64>, Error> {
        store::notified::notifications(self.inner.database.connection(), incident).await
    }

    /// The subject of a notification as it goes out, with its token.
    pub fn outgoing_subject(&self, notification: &Notification) -> String {
        approve::subject_with_token(&self.inner.config.notify, &notification.subject, notification.id)
    }

    /// Changes a draft.
    pub async fn edit_notification(&self, id: i64, edit: Edit, who: &str) -> Result<(), Error> {
        let transaction = self.inner.database.begin_write().await?;
        let mut row = draft(&transaction, id).await?;
        let before = row.clone();
        if let Some(subject) = edit.subject {
            row.subject = mail::one_line(&subject, SUBJECT);
        }
        if let Some(body) = edit.body {
            if body.chars().count() > BODY {
                return Err(Error::Refused(format!("a text has {BODY} characters at most")));
            }
            row.body = body.replace("\r\n", "\n");
        }
        if let Some(recipients) = edit.recipients {
            let recipients: Vec<String> = recipients.iter().map(|one| one.trim().to_owned()).collect();
            for address in &recipients {
                mail::check_address(address).map_err(|error| Error::Refused(error.to_string()))?;
            }
            row.recipients = store::list_text(&recipients);
        }
        if edit.without_attachment {
            row.attachment.clear();
        }
        if row == before {
            return Ok(());
        }
        let changed = [
            ("subject", row.subject != before.subject),
            ("text", row.body != before.body),
            ("table", row.attachment != before.attachment),
        ];
        let changed: Vec<&str> = changed.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
        let (old, new) = match row.recipients != before.recipients {
            true => (before.recipients, row.recipients.clone()),
            false => (String::new(), String::new()),
        };
        let now = self.inner.clock.now();
        // Never the same as before, so that an approval that has read the older text sees that it is older.
        row.changed_us = now.as_microsecond().max(before.changed_us + 1);
        notification::update(&transaction, row).await?;
        let change = Change {
            about: "notification",
            id,
            who,
            what: "edit",
            before: &old,
            after: &new,
            note: &changed.join(", "),
        };
        remember(&transaction, now, change).await?;
        transaction.commit().await.map_err(Error::from)
    }

    /// Drafts that are not to go out.
    pub async fn discard(&self, notifications: &[i64], note: &str, who: &str) -> Result<(), Error> {
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        for &id in notifications {
            draft(&transaction, id).await?;
            notification::set_state(&transaction, id, NotificationState::Discarded).await?;
            let change = Change {
                about: "notification",
                id,
                who,
                what: "discard",
                before: NotificationState::Draft.name(),
                after: NotificationState::Discarded.name(),
                note,
            };
            remember(&transaction, now, change).await?;
        }
        transaction.commit().await.map_err(Error::from)
    }
}

async fn draft(db: &Transaction, id: i64) -> Result<notification::Model, Error> {
    let row = notification::get(db, id).await?;
    match row.state.parse()? {
        NotificationState::Draft => Ok(row),
        state => Err(Error::Refused(format!("notification {id} is no draft but {state}"))),
    }
}
