//! The database of records: one SQLite file in WAL mode, or PostgreSQL, and the migrations of the domains.
//!
//! Each domain owns the tables that begin with its name and brings its migrations as SQL texts. A migration
//! runs once, whole, inside a transaction, and is remembered by name and content; a text that was changed
//! after it ran is refused, because nobody could say what the database then holds.
//!
//! **One writer at a time.** The audit journal's chain, numbers that are given without asking the database again, "known
//! already?" before a row is written, and the claims of the outbox all rest on it: what a transaction that writes has
//! read stays true until it commits. SQLite has it by itself (`BEGIN IMMEDIATE`); PostgreSQL is told to by a lock that
//! every such transaction takes first. Readers wait for nobody.

mod copy;
mod dialect;
mod folder;
mod migration;
mod postgres;
mod transaction;

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DbBackend, DbErr, IsolationLevel, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use thiserror::Error;

pub use copy::Copied;
pub(crate) use dialect::kept;
pub use dialect::pattern_holding;
pub use migration::Migration;
pub(crate) use migration::hex;
pub use postgres::Postgres;
pub use transaction::{Connection, Transaction};

/// How long a writer waits for another process's transaction before it gives up.
///
/// Shorter, and an import beside a running server fails at random; longer, and a stuck process is noticed late.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Takes the lock of the one writer in PostgreSQL, until the transaction ends. Another number, and a program of before
/// the change would write beside one of after it. Programs on other schemas have nothing to do with each other.
const WRITER: &str = "SELECT pg_advisory_xact_lock(1213091145, hashtext(current_schema()))";

/// How long to wait before a database that another process is just making is opened again. SQLite waits by itself
/// for transactions, but not for the change to WAL, which the first to open a new file makes.
const OPENING: Duration = Duration::from_millis(20);

/// Why the database can't be used.
#[derive(Debug, Error)]
pub enum DatabaseError {
    /// The database itself said no.
    #[error("database: {0}")]
    Db(#[from] DbErr),
    /// The database is not one that records can be kept in.
    #[error("database: {0}")]
    Unfit(String),
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

/// The open database.
#[derive(Debug, Clone)]
pub struct Database {
    connection: Connection,
}

impl Database {
    /// Opens, or makes, the SQLite database at `path`.
    pub async fn open(path: &Path) -> Result<Self, DatabaseError> {
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
        options.sqlx_logging(false).max_connections(4).map_sqlx_sqlite_opts(|sqlite| {
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

    /// Whether no other program has the SQLite database at `path` open. The change away from WAL, which the next to
    /// open it makes undone, needs it for itself.
    pub async fn is_free(path: &Path) -> Result<bool, DatabaseError> {
        let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rw", path.display()));
        options
            .sqlx_logging(false)
            .max_connections(1)
            .map_sqlx_sqlite_opts(|sqlite| sqlite.busy_timeout(Duration::ZERO));
        let connection = sea_orm::Database::connect(options).await?;
        let changed = connection.execute_unprepared("PRAGMA journal_mode = DELETE").await;
        connection.close().await?;
        match changed {
            Err(error) if is_locked(&error) => Ok(false),
            changed => Ok(changed.map(|_| true)?),
        }
    }

    /// Closes it for all who share it, when what they are doing is done.
    pub async fn close(self) -> Result<(), DatabaseError> {
        Ok(self.connection.0.close().await?)
    }

    /// Opens the PostgreSQL database at `place`, which has to be there; its tables are made where they are not.
    pub async fn open_postgres(place: &Postgres) -> Result<Self, DatabaseError> {
        place.reach().await?;
        let database = Self { connection: Connection(sea_orm::Database::connect(place.options()).await?) };
        postgres::check(&database.connection.0).await?;
        // Looked at first: to make it waits for the writer.
        let made = "SELECT 1 AS made WHERE to_regclass('kernel_migration') IS NOT NULL";
        let made = Statement::from_string(DbBackend::Postgres, made);
        if database.connection.query_one_raw(made).await?.is_none() {
            let transaction = database.begin_write().await?;
            let table = dialect::schema(migration::TABLE, DbBackend::Postgres);
            transaction.execute_unprepared(&table).await?;
            transaction.commit().await?;
        }
        Ok(database)
    }

    async fn connect(options: ConnectOptions) -> Result<Self, DbErr> {
        let connection = Connection(sea_orm::Database::connect(options).await?);
        connection.execute_unprepared(migration::TABLE).await?;
        Ok(Self { connection })
    }

    /// What entities are asked through. With PostgreSQL it can only be read through.
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Begins a transaction that only reads: it sees one state of all tables.
    pub async fn begin(&self) -> Result<Transaction, DatabaseError> {
        let options = match self.connection.get_database_backend() {
            // A transaction that only reads is read-only by the connection's own settings.
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        Ok(Transaction(self.connection.0.begin_with_options(options).await?))
    }

    /// Begins a transaction that writes; dropped without commit, it is rolled back.
    ///
    /// It is the only writer from now on, and waits until it can be. A transaction that reads first and writes
    /// then would be refused at once where another process has written in between, however long it may wait
    /// (`SQLITE_BUSY_SNAPSHOT`).
    ///
    /// In PostgreSQL the lock is taken before anything is read, and each statement then sees what is committed
    /// (`READ COMMITTED`): the state that the writer before it left, as nobody else writes. `SERIALIZABLE` would need
    /// no lock, but everybody's work to be repeatable; here a writer has files and mails in its hands.
    pub async fn begin_write(&self) -> Result<Transaction, DatabaseError> {
        if self.connection.get_database_backend() != DbBackend::Postgres {
            let options = TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            };
            return Ok(Transaction(self.connection.0.begin_with_options(options).await?));
        }
        let options = TransactionOptions {
            isolation_level: Some(IsolationLevel::ReadCommitted),
            access_mode: Some(AccessMode::ReadWrite),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.0.begin_with_options(options).await?;
        transaction.execute_unprepared(WRITER).await?;
        Ok(Transaction(transaction))
    }
}

/// Whether SQLite said `SQLITE_BUSY` (code 5).
fn is_locked(error: &DbErr) -> bool {
    error.to_string().contains("(code: 5)")
}
