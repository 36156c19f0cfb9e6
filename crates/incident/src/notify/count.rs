//! How many notifications went out: the activity report's number.

use jiff::civil::Date;
use kernel::Period;

use super::model::{NotificationQuery, Purpose};
use crate::error::Error;
use crate::service::Service;

impl Service {
    /// What the activity report counts as notifications of a period: those sent in it, without reminders. The same
    /// query lists them.
    pub fn counted_notifications(&self, period: Period) -> Result<NotificationQuery, Error> {
        let midnight = |day: Date| {
            let start = day.to_zoned(self.inner.config.zone.clone());
            start.map(|zoned| zoned.timestamp()).map_err(|error| Error::Refused(error.to_string()))
        };
        let after = period.to.tomorrow().map_err(|error| Error::Refused(error.to_string()))?;
        Ok(NotificationQuery {
            purposes: Purpose::COUNTED.to_vec(),
            sent_from: Some(midnight(period.from)?),
            sent_until: Some(midnight(after)?),
            ..NotificationQuery::default()
        })
    }

    /// Their number for each month of the period, by the month's first day within it.
    pub async fn notifications_by_month(&self, period: Period) -> Result<Vec<(Date, u64)>, Error> {
        let mut months = Vec::new();
        let mut from = period.from;
        while from <= period.to {
            let to = from.last_of_month().min(period.to);
            let query = self.counted_notifications(Period { from, to })?;
            months.push((from, self.count_notifications(&query).await?));
            let Ok(next) = to.tomorrow() else { break };
            from = next;
        }
        Ok(months)
    }
}
