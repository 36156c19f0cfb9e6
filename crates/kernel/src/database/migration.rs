//! Migrations: a domain's tables, step by step.

use sea_orm::{ConnectionTrait, Statement, Value};
use sha2::{Digest, Sha256};

use super::{Database, DatabaseError, dialect};

/// Where it is written down which have run.
pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS kernel_migration (
    domain TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (domain, name))";

/// One step of a domain's schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Name, such as `0001_init`; they run in the order given.
    pub name: &'static str,
    /// SQL statements, which both databases take once `super::dialect` has translated their types. `{id}` stands for
    /// a self-numbering primary key.
    pub sql: &'static str,
}

impl Database {
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
            transaction.execute_unprepared(&dialect::schema(migration.sql, backend)).await?;
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
}
