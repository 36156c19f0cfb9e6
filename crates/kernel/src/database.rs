//! The database of records: one SQLite file in WAL mode, and the migrations of the domains.
//!
//! Each domain owns the tables that begin with its name and brings its migrations as SQL texts. A migration
//! runs once, whole, inside a transaction, and is remembered by name and content; a text that was changed
//! after it ran is refused, because nobody could say what the database then holds.

use std::path::Path;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// How long a writer waits for another process's transaction before it gives up.
///
/// Shorter, and an import beside a running server fails at random; longer, and a stuck process is noticed late.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// How long to wait before a database that another process is just making is opened again. SQLite waits by itself
/// for transactions, but not for the change to WAL, which the first to open a new file makes.
const OPENING: Duration = Duration::from_millis(20);

/// Why the database can't be used.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// The database itself said no.
    #[error("database: {0}")]
    Db(#[from] DbErr),
    /// A migration that had already run has another text now.
    #[error(
        "migration {name} of {domain} was changed after it had run; a change needs a migration of its own"
    )]
    MigrationChanged {
        /// The domain that owns it.
        domain: String,
        /// Its name.
        name: String,
    },
}

/// One step of a domain's schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Name, such as `0001_init`; they run in the order given.
    pub name: &'static str,
    /// SQL statements. `{id}` stands for the backend's self-numbering primary key.
    pub sql: &'static str,
}

/// The open database.
#[derive(Debug, Clone)]
pub struct Database {
    connection: DatabaseConnection,
}

impl Database {
    /// Opens, or makes, the SQLite database at `path`.
    pub async fn open(path: &Path) -> Result<Self, DatabaseError> {
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
        options.sqlx_logging(false).max_connections(4).map_sqlx_sqlite_opts(|sqlite| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                // FULL, because what is acknowledged must survive a power cut; NORMAL may lose the last commit.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY_TIMEOUT)
                .foreign_keys(true)
        });
        let mut waited = Duration::ZERO;
        loop {
            match Self::connect(options.clone()).await {
                Err(error) if is_locked(&error) && waited < BUSY_TIMEOUT => {
                    tokio::time::sleep(OPENING).await;
                    waited += OPENING;
                }
                opened => return Ok(opened?),
            }
        }
    }

    async fn connect(options: ConnectOptions) -> Result<Self, DbErr> {
        let connection = sea_orm::Database::connect(options).await?;
        connection
            .execute_unprepared(
                "CREATE TABLE IF NOT EXISTS kernel_migration (
                    domain TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (domain, name))",
            )
            .await?;
        Ok(Self { connection })
    }

    /// What entities are asked through.
    pub const fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Begins a transaction that only reads: it sees one state of all tables.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DatabaseError> {
        Ok(self.connection.begin().await?)
    }

    /// Begins a transaction that writes; dropped without commit, it is rolled back.
    ///
    /// It is the only writer from now on, and waits until it can be. A transaction that reads first and writes
    /// then would be refused at once where another process has written in between, however long it may wait
    /// (`SQLITE_BUSY_SNAPSHOT`).
    pub async fn begin_write(&self) -> Result<DatabaseTransaction, DatabaseError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.connection.begin_with_options(options).await?)
    }

    /// Brings the tables of `domain` to their newest form.
    pub async fn migrate(&self, domain: &str, migrations: &[Migration]) -> Result<(), DatabaseError> {
        for migration in migrations {
            // Looked at first without a transaction: nearly always there is nothing to do, and nobody to wait for.
            if has_run(&self.connection, domain, migration).await? {
                continue;
            }
            let transaction = self.begin_write().await?;
            // Another process may have been faster.
            if has_run(&transaction, domain, migration).await? {
                continue;
            }
            let backend = transaction.get_database_backend();
            transaction.execute_unprepared(&migration.sql.replace("{id}", primary_key(backend))).await?;
            let insert = "INSERT INTO kernel_migration (domain, name, sha256) VALUES ($1, $2, $3)";
            let values = [domain, migration.name, &hash(migration)].map(Value::from);
            transaction.execute_raw(Statement::from_sql_and_values(backend, insert, values)).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}

/// Whether a migration has run; an error where it ran with another text.
async fn has_run(
    db: &impl ConnectionTrait,
    domain: &str,
    migration: &Migration,
) -> Result<bool, DatabaseError> {
    let question = "SELECT sha256 FROM kernel_migration WHERE domain = $1 AND name = $2";
    let values = [domain, migration.name].map(Value::from);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), question, values);
    match db.query_one_raw(statement).await? {
        None => Ok(false),
        Some(row) if row.try_get::<String>("", "sha256")? == hash(migration) => Ok(true),
        Some(_) => {
            let (domain, name) = (domain.to_owned(), migration.name.to_owned());
            Err(DatabaseError::MigrationChanged { domain, name })
        }
    }
}

/// What a migration is known by, besides its name.
fn hash(migration: &Migration) -> String {
    hex(&Sha256::digest(migration.sql.as_bytes()))
}

/// Whether SQLite said `SQLITE_BUSY` (code 5).
fn is_locked(error: &DbErr) -> bool {
    error.to_string().contains("(code: 5)")
}

const fn primary_key(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
        _ => "INTEGER PRIMARY KEY AUTOINCREMENT",
    }
}

/// Lower-case hexadecimal digits of `bytes`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_migration_runs_once_and_must_not_change() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("test.db")).await.unwrap();
        let first =
            Migration { name: "0001", sql: "CREATE TABLE t_a (id {id}); CREATE TABLE t_b (id {id});" };
        database.migrate("t", &[first]).await.unwrap();
        database.migrate("t", &[first]).await.unwrap();
        let changed = Migration { sql: "CREATE TABLE t_c (id {id});", ..first };
        let error = database.migrate("t", &[changed]).await.unwrap_err();
        assert!(matches!(error, DatabaseError::MigrationChanged { .. }), "{error}");
    }

    #[tokio::test]
    async fn a_migration_that_fails_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("test.db")).await.unwrap();
        let half = Migration { name: "0001", sql: "CREATE TABLE t_a (id {id}); CREATE TABEL t_b (id {id});" };
        database.migrate("t", &[half]).await.unwrap_err();
        let whole = Migration { name: "0001", sql: "CREATE TABLE t_a (id {id});" };
        database.migrate("t", &[whole]).await.unwrap();
    }

    /// Found by an outage that was declared while an import committed.
    #[tokio::test]
    async fn a_writer_waits_for_the_one_before_it_and_sees_what_that_one_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        let (one, other) = (Database::open(&path).await.unwrap(), Database::open(&path).await.unwrap());
        let table = Migration { name: "0001", sql: "CREATE TABLE t_a (id {id});" };
        one.migrate("t", &[table]).await.unwrap();
        let first = one.begin_write().await.unwrap();
        let second = tokio::spawn(async move {
            let second = other.begin_write().await.unwrap();
            let rows = second.execute_unprepared("UPDATE t_a SET id = id + 1").await.unwrap().rows_affected();
            second.commit().await.unwrap();
            rows
        });
        first.execute_unprepared("INSERT INTO t_a (id) VALUES (1)").await.unwrap();
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), 1);
    }
}
