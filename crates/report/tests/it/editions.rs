//! Issuing: what is kept, what is refused, and what a kill or a rival leaves.

use std::path::{Path, PathBuf};

use kernel::{Lang, Originals};
use report::{ActivityReport, Edition, Error, IssuedFile, Media, Refusal};

use crate::world::{World, charted, draft, edition, files, open, quarter, text};

#[tokio::test]
async fn an_edition_is_what_it_was_after_reopening() {
    let world = World::new().await;
    let report = edition(draft(545, 684), 1);
    let head = world.reports.issue(&report, files(1), "aoki").await.unwrap();
    assert_eq!((head.number, head.by.as_str(), head.files.len()), (1, "aoki", 4));
    let World { folder, clock, .. } = world;
    let reports = open(&folder, &clock).await;
    assert_eq!(reports.editions().await.unwrap(), std::slice::from_ref(&head));
    let issued = reports.edition(quarter(), None).await.unwrap().unwrap();
    assert_eq!((&issued.head, &issued.report), (&head, &report));
    for lang in Lang::ALL {
        for media in Media::ALL {
            let bytes = reports.file(&head, lang, media).await.unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), format!("{lang} {media} 1"));
        }
    }
}

#[tokio::test]
async fn a_correction_is_a_new_edition_beside_the_old_one() {
    let world = World::new().await;
    let first = edition(draft(545, 684), 1);
    let second = edition(draft(546, 685), 2);
    world.reports.issue(&first, files(1), "aoki").await.unwrap();
    let head = world.reports.issue(&second, files(2), "baba").await.unwrap();
    assert_eq!(head.changes, second.edition.as_ref().unwrap().changes);
    let numbers: Vec<_> =
        world.reports.editions_of(quarter()).await.unwrap().iter().map(|head| head.number).collect();
    assert_eq!(numbers, [2, 1], "the newest first");
    let of = async |number| world.reports.edition(quarter(), number).await.unwrap().map(|one| one.report);
    assert_eq!(of(None).await, Some(second));
    assert_eq!(of(Some(1)).await, Some(first));
    assert_eq!(of(Some(3)).await, None);
    let journal = ["aoki report.issue report/2008Q1", "baba report.issue report/2008Q1"];
    assert_eq!(world.journal().await, journal);
}

