//! The receipts of reporters by form.

use jiff::Timestamp;

use crate::error::Error;
use crate::service::Service;
use crate::store;

impl Service {
    /// When the message with this receipt came in; none where there is no such receipt.
    ///
    /// This is all that whoever holds a receipt is told.
    pub async fn received_under(&self, receipt: &str) -> Result<Option<Timestamp>, Error> {
        let row = store::message::by_receipt(self.inner.database.connection(), receipt).await?;
        Ok(row.map(|row| store::time(row.received_us)))
    }
}
