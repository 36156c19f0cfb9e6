//! A disk that is full: what was to be written is named, nothing is half there, and an import works again after.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::made::pcap;
use crate::world::{Said, World, copy, files};

const IMPORT: &str = "observe import day.pcap --sensor tokyo-1";

/// 40,000 packets over some days that no compression makes small.
fn capture() -> Vec<u8> {
    pcap(
        (0..40_000_u32)
            .map(|i| (1_199_145_600 + i * 5, i.wrapping_mul(2_654_435_761), (i * 7919 % 65_521) as u16)),
    )
}

/// Runs the import in a shell that forbids files of more than so many blocks of 512 bytes, as a quota does.
fn import_within(world: &World, blocks: u32) -> Said {
    let hinomi = world.command(IMPORT);
    let mut shell = Command::new("sh");
    // Without the trap the system's signal ends the process before it can say anything.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    shell.args(["-c", &script, "sh"]).arg(hinomi.get_program()).args(hinomi.get_args());
    shell.current_dir(world.path()).stderr(std::process::Stdio::piped());
    world.said(shell.spawn().unwrap())
}

#[test]
fn an_original_that_may_not_be_kept_changes_nothing_and_is_imported_later() {
    let world = World::new();
    world.file("day.pcap", capture());
    world.answer("observe digest");
    let empty = world.answer("observe digest");
    for blocks in [300, 4000] {
        let said = import_within(&world, blocks);
        assert_eq!(said.status, 2, "{}", said.err);
        assert!(said.err.contains("day.pcap: File too large"), "{}", said.err);
        assert!(said.err.contains("data/originals"), "which file is too large: {}", said.err);
        assert_eq!(world.answer("observe digest"), empty);
        let left = files(&world.data());
        assert!(left.iter().all(|f| !f.ends_with(".parquet") && !f.starts_with("originals")), "{left:?}");
    }
    world.answer(IMPORT);
    assert_ne!(world.answer("observe digest"), empty);
}

/// A disk of some KiB; it goes away with this.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Makes one at `folder`; none where this user may not.
    fn at(folder: &Path, kib: u32) -> Option<Self> {
        std::fs::create_dir(folder).unwrap();
        let disk = Self(folder.to_owned());
        disk.mount(&format!("size={kib}k")).then_some(disk)
    }

    fn grow(&self, kib: u32) {
        assert!(self.mount(&format!("remount,size={kib}k")));
    }

    fn mount(&self, options: &str) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&self.0);
        mount.output().is_ok_and(|output| output.status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

/// The disk grows step by step from too small for the records to large enough, so that it is full at every stage.
#[test]
fn an_import_on_a_disk_that_fills_up_is_whole_or_not_there() {
    let world = World::new();
    let Some(disk) = SmallDisk::at(&world.path().join("disk"), 100) else {
        // Past the test runner, which shows only what fails.
        let _ =
            writeln!(std::io::stderr(), "LEFT OUT: mounting needs root: no import was made on a full disk");
        return;
    };
    world.file("day.pcap", capture());
    let empty = world.answer("observe digest --data empty");
    world.answer(&format!("{IMPORT} --data undisturbed"));
    let whole = world.answer("observe digest --data undisturbed");

    let mut stages = Vec::new();
    for step in 1.. {
        let said = world.run(&format!("{IMPORT} --data disk/data"));
        if said.status == 0 {
            break;
        }
        assert_eq!(said.status, 2, "{}", said.err);
        assert!(said.err.contains("No space left") || said.err.contains("full"), "{}", said.err);
        // Looked at where there is room.
        let data = world.path().join("copy");
        let _ = std::fs::remove_dir_all(&data);
        copy(&world.path().join("disk/data"), &data);
        let digest = world.answer("observe digest --data copy");
        assert!(digest == empty || digest == whole, "{}", said.err);
        stages.push(format!("{}{}", said.err.trim_end(), if digest == whole { " (imported)" } else { "" }));
        disk.grow(100 + step * 150);
    }
    println!("{}", stages.join("\n"));
    assert_eq!(world.answer("observe digest --data disk/data"), whole);
    let counts = |data: &str| {
        let lake = files(&world.path().join(data).join("lake"));
        (lake.len(), lake.iter().any(|file| file.starts_with("staging")))
    };
    assert_eq!(counts("disk/data"), counts("undisturbed"), "no file is left over");
    for stage in ["data/originals", "data/lake"] {
        assert!(stages.iter().any(|said| said.contains(stage)), "never full at {stage}");
    }
}