#[tokio::test]
async fn what_is_no_edition_is_refused_with_its_reason() {
    let world = World::new().await;
    world.reports.issue(&edition(draft(545, 684), 1), files(1), "aoki").await.unwrap();
    let second = || edition(draft(546, 684), 2);
    let with = |change: &dyn Fn(&mut Edition)| {
        let mut report = second();
        change(report.edition.as_mut().unwrap());
        report
    };
    let check = async |report: ActivityReport, files: Vec<IssuedFile>, expect: Refusal| {
        let error = world.reports.issue(&report, files, "aoki").await.unwrap_err();
        assert!(matches!(error, Error::Refused(refusal) if refusal == expect), "{error}");
    };
    check(draft(546, 684), files(2), Refusal::Draft).await;
    check(with(&|edition| edition.issued = quarter().to), files(2), Refusal::NotOver).await;
    check(second(), Vec::new(), Refusal::Files).await;
    check(second(), [files(2), files(2)].concat(), Refusal::Files).await;
    check(with(&|edition| edition.changes.clear()), files(2), Refusal::ChangesUnsaid).await;
    check(with(&|edition| edition.changes.push(text("", "late"))), files(2), Refusal::ChangesUnsaid).await;
    check(with(&|edition| edition.number = 1), files(2), Refusal::Overtaken).await;
    check(with(&|edition| edition.number = 3), files(2), Refusal::Overtaken).await;
    check(edition(draft(545, 684), 2), files(2), Refusal::Unchanged).await;
    let elsewhere = ActivityReport { period: "2007Q4".parse().unwrap(), ..second() };
    check(elsewhere, files(2), Refusal::First).await;
    assert_eq!(world.reports.editions().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_issue_at_once_one_is_refused() {
    let world = World::new().await;
    let rival = open(&world.folder, &world.clock).await;
    let (one, other) = (edition(draft(545, 684), 1), edition(draft(546, 685), 1));
    let (one, other) =
        tokio::join!(world.reports.issue(&one, files(1), "aoki"), rival.issue(&other, files(2), "baba"),);
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert!(matches!(lost, Err(Error::Refused(Refusal::Overtaken | Refusal::ChangesUnsaid))), "{lost:?}");
    let kept = world.reports.edition(quarter(), None).await.unwrap().unwrap();
    assert_eq!(kept.head, won.unwrap());
    let wanted = if kept.head.by == "aoki" { "ja pdf 1" } else { "ja pdf 2" };
    let bytes = world.reports.file(&kept.head, Lang::Ja, Media::Pdf).await.unwrap();
    assert_eq!(bytes, wanted.as_bytes(), "its own files, not its rival's");
    assert_eq!(world.journal().await.len(), 1);
}

/// Killed after the originals and before the rows: here by a writer that holds the database until the kill.
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_before_the_rows_leaves_no_edition_and_hinders_none() {
    let world = World::new().await;
    let database = world.database().await;
    let writer = database.begin_write().await.unwrap();
    let (reports, report) = (world.reports.clone(), edition(draft(545, 684), 1));
    let issuing = tokio::spawn(async move { reports.issue(&report, files(1), "aoki").await });
    let folder = world.folder.path().join("originals");
    while kept(&folder).len() < 5 {
        assert!(!issuing.is_finished(), "issued past a writer");
        tokio::task::yield_now().await;
    }
    issuing.abort();
    assert!(issuing.await.unwrap_err().is_cancelled());
    writer.rollback().await.unwrap();

    let World { folder: data, clock, .. } = world;
    let reports = open(&data, &clock).await;
    assert_eq!(reports.editions().await.unwrap(), [], "no half of an edition");
    let head = reports.issue(&edition(draft(545, 684), 1), files(1), "aoki").await.unwrap();
    assert_eq!(head.number, 1);
    assert_eq!(kept(&folder).len(), 5, "the same bytes are the same originals");
}

#[tokio::test]
async fn an_edition_whose_bytes_are_gone_or_others_says_so() {
    let world = World::new().await;
    let head = world.reports.issue(&edition(draft(545, 684), 1), files(1), "aoki").await.unwrap();
    let originals = Originals::open(world.folder.path().join("originals")).unwrap();
    let path = |sha256: &str| originals.find(sha256).unwrap();
    std::fs::write(path(&head.file(Lang::En, Media::Html).unwrap().sha256), "forged").unwrap();
    let error = world.reports.file(&head, Lang::En, Media::Html).await.unwrap_err();
    assert!(matches!(error, Error::Kept { number: 1, .. }), "{error}");
    std::fs::remove_file(path(&head.sha256)).unwrap();
    let error = world.reports.edition(quarter(), None).await.unwrap_err();
    assert!(matches!(error, Error::Kept { number: 1, .. }), "{error}");
}

#[tokio::test]
async fn a_file_that_was_not_issued_is_not_found() {
    let world = World::new().await;
    let only = files(1).into_iter().filter(|file| (file.lang, file.media) != (Lang::Ja, Media::Pdf));
    let head = world.reports.issue(&edition(draft(545, 684), 1), only.collect(), "aoki").await.unwrap();
    let error = world.reports.file(&head, Lang::Ja, Media::Pdf).await.unwrap_err();
    assert!(matches!(&error, Error::NotFound(what) if what.contains("2008Q1")), "{error}");
}

/// The originals that have their names.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|path| std::fs::read_dir(path).unwrap());
    files.map(|entry| entry.unwrap().path()).collect()
}

/// Charts have fractions; one that came back a little different would make every report a changed one.
#[tokio::test]
async fn fractions_come_back_to_the_last_bit() {
    let world = World::new().await;
    let values = (1..500_u32).map(|n| Some(f64::from(n) / 7.0 * 0.1)).collect();
    let report = edition(charted(values), 1);
    world.reports.issue(&report, files(1), "aoki").await.unwrap();
    let issued = world.reports.edition(quarter(), None).await.unwrap().unwrap();
    assert!(issued.report.says_the_same(&report));
}
