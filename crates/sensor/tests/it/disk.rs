//! A disk that is small. Needs root; where that is missing, the tests say that they leave themselves out.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A tmpfs that goes with the value.
#[derive(Debug)]
pub(crate) struct Small(TempDir);

impl Small {
    /// Makes one of so many bytes, where that is possible here.
    pub(crate) fn make(test: &str, bytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={bytes}");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path());
        if mount.output().is_ok_and(|output| output.status.success()) {
            return Some(Self(folder));
        }
        eprintln!("left out: {test} needs to mount a tmpfs");
        None
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).output();
    }
}
