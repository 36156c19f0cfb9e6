//! What became of a record, and who did it.

use jiff::Timestamp;
use serde::Serialize;

use crate::error::Error;
use crate::store;

/// One change, or one remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// The user's name; `system` for what the program did by itself.
    pub who: String,
    /// What was done, in a word: `close`, `classify`, `note`.
    pub what: String,
    /// How it was before.
    pub before: String,
    /// How it has been since.
    pub after: String,
    /// What was said with it.
    pub note: String,
}

/// The history of one record, oldest first.
pub(crate) async fn of(
    db: &impl crate::store::Connection,
    about: &str,
    id: i64,
) -> Result<Vec<HistoryEntry>, Error> {
    let rows = store::history::of(db, about, id).await?;
    let entry = |row: store::history::Model| HistoryEntry {
        at: store::time(row.at_us),
        who: row.who,
        what: row.what,
        before: row.before,
        after: row.after,
        note: row.note,
    };
    Ok(rows.into_iter().map(entry).collect())
}
