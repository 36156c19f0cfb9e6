//! Every message, capture and form as it arrived, by content hash.
//!
//! `originals/ab/abcdef…` holds the bytes whose SHA-256 is `abcdef…`. A file is written under a temporary name,
//! flushed to the disk, and only then given its name; so a name in the folder is a whole original, always, and
//! the same bytes twice are one file.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::database::hex;

/// How much is read at a time. Smaller costs calls, larger costs memory; 1 MiB is past the knee of both.
const CHUNK: usize = 1 << 20;

/// How the name of a file begins that is still being taken.
const TAKING: &str = ".taking-";

/// The folder of originals.
#[derive(Debug, Clone)]
pub struct Originals {
    folder: PathBuf,
}

/// One original that is safely on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Where it lies.
    pub path: PathBuf,
}

impl Originals {
    /// Opens, or makes, the folder, and removes what a kill left unfinished there.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        let originals = Self { folder };
        originals.sweep()?;
        Ok(originals)
    }

    /// Removes what a killed process left half taken. Whoever takes holds a lock on his file, so a file whose
    /// lock is free has nobody any more.
    fn sweep(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(TAKING)
                && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok())
            {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Where the original with this hash lies, if it is here.
    pub fn find(&self, sha256: &str) -> Option<PathBuf> {
        let path = self.path(sha256);
        path.is_file().then_some(path)
    }

    /// Takes in all of `input`; when it returns, the bytes are on the disk. `progress` is told the bytes taken.
    pub fn take(&self, mut input: impl Read, mut progress: impl FnMut(u64)) -> io::Result<Original> {
        let mut file = tempfile::Builder::new().prefix(TAKING).tempfile_in(&self.folder)?;
        file.as_file().lock()?;
        let mut hasher = Sha256::new();
        let mut bytes = 0;
        let mut chunk = vec![0; CHUNK];
        loop {
            let n = match input.read(&mut chunk) {
                Ok(0) => break,
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            hasher.update(&chunk[..n]);
            file.write_all(&chunk[..n])?;
            bytes += n as u64;
            progress(bytes);
        }
        let sha256 = hex(&hasher.finalize());
        let path = self.path(&sha256);
        if !path.is_file() {
            file.as_file().sync_all()?;
            let parent = self.folder.join(&sha256[..2]);
            fs::create_dir_all(&parent)?;
            file.persist(&path).map_err(|e| e.error)?;
            File::open(&parent)?.sync_all()?;
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(Original { sha256, bytes, path })
    }

    fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("")).join(sha256)
    }
}

/// SHA-256, in hexadecimal, and length of a file.
pub fn fingerprint(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    let mut bytes = 0;
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok((hex(&hasher.finalize()), bytes)),
            n => {
                hasher.update(&chunk[..n]);
                bytes += n as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_twice_are_one_original() {
        let folder = tempfile::tempdir().unwrap();
        let originals = Originals::open(folder.path()).unwrap();
        let first = originals.take(&b"abc"[..], |_| ()).unwrap();
        assert_eq!(first.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(fs::read(&first.path).unwrap(), b"abc");
        assert_eq!(originals.take(&b"abc"[..], |_| ()).unwrap(), first);
        assert_eq!(originals.find(&first.sha256), Some(first.path.clone()));
        assert_eq!(fingerprint(&first.path).unwrap(), (first.sha256, 3));
        let left =
            fs::read_dir(folder.path()).unwrap().filter(|e| e.as_ref().unwrap().path().is_file()).count();
        assert_eq!(left, 0, "no temporary file stays");
    }

    #[test]
    fn what_a_kill_left_is_swept_and_what_runs_is_not() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".taking-dead"), b"half").unwrap();
        let alive = File::create(folder.path().join(".taking-alive")).unwrap();
        alive.lock().unwrap();
        Originals::open(folder.path()).unwrap();
        assert!(!folder.path().join(".taking-dead").exists());
        assert!(folder.path().join(".taking-alive").exists());
    }
}
