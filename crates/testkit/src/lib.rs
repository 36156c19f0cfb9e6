//! For tests only: a folder that goes away, a database in it or on a PostgreSQL server, and a clock that stands still.
//!
//! Only `[dev-dependencies]` may name this crate; `cargo xtask tidy` holds that.

mod database;

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use kernel::FixedClock;
use tempfile::TempDir;

pub use database::{POSTGRES, database, postgres_of};

/// An empty data folder that is deleted when it is dropped.
#[derive(Debug)]
pub struct DataFolder(TempDir);

impl DataFolder {
    /// Makes one in the machine's folder for temporary files.
    #[expect(clippy::expect_used, reason = "a test without a folder can only stop")]
    pub fn new() -> Self {
        Self(tempfile::Builder::new().prefix("hinomi-test-").tempdir().expect("a temporary folder"))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Default for DataFolder {
    fn default() -> Self {
        Self::new()
    }
}

/// A clock that stands at `at`, written as in RFC 3339 (`2008-04-01T00:00:00+09:00`), until it is set.
#[expect(clippy::expect_used, reason = "a wrong time is a mistake in the test")]
pub fn clock(at: &str) -> Arc<FixedClock> {
    Arc::new(FixedClock::new(at.parse::<Timestamp>().expect("a time of RFC 3339")))
}

#[cfg(test)]
mod tests {
    use kernel::Clock;

    use super::*;

    #[test]
    fn the_folder_goes_away_and_the_clock_stands() {
        let folder = DataFolder::new();
        let path = folder.path().to_owned();
        assert!(path.is_dir());
        drop(folder);
        assert!(!path.exists());

        let clock = clock("2008-04-01T00:00:00+09:00");
        assert_eq!(clock.now().to_string(), "2008-03-31T15:00:00Z");
        assert_eq!(clock.now(), clock.now());
    }
}
