//! What people do with a sensor that is there. Each is in the audit journal, in the transaction of the change.

use jiff::Timestamp;
use kernel::Transaction;

use super::model::{About, NetworkKind};
use super::{in_use, note};
use crate::error::Error;
use crate::service::Service;
use crate::store::fleet;

impl Service {
    /// Writes anew what is known of a sensor. Its name stays.
    pub async fn describe_sensor(&self, name: &str, about: About, who: &str) -> Result<(), Error> {
        let about = about.checked(name)?;
        self.change(name, who, "observe.sensor-describe", |row, _| {
            let before = row.title.clone();
            row.title = about.title;
            row.country = about.country.unwrap_or_default();
            row.network = about.network.map_or("", NetworkKind::name).to_owned();
            row.addresses = serde_json::to_string(&about.addresses).unwrap_or_default();
            row.note = about.note;
            // Not the addresses: more people read the journal than may see them.
            Ok(if before == row.title { before } else { format!("{before} -> {}", row.title) })
        })
        .await
    }

    /// Gives a sensor another title.
    pub async fn rename_sensor(&self, name: &str, title: &str, who: &str) -> Result<(), Error> {
        let about = About { title: title.to_owned(), ..About::default() }.checked(name)?;
        self.change(name, who, "observe.sensor-describe", |row, _| {
            let detail = format!("{} -> {}", row.title, about.title);
            row.title = about.title;
            Ok(detail)
        })
        .await
    }

    /// Takes a sensor out of use: from now on its deliveries are refused, and nobody is alarmed. What it saw stays.
    pub async fn retire_sensor(&self, name: &str, who: &str) -> Result<(), Error> {
        self.change(name, who, "observe.sensor-retire", |row, now| {
            if row.retired_us.is_some() {
                return Err(Error::Refused(format!("{} is retired already", row.name)));
            }
            row.retired_us = Some(now.as_microsecond());
            Ok(row.title.clone())
        })
        .await
    }

    /// Takes a retired sensor into use again.
    pub async fn reinstate_sensor(&self, name: &str, who: &str) -> Result<(), Error> {
        self.change(name, who, "observe.sensor-reinstate", |row, _| {
            if row.revoked_us.is_some() {
                return Err(Error::Refused(format!(
                    "the key of {} is revoked: invite it again under its name",
                    row.name
                )));
            }
            if row.retired_us.take().is_none() {
                return Err(Error::Refused(format!("{} is not retired", row.name)));
            }
            Ok(row.title.clone())
        })
        .await
    }

    /// Trusts a sensor's key no more, for ever; the sensor comes back by a new invitation under its name.
    pub async fn revoke_sensor(&self, name: &str, who: &str) -> Result<(), Error> {
        self.change(name, who, "observe.sensor-revoke", |row, now| {
            if row.revoked_us.is_some() {
                return Err(Error::Refused(format!("the key of {} is revoked already", row.name)));
            }
            row.revoked_us = Some(now.as_microsecond());
            Ok(row.wire_id.clone())
        })
        .await
    }

    async fn change(
        &self,
        name: &str,
        who: &str,
        what: &str,
        change: impl FnOnce(&mut fleet::Model, Timestamp) -> Result<String, Error> + Send,
    ) -> Result<(), Error> {
        let transaction: Transaction = self.inner.database.begin_write().await?;
        let mut row = in_use(fleet::named(&transaction, name).await?, name)?;
        let now = self.inner.clock.now();
        let detail = change(&mut row, now)?;
        fleet::update(&transaction, row).await?;
        note(&transaction, now, who, what, name, &detail).await?;
        transaction.commit().await?;
        Ok(())
    }
}
