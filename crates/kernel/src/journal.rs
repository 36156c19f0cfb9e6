//! The audit journal: who saw or changed what, and when, in a chain that shows when it was tampered with.
//!
//! Each entry's hash is SHA-256 over the hash before it and its own fields, each with its length in front
//! (so that no two different entries hash alike). Whoever changes or removes an entry has to change all that
//! follow; a copy of the newest hash kept elsewhere then shows it. An entry is written in the transaction of
//! the change that it tells of: neither is there without the other.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::database::{Database, DatabaseError, Migration, hex, kept};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "0001_journal",
    sql: "CREATE TABLE kernel_journal (
            id {id},
            at_us BIGINT NOT NULL,
            who TEXT NOT NULL,
            what TEXT NOT NULL,
            object TEXT NOT NULL,
            detail TEXT NOT NULL,
            hash TEXT NOT NULL
        );
        CREATE INDEX kernel_journal_object ON kernel_journal (object);
        CREATE INDEX kernel_journal_who ON kernel_journal (who);",
}];

/// What is hashed before the first entry.
const BEGINNING: &str = "";

/// What is to be written down.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// The user's name; `system` for what the program does by itself.
    pub who: &'a str,
    /// What was done, as a word with its domain: `incident.close`, `incident.view`.
    pub what: &'a str,
    /// To which record, such as `incident/12`.
    pub object: &'a str,
    /// What a reader needs to understand it; never a password, a token or a mail's text.
    pub detail: &'a str,
}

/// An entry as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalEntry {
    /// Its place in the chain.
    pub id: i64,
    /// When, in microseconds since the epoch.
    pub at_us: i64,
    /// The user's name.
    pub who: String,
    /// What was done.
    pub what: String,
    /// To which record.
    pub object: String,
    /// More about it.
    pub detail: String,
    /// The chain's hash up to and with this entry, in hexadecimal.
    pub hash: String,
}

/// What came of looking through the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many entries there are.
    pub entries: u64,
    /// The newest hash.
    pub hash: String,
    /// The first entry that does not follow from the one before it.
    pub broken_at: Option<i64>,
}

/// Makes the journal's table where it does not exist.
pub async fn open(database: &Database) -> Result<(), DatabaseError> {
    database.migrate("kernel", MIGRATIONS).await
}

/// Writes an entry. `transaction` must be one that writes ([`Database::begin_write`]): with two writers at once,
/// two entries would follow the same one.
pub async fn write(
    transaction: &impl ConnectionTrait,
    at: Timestamp,
    deed: Deed<'_>,
) -> Result<(), DatabaseError> {
    let backend = transaction.get_database_backend();
    let newest = "SELECT hash FROM kernel_journal ORDER BY id DESC LIMIT 1";
    let newest = transaction.query_one_raw(Statement::from_string(backend, newest)).await?;
    let before = match newest {
        Some(row) => row.try_get::<String>("", "hash")?,
        None => BEGINNING.to_owned(),
    };
    // What is hashed is what is kept: the chain must hold in every database.
    let [who, what, object, detail] = [deed.who, deed.what, deed.object, deed.detail].map(kept);
    let deed = Deed { who: &who, what: &what, object: &object, detail: &detail };
    let hash = chain(&before, at.as_microsecond(), deed);
    let insert = "INSERT INTO kernel_journal (at_us, who, what, object, detail, hash)
                  VALUES ($1, $2, $3, $4, $5, $6)";
    let texts = [deed.who, deed.what, deed.object, deed.detail, &hash].map(Value::from);
    let values = [Value::from(at.as_microsecond())].into_iter().chain(texts);
    transaction.execute_raw(Statement::from_sql_and_values(backend, insert, values)).await?;
    Ok(())
}

