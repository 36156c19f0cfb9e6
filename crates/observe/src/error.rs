//! What can go wrong, as far as the caller can do something about it.

use std::path::PathBuf;

use kernel::DatabaseError;
use sea_orm::DbErr;
use thiserror::Error;

use crate::lake::LakeError;

/// Why observation can't do what was asked.
#[derive(Debug, Error)]
pub enum Error {
    /// The database said no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The lake's files said no.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// A file or folder can't be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The original is in the lake already, as another sensor's.
    #[error(
        "{name} was imported before, as {known} of sensor {before}; packets are counted once, so it can't be \
         imported again for sensor {now}"
    )]
    OtherSensor {
        /// The file given now.
        name: String,
        /// The name it had then.
        known: String,
        /// The sensor then.
        before: String,
        /// The sensor now.
        now: String,
    },
    /// A capture does not say which sensor made it.
    #[error("{name}: which sensor made this? say --sensor NAME, or --columns with a sensor column")]
    NoSensor {
        /// The file.
        name: String,
    },
    /// No sensor has this name.
    #[error("there is no sensor {name:?}; the lake knows: {known}")]
    UnknownSensor {
        /// The name given.
        name: String,
        /// The names that are known.
        known: String,
    },
    /// No live sensor has this name.
    #[error("there is no live sensor {name:?}")]
    NoLiveSensor {
        /// The name given.
        name: String,
    },
    /// A period that series can't be cut at.
    #[error(transparent)]
    Civil(#[from] kernel::CivilError),
    /// There is no such record.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its number.
        id: i64,
    },
    /// What was asked can't be done or understood.
    #[error("{0}")]
    Refused(String),
    /// An outage that ends before it begins.
    #[error("the outage ends before it begins")]
    Backwards,
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
