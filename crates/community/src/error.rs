//! What can go wrong, as far as the caller can do something about it.

use kernel::DatabaseError;
use sea_orm::DbErr;
use thiserror::Error;

use crate::field::CellProblem;
use crate::kind::{Kind, UnknownKind};

/// Why something can't be done.
#[derive(Debug, Error)]
pub enum Error {
    /// The database said no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// There is no such record.
    #[error("there is no {kind} {id}")]
    NotFound {
        /// What was looked for.
        kind: Kind,
        /// Its number.
        id: i64,
    },
    /// Cells that can't be taken.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Cells(Vec<CellProblem>),
    /// A word that is no kind.
    #[error(transparent)]
    Kind(#[from] UnknownKind),
    /// What was asked can't be done.
    #[error("{0}")]
    Refused(String),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}
