//! Which data folder a PostgreSQL database belongs to.
//!
//! Records name files of the lake and originals by hash; the program deletes files of the lake that no record names. With
//! the records of another folder, or with none, it would delete what is not another's to delete. A mark that is in the
//! database and in the folder tells that the two belong together. A SQLite file lies in its folder and needs none.

use sea_orm::{ConnectionTrait, Statement};

use super::{Database, DatabaseError, Migration, Transaction};

/// The table; it is not copied from anywhere.
pub(super) const TABLE: &str = "kernel_folder";

/// Whose migration it is: no other database has it.
pub(super) const DOMAIN: &str = "kernel-folder";

const MIGRATIONS: &[Migration] =
    &[Migration { name: "0001_folder", sql: "CREATE TABLE kernel_folder (mark TEXT PRIMARY KEY);" }];

impl Database {
    /// The mark of the data folder that this PostgreSQL database belongs to; none where it is new.
    pub async fn folder_mark(&self) -> Result<Option<String>, DatabaseError> {
        self.migrate(DOMAIN, MIGRATIONS).await?;
        mark(&self.connection).await
    }
}

async fn mark(db: &impl ConnectionTrait) -> Result<Option<String>, DatabaseError> {
    let mark = Statement::from_string(db.get_database_backend(), "SELECT mark FROM kernel_folder");
    Ok(db.query_one_raw(mark).await?.map(|row| row.try_get("", "mark")).transpose()?)
}

impl Transaction {
    /// Gives a new PostgreSQL database its mark, which is to be written into the folder before this commits; nothing
    /// where somebody else has just done that.
    pub async fn mark_folder(&self) -> Result<Option<String>, DatabaseError> {
        if mark(self).await?.is_some() {
            return Ok(None);
        }
        let new = "INSERT INTO kernel_folder (mark) VALUES (gen_random_uuid()::text)";
        self.execute_unprepared(new).await?;
        mark(self).await
    }
}
