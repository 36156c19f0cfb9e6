//! A disk that is full: what was to be written is named, nothing is half there, and an import works again after.

use std::process::Command;

use crate::made::pcap;
use crate::world::{Said, World, files};

const IMPORT: &str = "observe import day.pcap --sensor tokyo-1";

/// 40,000 packets over some days that no compression makes small.
fn capture() -> Vec<u8> {
    pcap((0..40_000_u32).map(|i| (1_199_145_600 + i * 5, i.wrapping_mul(2_654_435_761), (i * 7919 % 65_521) as u16)))
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
fn an_import_that_finds_no_room_changes_nothing_and_works_later() {
    let world = World::new();
    world.file("day.pcap", capture());
    let undisturbed = World::new();
    undisturbed.file("day.pcap", capture());
    undisturbed.answer(IMPORT);

    world.answer("observe digest");
    let empty = world.answer("observe digest");
    // Room for the records, then for nothing more; for the original alone; for one file too few.
    let mut failed = 0;
    for blocks in [300, 1000, 2000, 4000] {
        let said = import_within(&world, blocks);
        println!("{blocks} blocks: status {}\n{}", said.status, said.err);
        if said.status == 0 {
            break;
        }
        failed += 1;
        assert_eq!(said.status, 2);
        assert!(said.err.contains("File too large"), "{}", said.err);
        assert_eq!(world.answer("observe digest"), empty);
        let left = files(&world.data());
        assert!(left.iter().all(|f| !f.ends_with(".parquet") && !f.starts_with("originals")), "{left:?}");
    }
    assert!(failed > 0);
    world.answer(IMPORT);
    assert_eq!(world.answer("observe digest"), undisturbed.answer("observe digest"));
}