/// Entries with a number below `before` (all, where none is given), newest first, `limit` at most; those about
/// one `object` only, where it is given.
pub async fn list(
    db: &impl ConnectionTrait,
    object: Option<&str>,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<JournalEntry>, DatabaseError> {
    let sql = "SELECT * FROM kernel_journal WHERE id < $1 AND ($2 = '' OR object = $2)
               ORDER BY id DESC LIMIT $3";
    let values = [
        Value::from(before.unwrap_or(i64::MAX)),
        Value::from(object.unwrap_or_default()),
        Value::from(i64::try_from(limit).unwrap_or(i64::MAX)),
    ];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(statement).await?.iter().map(entry).collect()
}

/// How many entries are looked at between two questions to the database.
const STEP: i64 = 10_000;

/// Goes through the whole chain.
pub async fn verify(database: &Database) -> Result<Verified, DatabaseError> {
    let db = database.begin().await?;
    let mut verified = Verified { entries: 0, hash: BEGINNING.to_owned(), broken_at: None };
    let mut after = 0;
    loop {
        let sql = "SELECT * FROM kernel_journal WHERE id > $1 ORDER BY id LIMIT $2";
        let statement =
            Statement::from_sql_and_values(db.get_database_backend(), sql, [after, STEP].map(Value::from));
        let rows = db.query_all_raw(statement).await?;
        if rows.is_empty() {
            return Ok(verified);
        }
        for row in &rows {
            let JournalEntry { id, at_us, who, what, object, detail, hash } = entry(row)?;
            let deed = Deed { who: &who, what: &what, object: &object, detail: &detail };
            if verified.broken_at.is_none() && chain(&verified.hash, at_us, deed) != hash {
                verified.broken_at = Some(id);
            }
            verified.entries += 1;
            verified.hash = hash;
            after = id;
        }
    }
}

fn entry(row: &QueryResult) -> Result<JournalEntry, DatabaseError> {
    Ok(JournalEntry {
        id: row.try_get("", "id")?,
        at_us: row.try_get("", "at_us")?,
        who: row.try_get("", "who")?,
        what: row.try_get("", "what")?,
        object: row.try_get("", "object")?,
        detail: row.try_get("", "detail")?,
        hash: row.try_get("", "hash")?,
    })
}

/// The hash of an entry that follows `before`.
fn chain(before: &str, at_us: i64, deed: Deed<'_>) -> String {
    let mut hasher = Sha256::new();
    for field in [before, &at_us.to_string(), deed.who, deed.what, deed.object, deed.detail] {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn written(database: &Database) {
        open(database).await.unwrap();
        for (who, object) in [("aoki", "incident/1"), ("system", "incident/2"), ("aoki", "incident/1")] {
            let transaction = database.begin_write().await.unwrap();
            let deed = Deed { who, what: "incident.view", object, detail: "" };
            write(&transaction, Timestamp::UNIX_EPOCH, deed).await.unwrap();
            transaction.commit().await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_changed_entry_breaks_the_chain_at_its_place() {
        for (harm, broken_at) in [
            ("UPDATE kernel_journal SET who = 'bando' WHERE id = 2", Some(2)),
            ("DELETE FROM kernel_journal WHERE id = 2", Some(3)),
            ("UPDATE kernel_journal SET at_us = 5 WHERE id = 1", Some(1)),
            ("UPDATE kernel_journal SET who = who", None),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let database = Database::open(&folder.path().join("test.db")).await.unwrap();
            written(&database).await;
            database.connection().execute_unprepared(harm).await.unwrap();
            assert_eq!(verify(&database).await.unwrap().broken_at, broken_at, "{harm}");
        }
    }

    #[tokio::test]
    async fn entries_are_listed_newest_first_and_by_object() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("test.db")).await.unwrap();
        written(&database).await;
        let ids = async |object, before| {
            let entries = list(database.connection(), object, before, 10).await.unwrap();
            entries.iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(None, None).await, [3, 2, 1]);
        assert_eq!(ids(Some("incident/1"), None).await, [3, 1]);
        assert_eq!(ids(None, Some(3)).await, [2, 1]);
    }
}
