//! Files that are whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// What is written under until it is whole. One at a time: the state folder has one owner.
const UNFINISHED: &str = "unfinished.tmp";

/// Writes a file so that after a kill or a loss of power it is there with all its bytes, or not at all. Only its
/// owner may read it.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    write_whole(folder, name, bytes)?;
    let is_there = sync(folder);
    if is_there.is_err() {
        // Who is told that it is not there must not find it later.
        let _ = remove(folder, name);
    }
    is_there
}

/// Writes a file so that it is there with all its bytes, or not at all; after a loss of power it is there for certain
/// only once its folder was [`sync`]ed.
pub(super) fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(UNFINISHED);
    let done = (|| {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, folder.join(name))
    })();
    if done.is_err() {
        // On a full disk the half file would take the room that the next one needs.
        let _ = fs::remove_file(&unfinished);
    }
    done
}

/// Deletes a file. That it is gone already is no error.
pub(super) fn remove(folder: &Path, name: &str) -> io::Result<()> {
    match fs::remove_file(folder.join(name)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Deletes what a kill left half written.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    remove(folder, UNFINISHED)
}

/// Has the folder's own entries on the disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
