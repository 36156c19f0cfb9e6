//! One writer at a time.
//!
//! The lock is on a file and not in the database, because it is held for minutes, and ends with its process
//! however that ends.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::error::Error;

/// The right to change the lake's files; given back when dropped.
#[derive(Debug)]
pub(crate) struct LakeLock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

impl LakeLock {
    /// Takes the lock if nobody has it.
    pub(crate) fn try_take(lake: &Path) -> Result<Option<Self>, Error> {
        let (path, file) = Self::open(lake)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(Error::at(path)(error)),
        }
    }

    /// Takes the lock, waiting for whoever has it.
    pub(crate) async fn take(lake: &Path) -> Result<Self, Error> {
        let (path, file) = Self::open(lake)?;
        tokio::task::spawn_blocking(move || file.lock().map(|()| Self(file)).map_err(Error::at(path))).await?
    }

    fn open(lake: &Path) -> Result<(std::path::PathBuf, File), Error> {
        let path = lake.join("lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::at(&path))?;
        Ok((path, file))
    }
}
