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

use kernel::{Hour, HourRange};

use super::LakeError;

const STAGING: &str = "staging";
const KINDS: [&str; 3] = ["packets", "series", "totals"];

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar carried on to both sides.
///
/// A damaged capture may tell any time. Its packets have to lie in a file of their own too, and 64 bits of
/// microseconds reach thirty times as far as the calendar of the time library.
fn civil(day: i32) -> (i64, i64, i64) {
    // Years begin in March here, so that the leap day is the last; 400 years are 146097 days.
    let days = i64::from(day) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

/// The relative path of a file of packets.
pub(super) fn packets_path(day: i32, name: &str) -> String {
    let (year, month, day) = civil(day);
    format!("packets/day={year:04}-{month:02}-{day:02}/{name}.parquet")
}

/// A UTC month, counted from January of the year 0: `year * 12 + month - 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

impl Month {
    /// The month that `day`, in days since 1970-01-01, lies in.
    pub fn of_day(day: i32) -> Self {
        let (year, month, _) = civil(day);
        Self((year * 12 + month - 1) as i32)
    }

    /// The month's hours, in UTC.
    pub fn hours(self) -> HourRange {
        // The inverse of `civil`, for the first of a month.
        let first_day = |month: Self| {
            let (year, month) = (i64::from(month.0.div_euclid(12)), i64::from(month.0.rem_euclid(12)) + 1);
            let year = if month < 3 { year - 1 } else { year };
            let shifted = (month + 9) % 12;
            let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
            let days = of_era * 365 + of_era / 4 - of_era / 100 + (153 * shifted + 2) / 5;
            ((era * 146_097 + days - 719_468) * 24) as i32
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

/// So many files or folders are flushed one by one; of more, the whole file system is flushed at once, which
/// takes the disk one round where each single flush takes it one.
const FEW: usize = 8;

/// Makes files in `staging/` durable, with the folders that name them.
pub(super) fn settle(lake: &Path, relatives: &[String]) -> Result<(), LakeError> {
    let staging = lake.join(STAGING);
    let mut all = BTreeSet::new();
    for relative in relatives {
        let path = staging.join(relative);
        note_folders(lake, &path, &mut all);
        all.insert(path);
    }
    sync(lake, &all)
}

/// Ends a file: everything handed to the system, nothing yet forced to the disk.
pub(super) fn finish(file: BufWriter<File>, path: &Path) -> Result<u64, LakeError> {
    let mut file = file.into_inner().map_err(|e| LakeError::io(path)(e.into_error()))?;
    file.flush().map_err(LakeError::io(path))?;
    Ok(file.metadata().map_err(LakeError::io(path))?.len())
}

/// Moves files from `staging/` to their final names, for good. What is already there stays.
///
/// A move that a power cut undoes leaves the file in `staging/`, where readers find it.
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
            }
            Err(e) if e.kind() == ErrorKind::NotFound && to.is_file() => {}
            Err(e) => return Err(LakeError::io(&from)(e)),
        }
    }
    sync(lake, &folders)
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

/// Deletes files that the manifest no longer names, and what folders of `staging/` are empty: what a live commit
/// leaves behind, without a look at the rest of the lake. Nobody may be writing meanwhile.
pub fn discard<'a>(lake: &Path, relatives: impl IntoIterator<Item = &'a str>) -> Result<(), LakeError> {
    for relative in relatives {
        let path = lake.join(relative);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(LakeError::io(&path)(e)),
            _ => {}
        }
    }
    let staging = lake.join(STAGING);
    for kind in KINDS {
        let top = staging.join(kind);
        for folder in entries(&top)? {
            remove_if_empty(&folder)?;
        }
        remove_if_empty(&top)?;
    }
    remove_if_empty(&staging)
}

/// Whether nothing was begun since the last [`sweep`] ended: `staging/` is made with the first staged file, and
/// removing it is the last thing that a sweep does.
pub fn is_swept(lake: &Path) -> bool {
    !lake.join(STAGING).exists()
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

/// Forces files and folders to the disk.
fn sync(lake: &Path, all: &BTreeSet<PathBuf>) -> Result<(), LakeError> {
    #[cfg(target_os = "linux")]
    if all.len() > FEW {
        let folder = File::open(lake).map_err(LakeError::io(lake))?;
        return rustix::fs::syncfs(folder).map_err(|e| LakeError::io(lake)(e.into()));
    }
    for path in all {
        File::open(path).and_then(|f| f.sync_all()).map_err(LakeError::io(path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_the_calendars_names() {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        for day in (-700_000..700_000).step_by(13) {
            let date = epoch.checked_add(jiff::Span::new().days(day)).unwrap();
            assert_eq!(packets_path(day, "n"), format!("packets/day={date}/n.parquet"));
            let (year, month) = (i32::from(date.year()), i32::from(date.month()));
            assert_eq!(Month::of_day(day), Month(year * 12 + month - 1));
            let hours = Month::of_day(day).hours();
            assert!(hours.start.utc_day() <= day && day < hours.end.utc_day(), "{date}");
            let length = i32::from(date.days_in_month());
            assert_eq!((hours.len(), date.day() == 1), (24 * length as u32, hours.start.utc_day() == day));
        }
        assert_eq!(Month::of_day(13_500).path("series", "n"), "series/month=2006-12/n.parquet");
    }

    #[test]
    fn days_beyond_the_calendar_have_names_of_their_own() {
        let days = [i32::MIN, -106_751_992, -9_000_000, 9_000_000, 9_000_001, 106_751_991, i32::MAX];
        let names: BTreeSet<String> = days.iter().map(|&day| packets_path(day, "n")).collect();
        assert_eq!(names.len(), days.len());
        assert!(names.contains("packets/day=294247-01-10/n.parquet"), "{names:?}");
    }
}
