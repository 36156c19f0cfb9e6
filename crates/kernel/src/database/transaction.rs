//! What tables are asked through. Every statement of the program goes through here, so that the differences between
//! the databases ([`super::dialect`]) stay in one place.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement,
};

use super::dialect;

/// The database outside of a transaction: each question sees the newest state.
#[derive(Debug, Clone)]
pub struct Connection(pub(super) DatabaseConnection);

/// A transaction; dropped without commit, it is rolled back.
#[derive(Debug)]
pub struct Transaction(pub(super) DatabaseTransaction);

impl Transaction {
    /// Makes what was written part of the database, on the disk when this returns.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.0.commit().await
    }

    /// Takes back what was written.
    pub async fn rollback(self) -> Result<(), DbErr> {
        self.0.rollback().await
    }
}

macro_rules! asked_through {
    ($type:ty) => {
        #[sea_orm::prelude::async_trait::async_trait]
        impl ConnectionTrait for $type {
            fn get_database_backend(&self) -> DbBackend {
                self.0.get_database_backend()
            }

            async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
                self.0.execute_raw(dialect::statement(statement)).await
            }

            async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
                self.0.execute_unprepared(sql).await
            }

            async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
                self.0.query_one_raw(dialect::statement(statement)).await
            }

            async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
                self.0.query_all_raw(dialect::statement(statement)).await
            }
        }
    };
}

asked_through!(Connection);
asked_through!(Transaction);
