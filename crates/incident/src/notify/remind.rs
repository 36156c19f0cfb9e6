//! When nobody answers: reminders, drafted for a person to look at.

use kernel::{Calendar, Lang};

use super::model::{NotificationState, Purpose};
use super::template::{self, Values, render};
use super::{draft, evidence};
use crate::error::Error;
use crate::model::IncidentState;
use crate::service::Service;
use crate::store::{self, notification};

impl Service {
    /// Drafts a reminder of each notification that went out the set number of business days ago without an answer,
    /// and whose incidents are not all closed. Gives the new drafts. Nobody is reminded while a reminder of the same
    /// notification is on its way.
    pub async fn draft_reminders(&self, calendar: &Calendar, who: &str) -> Result<Vec<i64>, Error> {
        let config = &self.inner.config;
        let (now, zone) = (self.inner.clock.now(), &config.zone);
        let day = |us: i64| store::time(us).to_zoned(zone.clone()).date();
        let today = now.to_zoned(zone.clone()).date();
        let most = i32::try_from(config.notify.reminders).unwrap_or(i32::MAX);
        let transaction = self.inner.database.begin_write().await?;
        let mut next = store::next_id(&transaction, notification::Column::Id).await?;
        let (mut new, mut pairs, mut drafted) = (Vec::new(), Vec::new(), Vec::new());
        for first in notification::unanswered(&transaction, now, most).await? {
            let Some(sent) = first.sent_us else { continue };
            let reminders = notification::reminders(&transaction, first.id).await?;
            let last = match reminders.first() {
                None => sent,
                Some(reminder) if reminder.state == NotificationState::Sent.name() => {
                    reminder.sent_us.unwrap_or(sent)
                }
                Some(_) => continue,
            };
            if calendar.business_days_between(day(last), today) < config.notify.remind_after {
                continue;
            }
            let about = store::notified::incidents(&transaction, &[first.id]).await?.remove(&first.id);
            let about = about.unwrap_or_default();
            let rows = store::notified::incident_rows(&transaction, &about).await?;
            let open: Vec<i64> = about
                .into_iter()
                .filter(|id| rows.get(id).is_some_and(|row| row.state != IncidentState::Closed.name()))
                .collect();
            if open.is_empty() {
                continue;
            }
            let lang: Lang = first.lang.parse().unwrap_or_default();
            let text = template::newest(&transaction, "reminder", lang).await?;
            let subjects: Vec<String> = open
                .iter()
                .filter_map(|id| rows.get(id))
                .take(config.notify.table_above)
                .map(|row| match row.subject_kind.as_str() {
                    "address" => row.subject.clone(),
                    _ => evidence::defanged(&row.subject),
                })
                .collect();
            let values = Values {
                organisation: config.organisation.get(lang).to_owned(),
                our_address: config.notify.reply_to.clone().unwrap_or_else(|| config.notify.from.clone()),
                contact: first.recipient_name.clone(),
                contact_organisation: first.organisation.clone(),
                salutation: draft::salutation(&first.recipient_name, &first.organisation, lang),
                count: open.len().to_string(),
                incidents: subjects.iter().map(|subject| format!("  {subject}")).collect(),
                subjects,
                today: today.to_string(),
                first_sent: evidence::time(store::time(sent), zone),
                first_subject: first.subject.clone(),
                ..Values::default()
            };
            let wrong = |error: String| Error::Refused(format!("text reminder {lang}, {error}"));
            let subject = render(&text.subject, &values).map_err(wrong)?;
            let body = render(&text.body, &values).map_err(wrong)?;
            pairs.extend(open.iter().map(|incident| (next, *incident)));
            new.push(notification::Model {
                id: next,
                purpose: Purpose::Reminder.name().to_owned(),
                state: NotificationState::Draft.name().to_owned(),
                template: "reminder".to_owned(),
                subject: mail::one_line(&subject, 200),
                body,
                attachment: String::new(),
                reminds_id: Some(first.id),
                reminders: 0,
                created_us: now.as_microsecond(),
                created_by: who.to_owned(),
                changed_us: now.as_microsecond(),
                approved_us: None,
                approved_by: None,
                message_id: None,
                sha256: None,
                sent_us: None,
                answered_us: None,
                bounced_us: None,
                ..first
            });
            drafted.push(next);
            next += 1;
        }
        let note =
            |row: &notification::Model| format!("of notification {}", row.reminds_id.unwrap_or_default());
        draft::insert(&transaction, now, &new, &pairs, who, note).await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(drafted)
    }
}
