//! The state folder: who this sensor is, its spool, its status.

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::Context;
use rustix::fs::{
    AtFlags, CWD, Dir, FileType, FlockOperation, Gid, Mode, OFlags, Uid, chownat, flock, fstat,
    openat as open, statat,
};

use crate::identity::Identity;
use crate::spool::{Spool, write_durably};

/// The file that says who this sensor is.
const IDENTITY: &str = "identity.json";

/// The state folder, in the hands of one program.
#[derive(Debug)]
pub struct State {
    folder: PathBuf,
    _lock: fs::File,
}

impl State {
    /// Takes the folder; makes it where it is not there.
    ///
    /// # Errors
    ///
    /// Where it can't be written, or another `hinomi-sensor` has it.
    pub fn take(folder: &Path) -> anyhow::Result<Self> {
        let place = || format!("the state folder {}", folder.display());
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(place)?;
        let mut options = fs::OpenOptions::new();
        let lock = options.write(true).create(true).truncate(false).mode(0o600).open(folder.join("lock"));
        let lock = lock.with_context(place)?;
        match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(rustix::io::Errno::WOULDBLOCK) => {
                anyhow::bail!("{} is in use by another hinomi-sensor", place())
            }
            Err(error) => Err(error).with_context(place),
        }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Who this sensor is; none where it is not enrolled.
    ///
    /// # Errors
    ///
    /// Where the file can't be read.
    pub fn identity(&self) -> anyhow::Result<Option<Identity>> {
        let path = self.folder.join(IDENTITY);
        match fs::read(&path) {
            Ok(bytes) => {
                Ok(Some(serde_json::from_slice(&bytes).with_context(|| path.display().to_string())?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| path.display().to_string()),
        }
    }

    /// Keeps who this sensor is from now on. Frames of another one that it was before go: only that one could have
    /// delivered them.
    ///
    /// # Errors
    ///
    /// Where it can't be written.
    pub fn become_sensor(&self, identity: &Identity) -> anyhow::Result<()> {
        match fs::remove_dir_all(self.spool_folder()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| self.spool_folder().display().to_string());
            }
            _ => {}
        }
        let bytes = serde_json::to_vec_pretty(identity)?;
        write_durably(&self.folder, IDENTITY, &bytes)
            .with_context(|| self.folder.join(IDENTITY).display().to_string())
    }

    /// Where the frames are.
    pub fn spool_folder(&self) -> PathBuf {
        self.folder.join("spool")
    }

    /// Gives everything in the folder to whom the folder belongs: root may have enrolled what a service of its own user
    /// runs as.
    ///
    /// # Errors
    ///
    /// Where this can't be done.
    pub fn give_to_owner(&self) -> anyhow::Result<()> {
        let place = || format!("the owner of what is in {}", self.folder.display());
        let folder = open(CWD, &self.folder, FOLDER, Mode::empty()).with_context(place)?;
        let owner = fstat(&folder).with_context(place)?;
        give(folder, Uid::from_raw(owner.st_uid), Gid::from_raw(owner.st_gid)).with_context(place)
    }

    /// Opens the spool of the sensor that this is.
    ///
    /// # Errors
    ///
    /// Where it can't be opened.
    pub fn spool(&self, identity: &Identity, room: u64) -> anyhow::Result<Spool> {
        Spool::open(&self.spool_folder(), identity.sensor, room)
    }
}

/// Folders are opened as what they are: their owner must not lead root elsewhere by a link.
const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

fn give(folder: OwnedFd, user: Uid, group: Gid) -> rustix::io::Result<()> {
    for entry in Dir::read_from(&folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if matches!(name.to_bytes(), b"." | b"..") {
            continue;
        }
        let found = statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
        if (found.st_uid, found.st_gid) != (user.as_raw(), group.as_raw()) {
            chownat(&folder, name, Some(user), Some(group), AtFlags::SYMLINK_NOFOLLOW)?;
        }
        if FileType::from_raw_mode(found.st_mode) == FileType::Directory {
            give(open(&folder, name, FOLDER, Mode::empty())?, user, group)?;
        }
    }
    Ok(())
}
