//! What can go wrong with the lake's files.

use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

/// The lake could not be written or read. The files are named, for the person who has to look at them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    /// The disk said no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is no Parquet, or is damaged.
    #[error("{}: {source}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the Parquet library said.
        source: ParquetError,
    },
    /// A file is Parquet, but says what the lake never writes.
    #[error("{}: {reason}", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What is odd about it.
        reason: String,
    },
    /// A file names a sensor that the caller's list lacks.
    #[error("{}: sensor {name:?} is not known", path.display())]
    UnknownSensor {
        /// The file.
        path: PathBuf,
        /// The sensor's name in the file.
        name: String,
    },
    /// A packet was pushed with a sensor number that has no name.
    #[error("sensor number {0} has no name")]
    Unnamed(u16),
    /// More sensors than the lake can number.
    #[error("more than 65535 sensors")]
    TooManySensors,
    /// A server of the cluster said no, or nothing.
    #[error("ClickHouse at {server}: {reason}")]
    Cluster {
        /// Its URL.
        server: String,
        /// Its words, or what kept us from them.
        reason: String,
    },
    /// The writing thread ended without a word.
    #[error("the writing thread ended early")]
    Stopped,
}

impl LakeError {
    /// Whether a file is gone: merged away, most likely, since the manifest was read.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound)
    }

    pub(super) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    pub(super) fn parquet(path: &Path) -> impl FnOnce(ParquetError) -> Self + '_ {
        move |source| Self::Parquet { path: path.to_owned(), source }
    }
}
