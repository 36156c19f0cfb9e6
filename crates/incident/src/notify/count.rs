//! How many notifications went out: the activity report's number.

use kernel::Period;

use super::model::{NotificationQuery, Purpose};
use crate::error::Error;
use crate::service::Service;

impl Service {
    /// What the activity report counts as notifications of a period: those sent in it, without reminders. The same
    /// query lists them.
    pub fn counted_notifications(&self, period: Period) -> Result<NotificationQuery, Error> {
        let (from, until) = self.instants(period)?;
        Ok(NotificationQuery {
            purposes: Purpose::COUNTED.to_vec(),
            sent_from: Some(from),
            sent_until: Some(until),
            ..NotificationQuery::default()
        })
    }
}
