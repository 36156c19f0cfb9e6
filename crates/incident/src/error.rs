//! What can go wrong, as far as the caller can do something about it.

use std::path::PathBuf;

use kernel::DatabaseError;
use sea_orm::DbErr;
use thiserror::Error;

use crate::word::UnknownWord;

/// Why the desk can't do what was asked.
#[derive(Debug, Error)]
pub enum Error {
    /// The database said no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A file or folder can't be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is no such record.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for: message, incident.
        what: &'static str,
        /// Its number.
        id: i64,
    },
    /// What was asked can't be done with this record as it is now.
    #[error("{0}")]
    Refused(String),
    /// A word that is none of the known ones.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// A background task was cancelled or panicked.
    #[error("a background task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

impl Error {
    /// An input or output error at `path`.
    pub(crate) fn at(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
