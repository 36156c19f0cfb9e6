//! What can go wrong, and small disks for it to go wrong on.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::world::draw;

/// One thing that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// SIGKILL of a sensor while it plays and delivers.
    SensorKilled,
    /// SIGKILL of the collector.
    CollectorKilled,
    /// All connections cut after some bytes.
    Cut,
    /// A proxy that answers 502 for a while.
    BadGateway,
    /// A line on which nothing moves for a while.
    Held,
    /// Frames of a sensor delivered by somebody else as well: again, and in any order.
    Repeated,
    /// A sensor's clock set to something else.
    ClockJump,
    /// No room left on the collector's disk for a while.
    CollectorDiskFull,
    /// No room left on a sensor's disk for a while.
    SensorDiskFull,
}

impl Fault {
    /// The next one. Without small disks there are no full ones.
    pub fn draw(random: &mut u64, with_disks: bool) -> Self {
        const ALL: [Fault; 12] = [
            Fault::SensorKilled,
            Fault::SensorKilled,
            Fault::SensorKilled,
            Fault::CollectorKilled,
            Fault::CollectorKilled,
            Fault::Cut,
            Fault::Cut,
            Fault::BadGateway,
            Fault::Held,
            Fault::Repeated,
            Fault::ClockJump,
            Fault::CollectorDiskFull,
        ];
        match (draw(random, ALL.len() as u64 + 1) as usize, with_disks) {
            (11, false) | (12, false) => Self::Cut,
            (12, true) => Self::SensorDiskFull,
            (n, _) => ALL[n],
        }
    }
}

/// A disk of its own (tmpfs) at a folder, which goes with the value.
#[derive(Debug)]
pub struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Makes one, where that is possible here.
    pub fn mount(folder: &Path, megabytes: u32) -> Option<Self> {
        std::fs::create_dir_all(folder).unwrap();
        if !rustix::process::geteuid().is_root() {
            return None;
        }
        let size = format!("size={megabytes}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder);
        mount.output().is_ok_and(|output| output.status.success()).then(|| Self(folder.to_owned()))
    }

    /// Takes all room but for some bytes.
    pub fn fill(&self, but: u64) {
        let mut file = std::fs::File::create(self.filler()).unwrap();
        let mut filled = 0;
        let zeros = vec![0; 64 << 10];
        while file.write_all(&zeros).is_ok() {
            filled += zeros.len() as u64;
        }
        let _ = file.set_len(filled.saturating_sub(but));
    }

    /// Gives it back.
    pub fn free(&self) {
        let _ = std::fs::remove_file(self.filler());
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).output();
    }
}
