//! Where the lake's files lie, and how they come and go.
//!
//! ```text
//! packets/day=YYYY-MM-DD/NAME.parquet     packets of one UTC day
//! series/month=YYYY-MM/NAME.parquet       hourly series of one UTC month
//! totals/month=YYYY-MM/NAME.parquet       sums of one UTC month
//! staging/...                             the same names, not yet published
//! ```
//!
//! A file is written under `staging/` and flushed to the disk; then the caller's database takes it into the
//! manifest; then [`publish`] moves it. A reader that finds the final name missing looks into `staging/`, so
//! that a kill between commit and move loses nothing; [`publish`] may be said again at any time. A file that
//! the manifest does not name was never committed: [`sweep`] deletes it.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use kernel::{Hour, HourRange};

use super::LakeError;

const STAGING: &str = "staging";
const KINDS: [&str; 3] = ["packets", "series", "totals"];

/// Days since 1970-01-01 as a civil date; clamped to what a [`Date`] can hold.
pub(super) fn date(day: i32) -> Date {
    let span = jiff::Span::new().try_days(day).unwrap_or_default();
    Date::constant(1970, 1, 1).saturating_add(span)
}

/// The relative path of a file of packets.
pub(super) fn packets_path(day: i32, name: &str) -> String {
    format!("packets/day={}/{name}.parquet", date(day))
}

/// A UTC month, counted from January of the year 0: `year * 12 + month - 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

impl Month {
    /// The month that `day`, in days since 1970-01-01, lies in.
    pub fn of_day(day: i32) -> Self {
        let date = date(day);
        Self(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }

    /// The month's hours, in UTC.
    pub fn hours(self) -> HourRange {
        let first_day = |month: Self| {
            let (year, month) = (month.0.div_euclid(12), month.0.rem_euclid(12) + 1);
            let first = Date::new(year as i16, month as i8, 1).unwrap_or(Date::MAX);
            first.duration_since(date(0)).as_hours() as i32
        };
        HourRange::new(Hour(first_day(self)), Hour(first_day(Self(self.0 + 1))))
    }

    pub(super) fn path(self, kind: &str, name: &str) -> String {
        let (year, month) = (self.0.div_euclid(12), self.0.rem_euclid(12) + 1);
        format!("{kind}/month={year:04}-{month:02}/{name}.parquet")
    }
}

/// The file's bytes on their way into `staging/`.
pub(super) fn create(lake: &Path, relative: &str) -> Result<(BufWriter<File>, PathBuf), LakeError> {
    let path = lake.join(STAGING).join(relative);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(LakeError::io(parent))?;
    }
    let file = File::create(&path).map_err(LakeError::io(&path))?;
    Ok((BufWriter::with_capacity(1 << 18, file), path))
}

/// Makes files in `staging/` durable, with the folders that name them.
pub(super) fn settle(lake: &Path, relatives: &[String]) -> Result<(), LakeError> {
    let staging = lake.join(STAGING);
    let mut folders = BTreeSet::new();
    for relative in relatives {
        let path = staging.join(relative);
        File::open(&path).and_then(|f| f.sync_all()).map_err(LakeError::io(&path))?;
        note_folders(lake, &path, &mut folders);
    }
    sync_folders(&folders)
}

/// Ends a file: everything handed to the system, nothing yet forced to the disk.
pub(super) fn finish(file: BufWriter<File>, path: &Path) -> Result<u64, LakeError> {
    let mut file = file.into_inner().map_err(|e| LakeError::io(path)(e.into_error()))?;
    file.flush().map_err(LakeError::io(path))?;
    Ok(file.metadata().map_err(LakeError::io(path))?.len())
}

/// Moves files from `staging/` to their final names, for good. What is already there stays.
pub fn publish<'a>(lake: &Path, relatives: impl IntoIterator<Item = &'a str>) -> Result<(), LakeError> {
    let mut folders = BTreeSet::new();
    for relative in relatives {
        let (from, to) = (lake.join(STAGING).join(relative), lake.join(relative));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(LakeError::io(parent))?;
        }
        match fs::rename(&from, &to) {
            Ok(()) => {
                note_folders(lake, &to, &mut folders);
                note_folders(lake, &from, &mut folders);
            }
            Err(e) if e.kind() == ErrorKind::NotFound && to.is_file() => {}
            Err(e) => return Err(LakeError::io(&from)(e)),
        }
    }
    sync_folders(&folders)
}

/// Opens a file by its relative path, wherever it is by now.
pub(super) fn open(lake: &Path, relative: &str) -> Result<(File, PathBuf), LakeError> {
    let last = lake.join(relative);
    // Looked for at the final name again at the end: it may be moved between the first two looks.
    for path in [&last, &lake.join(STAGING).join(relative)] {
        match File::open(path) {
            Ok(file) => return Ok((file, path.clone())),
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(LakeError::io(path)(e)),
        }
    }
    let file = File::open(&last).map_err(LakeError::io(&last))?;
    Ok((file, last))
}

/// Deletes every file of the lake, published or not, whose relative path is not in `keep`, and folders that
/// are empty then. Returns how many files it deleted. Nobody may be writing meanwhile.
pub fn sweep(lake: &Path, keep: &HashSet<String>) -> Result<usize, LakeError> {
    let mut swept = 0;
    for root in [lake.to_owned(), lake.join(STAGING)] {
        for kind in KINDS {
            let top = root.join(kind);
            for folder in entries(&top)? {
                if !folder.is_dir() {
                    continue;
                }
                for file in entries(&folder)? {
                    let relative = file.strip_prefix(&root).ok().and_then(Path::to_str);
                    if !relative.is_some_and(|r| keep.contains(r)) {
                        fs::remove_file(&file).map_err(LakeError::io(&file))?;
                        swept += 1;
                    }
                }
                remove_if_empty(&folder)?;
            }
            remove_if_empty(&top)?;
        }
    }
    remove_if_empty(&lake.join(STAGING))?;
    Ok(swept)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, LakeError> {
    match fs::read_dir(folder) {
        Ok(list) => list.map(|e| e.map(|e| e.path()).map_err(LakeError::io(folder))).collect(),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(LakeError::io(folder)(e)),
    }
}

fn remove_if_empty(folder: &Path) -> Result<(), LakeError> {
    match fs::remove_dir(folder) {
        Err(e) if !matches!(e.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) => {
            Err(LakeError::io(folder)(e))
        }
        _ => Ok(()),
    }
}

/// The folders between `lake` and `path`: each may be new, and a new name is durable with its folder only.
fn note_folders(lake: &Path, path: &Path, folders: &mut BTreeSet<PathBuf>) {
    folders.extend(path.ancestors().skip(1).take_while(|p| p.starts_with(lake)).map(Path::to_owned));
}

fn sync_folders(folders: &BTreeSet<PathBuf>) -> Result<(), LakeError> {
    for folder in folders {
        File::open(folder).and_then(|f| f.sync_all()).map_err(LakeError::io(folder))?;
    }
    Ok(())
}
