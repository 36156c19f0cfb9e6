//! Issuing that is killed (SIGKILL), at random moments and as soon as the first original is there: an edition is whole
//! or is not, and the next issuing finds its way.

use std::fs;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use desk::App;
use kernel::{FixedClock, Period};

use crate::world::{World, copy, draw, files};

const MAIL: &str = "From: reporter@example.jp\r\nTo: desk@csirt.example\r\nSubject: scan\r\n\
     Message-ID: <1@example.jp>\r\n\r\n2008-02-01T09:00:00+09:00 scan from 198.51.100.1 port 22\r\n";
const ISSUE: &str = "report issue 2008Q1 --leave-out-pdf ja --data killed";
/// Kills at random moments, besides the one that waits for an original.
const KILLS: u64 = 6;
/// Of the moments.
const SEED: u64 = 20_080_407;

#[test]
fn an_edition_is_whole_or_is_not() {
    let world = World::new();
    world.file("mail.eml", MAIL);
    world.answer("incident receive mail.eml --received 2008-02-01T10:00:00+09:00 --data before");
    let data = world.path().join("killed");
    let fresh = || {
        let _ = fs::remove_dir_all(&data);
        copy(&world.path().join("before"), &data);
    };
    fresh();
    let start = Instant::now();
    assert_eq!(world.run(ISSUE).status, 0);
    let whole = start.elapsed();

    let mut random = SEED;
    // In per mille of an undisturbed issuing; none for the first original.
    let moments = (0..KILLS).map(|_| Some(draw(&mut random, 1050))).chain([None]);
    let mut were_there = 0;
    for moment in moments {
        fresh();
        let originals = data.join("originals");
        let before = files(&originals).len();
        let mut child = world.command(ISSUE).spawn().unwrap();
        match moment {
            Some(share) => thread::sleep(whole * u32::try_from(share).unwrap() / 1000),
            None => {
                while child.try_wait().unwrap().is_none() && files(&originals).len() == before {
                    thread::sleep(Duration::from_millis(1));
                }
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let was_there = is_whole(&world);
        were_there += u32::from(was_there);
        let again = world.run(ISSUE);
        let expect = if was_there { (2, "nothing has changed") } else { (0, "edition 1 of 2008Q1") };
        assert!(
            (again.status, again.err.contains(expect.1)) == (expect.0, true),
            "{moment:?}: {}",
            again.err
        );
        assert!(is_whole(&world), "{moment:?}");
    }
    println!(
        "{were_there} of {} were issued before the kill; issuing takes {whole:?}; seed {SEED}",
        KILLS + 1
    );
}

/// Whether there is an edition; where there is, all of it must be there.
fn is_whole(world: &World) -> bool {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let clock = FixedClock::new("2100-01-01T00:00:00Z".parse().unwrap());
        let app = App::open(&world.path().join("killed"), Arc::new(clock)).await.unwrap();
        let period: Period = "2008Q1".parse().unwrap();
        let Some(issued) = app.report.edition(period, None).await.unwrap() else { return false };
        assert_eq!((issued.head.number, issued.head.files.len()), (1, 3));
        for file in &issued.head.files {
            let bytes = app.report.file(&issued.head, file.lang, file.media).await.unwrap();
            assert_eq!(bytes.len() as u64, file.bytes);
        }
        true
    })
}
