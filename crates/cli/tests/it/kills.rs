//! Imports that are killed (SIGKILL), and then done again: the short form of `cargo xtask soak kills`.
//!
//! Most kills come at random moments of the import's time. Some wait until a phase can be seen from outside, so
//! that the phases are met however fast the machine is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::made::pcap;
use crate::world::{Said, World, copy, files};

/// Of the random moments.
const SEED: u64 = 20_080_331;

/// Two days before and after midnight UTC of 2008-02-01, so that days and months are cut.
const BEGIN: u32 = 1_201_651_200;
const PERIOD: &str = "--from 2008-01-28 --to 2008-02-05";

/// What is killed: the rest of the first sensor's days.
const IMPORT: &str = "observe import old-1.pcap new-0.pcap new-1.pcap new-2.pcap new-3.pcap --sensor tokyo-1";

/// When a kill comes.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// After so long.
    After(Duration),
    /// As soon as a file is seen below this folder of the data folder that was not there before.
    Seen(&'static str),
}

#[test]
fn an_import_that_is_killed_and_done_again_is_the_undisturbed_one() {
    let world = World::new();
    make(&world);
    // What stands before: two sensors over the same days, in several imports, so that files are merged later.
    world.answer("observe import old-0.pcap --sensor tokyo-1 --data before");
    world.answer("observe import old-1.pcap --sensor tokyo-1 --data before");
    world.answer("observe import other.pcap --sensor osaka-1 --data before");
    copy(&world.path().join("before"), &world.path().join("undisturbed"));
    let start = Instant::now();
    assert_eq!(import(&world, "undisturbed").status, 0);
    let whole = start.elapsed();
    let wanted = says(&world, "undisturbed");
    assert_ne!(wanted, says(&world, "before"), "this comparison would see nothing");

    let mut random = SEED;
    let mut moments: Vec<Moment> =
        ["originals", "lake/staging/packets", "lake/packets", "lake/series"].map(Moment::Seen).to_vec();
    moments.extend((0..8).map(|_| Moment::After(whole.mul_f64(draw(&mut random)))));
    let mut phases: BTreeMap<&str, u32> = BTreeMap::new();
    for moment in moments {
        let data = world.path().join("killed");
        let _ = fs::remove_dir_all(&data);
        copy(&world.path().join("before"), &data);
        let child = world.command(&format!("{IMPORT} --data killed")).spawn().unwrap();
        let killed = kill(child, moment, &data);
        let again = import(&world, "killed");
        assert_eq!(again.status, 0, "{moment:?}: {}", again.err);
        let phase = match (killed, again.err.matches("already imported: new").count()) {
            (false, _) => "after its end",
            (true, 0) => "before the commit",
            (true, _) => "after the commit",
        };
        *phases.entry(phase).or_default() += 1;
        assert_eq!(says(&world, "killed"), wanted, "{moment:?} ({phase}), seed {SEED}; whole: {whole:?}");
    }
    println!("kills: {phases:?}; an import takes {whole:?}; seed {SEED}");
}

/// About 60,000 packets: two sensors, four days.
fn make(world: &World) {
    let days = |from: u32, days: u32, count: u32, salt: u32| {
        pcap((0..count).map(move |i| {
            let second =
                BEGIN + from * 86_400 + (u64::from(i) * u64::from(days) * 86_400 / u64::from(count)) as u32;
            let noise = (i + salt).wrapping_mul(2_654_435_761);
            (
                second,
                0x0a00_0000 + noise % 5000,
                [445, 135, 139, 22, 1433][noise as usize % 5] + (noise >> 29) as u16,
            )
        }))
    };
    world.file("old-0.pcap", days(0, 2, 8_000, 1));
    world.file("old-1.pcap", days(1, 2, 8_000, 2));
    world.file("other.pcap", days(0, 4, 12_000, 3));
    for part in 0..4 {
        world.file(&format!("new-{part}.pcap"), days(part, 1, 8_000, 10 + part));
    }
}

fn import(world: &World, data: &str) -> Said {
    world.run(&format!("{IMPORT} --data {data}"))
}

/// Kills at the moment; whether the process was still running.
fn kill(mut child: Child, moment: Moment, data: &Path) -> bool {
    match moment {
        Moment::After(time) => thread::sleep(time),
        Moment::Seen(folder) => {
            let folder = data.join(folder);
            let before = files(&folder);
            while child.try_wait().unwrap().is_none()
                && files(&folder).iter().all(|file| before.contains(file))
            {
                thread::yield_now();
            }
        }
    }
    let running = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    // Gone, or the next one would find its lock taken.
    child.wait().unwrap();
    running
}

/// Everything that can be asked, with the files that make up the lake and the originals.
fn says(world: &World, data: &str) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    for question in [
        "observe digest".to_owned(),
        format!("observe top {PERIOD} --by average --limit 100 --format json"),
        format!("observe top {PERIOD} --by sources --limit 100 --format csv"),
        // The number of sensors alive in each hour is in it: their coverage.
        format!("observe series --port 445/tcp --port tcp {PERIOD} --bucket hour --format json"),
    ] {
        let line = format!("{question} --data {data}");
        answers.push((question, world.answer(&line)));
    }
    let folder = world.path().join(data);
    // Names of files tell by which commits they came, so these may differ; their number by folder may not.
    let folders = files(&folder.join("lake"))
        .into_iter()
        .map(|file| file.rsplit_once('/').map_or(file.clone(), |(folder, _)| folder.to_owned()));
    answers.push(("lake".to_owned(), folders.collect::<Vec<_>>().join("\n")));
    answers.push(("originals".to_owned(), files(&folder.join("originals")).join("\n")));
    answers
}

/// A number from 0 to 1.1 (SplitMix64), small ones oftener: reading and committing are the short beginning of an
/// import, after which files are merged and derived from.
fn draw(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let share = (z ^ (z >> 31)) as f64 / u64::MAX as f64;
    1.1 * share * share
}
