//! Every message, capture and form as it arrived, by content hash.
//!
//! `originals/ab/abcdef…` holds the bytes whose SHA-256 is `abcdef…`. A file is written under a temporary name,
//! flushed to the disk, and only then given its name; so a name in the folder is a whole original, always, and
//! the same bytes twice are one file.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

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

/// One original that has been taken in and is not yet kept: dropped, it is gone.
#[derive(Debug)]
pub struct Original {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// The bytes, under a temporary name; none where the folder has had them before.
    taken: Option<NamedTempFile>,
    path: PathBuf,
}

impl Original {
    /// Where its bytes can be read.
    pub fn path(&self) -> &Path {
        self.taken.as_ref().map_or(&self.path, NamedTempFile::path)
    }
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
            if !entry.file_name().to_string_lossy().starts_with(TAKING) {
                continue;
            }
            // The lock is held until the file is gone: who begins to take meanwhile waits for it, and sees that
            // his file is gone.
            let Ok(file) = File::open(entry.path()) else { continue };
            if file.try_lock().is_ok() {
                match fs::remove_file(entry.path()) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// A new file to take into, locked so that nobody sweeps it.
    fn begin(&self) -> io::Result<NamedTempFile> {
        loop {
            let file = tempfile::Builder::new().prefix(TAKING).tempfile_in(&self.folder)?;
            file.as_file().lock()?;
            // Another process may have swept it between its making and its lock.
            if file.path().is_file() {
                return Ok(file);
            }
        }
    }

    /// Where the original with this hash lies, if it is here.
    pub fn find(&self, sha256: &str) -> Option<PathBuf> {
        let path = self.path(sha256);
        path.is_file().then_some(path)
    }

    /// Takes in all of `input`. It is kept, and may be acknowledged, after [`Self::keep`].
    pub fn take(&self, mut input: impl Read) -> io::Result<Original> {
        let mut file = self.begin()?;
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
        }
        let sha256 = hex(&hasher.finalize());
        let path = self.path(&sha256);
        let taken = (!path.is_file()).then_some(file);
        Ok(Original { sha256, bytes, taken, path })
    }

    /// Makes originals durable under their names. When it returns, they are on the disk.
    pub fn keep(&self, originals: impl IntoIterator<Item = Original>) -> io::Result<()> {
        let taken: Vec<_> = originals.into_iter().filter_map(|o| Some((o.taken?, o.path))).collect();
        if taken.is_empty() {
            return Ok(());
        }
        flush(&self.folder, taken.iter().map(|(file, _)| file.as_file()))?;
        let mut folders = BTreeSet::from([self.folder.clone()]);
        for (file, path) in taken {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
                folders.insert(folder.to_owned());
            }
            file.persist(&path).map_err(|e| e.error)?;
        }
        let folders = folders.iter().map(File::open).collect::<io::Result<Vec<_>>>()?;
        flush(&self.folder, folders.iter())
    }

    fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("")).join(sha256)
    }
}

/// So many files are flushed one by one; more, by flushing their whole file system once. Each costs a turn of
/// the disk, some ten milliseconds on a common one.
const ONE_BY_ONE: usize = 4;

/// Flushes files that lie on the file system of `folder`.
fn flush<'a>(folder: &Path, files: impl ExactSizeIterator<Item = &'a File>) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if files.len() > ONE_BY_ONE {
        return Ok(rustix::fs::syncfs(File::open(folder)?)?);
    }
    files.into_iter().try_for_each(File::sync_all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_twice_are_one_original() {
        let folder = tempfile::tempdir().unwrap();
        let originals = Originals::open(folder.path()).unwrap();
        let first = originals.take(&b"abc"[..]).unwrap();
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((first.sha256.as_str(), first.bytes), (hash, 3));
        assert_eq!(fs::read(first.path()).unwrap(), b"abc", "it can be read before it is kept");
        assert_eq!(originals.find(hash), None);
        let twin = originals.take(&b"abc"[..]).unwrap();
        originals.keep([first, twin]).unwrap();
        assert_eq!(fs::read(originals.find(hash).unwrap()).unwrap(), b"abc");
        let again = originals.take(&b"abc"[..]).unwrap();
        assert_eq!(Some(again.path()), originals.find(hash).as_deref());
        originals.keep([again]).unwrap();
        let left =
            fs::read_dir(folder.path()).unwrap().filter(|e| e.as_ref().unwrap().path().is_file()).count();
        assert_eq!(left, 0, "no temporary file stays");
    }

    #[test]
    fn many_are_kept_as_one_is() {
        let folder = tempfile::tempdir().unwrap();
        let originals = Originals::open(folder.path()).unwrap();
        let taken: Vec<_> = (0..20_u8).map(|i| originals.take(&[i][..]).unwrap()).collect();
        let hashes: Vec<_> = taken.iter().map(|o| o.sha256.clone()).collect();
        originals.keep(taken).unwrap();
        assert!(hashes.iter().all(|hash| originals.find(hash).is_some()));
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

    /// Found by questions asked while an import ran: each opens the folder, and so sweeps it.
    #[test]
    fn taking_and_sweeping_at_the_same_time_do_not_hurt_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let originals = Originals::open(folder.path()).unwrap();
        std::thread::scope(|scope| {
            let sweepers: Vec<_> = (0..3)
                .map(|_| scope.spawn(|| (0..2000).try_for_each(|_| Originals::open(folder.path()).map(drop))))
                .collect();
            for i in 0..500_u32 {
                let original = originals.take(&i.to_le_bytes()[..]).unwrap();
                assert!(original.path().is_file(), "swept away while it was being taken");
                fs::write(folder.path().join(format!(".taking-dead-{i}")), b"half").unwrap();
            }
            sweepers.into_iter().for_each(|sweeper| sweeper.join().unwrap().unwrap());
        });
    }
}
