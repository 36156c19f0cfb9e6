//! Lists of messages and incidents, newest first.

use std::collections::HashMap;

use crate::error::Error;
use crate::query::{Incident, IncidentQuery, Message, MessageQuery, Page};
use crate::service::Service;
use crate::store;

impl Service {
    /// Messages, newest first.
    pub async fn messages(&self, query: &MessageQuery, page: Page) -> Result<Vec<Message>, Error> {
        let rows = store::message::list(self.inner.database.connection(), query, page).await?;
        rows.into_iter().map(Message::try_from).collect()
    }

    /// How many messages there are.
    pub async fn count_messages(&self, query: &MessageQuery) -> Result<u64, Error> {
        store::message::count(self.inner.database.connection(), query).await
    }

    /// Incidents, newest first.
    pub async fn incidents(&self, query: &IncidentQuery, page: Page) -> Result<Vec<Incident>, Error> {
        let rows = store::incident::list(self.inner.database.connection(), query, page).await?;
        self.with_ports(rows).await
    }

    /// Rows with their ports.
    pub(super) async fn with_ports(&self, rows: Vec<store::incident::Model>) -> Result<Vec<Incident>, Error> {
        super::incident::with_ports(self.inner.database.connection(), rows).await
    }

    /// How many incidents there are.
    pub async fn count_incidents(&self, query: &IncidentQuery) -> Result<u64, Error> {
        store::incident::count(self.inner.database.connection(), query).await
    }

    /// How many incidents each of these messages has; those that have none are left out.
    pub async fn incident_counts(&self, messages: &[i64]) -> Result<HashMap<i64, u64>, Error> {
        store::incident::counts(self.inner.database.connection(), messages).await
    }
}
