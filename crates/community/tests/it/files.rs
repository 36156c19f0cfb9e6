//! CSV files in and out.

use community::{EntryQuery, Imported, Kind, Lines};
use proptest::prelude::*;

use crate::world::{World, draft};

async fn import(world: &World, kind: Kind, file: &str, lines: Lines) -> Imported {
    world.community.import(kind, file.as_bytes(), lines, "cli").await.unwrap()
}

fn counts(imported: &Imported) -> (u64, u64, u64, bool) {
    (imported.added, imported.changed, imported.unchanged, imported.kept)
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing() {
    let world = World::new().await;
    for (kind, file) in samples::community::FILES {
        let kind: Kind = kind.parse().unwrap();
        let first = import(&world, kind, file, Lines::AllOrNone).await;
        let all = first.added;
        assert!(all > 0);
        let entries = world.journal().await.len();
        assert_eq!(counts(&import(&world, kind, file, Lines::AllOrNone).await), (0, 0, all, true), "{kind}");
        let out = world.community.export(kind).await.unwrap();
        assert_eq!(counts(&import(&world, kind, &out, Lines::AllOrNone).await), (0, 0, all, true), "{kind}");
        assert_eq!(world.journal().await.len(), entries, "{kind}: nothing changed, nothing is written down");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_with_line_and_column() {
    let check = async |file: &str, expect: &[&str]| {
        let world = World::new().await;
        let looked = import(&world, Kind::Lecture, file, Lines::Look).await;
        let said: Vec<String> = looked.problems.iter().map(ToString::to_string).collect();
        assert_eq!(said, expect, "{file:?}");
        assert_eq!(looked.problem_count, expect.len() as u64);
        let all = import(&world, Kind::Lecture, file, Lines::AllOrNone).await;
        assert_eq!(all.kept, expect.is_empty());
    };
    check("title_ja,speakers\nA,B\n", &[]).await;
    check("\u{feff}Title_JA , speakers\r\nA,B\r\n", &[]).await;
    check(
        "title_ja,speakers,day\nA,B,2008-02-30\n\"C\nC\",,2008-01\n,B,\nA,B,2008\n",
        &[
            "line 2, day: this is no day and no month: write 2008-03-19 or 2008-03",
            "line 3, speakers: this has to be filled in",
            "line 5, title_ja: this has to be filled in, in one language at least",
            "line 6, day: this is no day and no month: write 2008-03-19 or 2008-03",
        ],
    )
    .await;
    check("title_ja,speakers\nA,B\n a ,C\n", &["line 3: line 2 tells of the same record"]).await;
    check("title_ja,speakers\nA,B,C,D\n", &["line 2: there are 2 cells more than columns"]).await;
    check(
        "title_ja,colour,speakers,speakers\nA,red,B,B\n",
        &["line 1, colour: there is no such column", "line 1, speakers: the column is there twice"],
    )
    .await;
    check("", &[]).await;
    check("a;b\n1;2\n", &["line 1, a;b: there is no such column"]).await;
}

#[tokio::test]
async fn a_file_is_kept_whole_or_its_good_lines_or_not_at_all() {
    let world = World::new().await;
    let file = "title_ja,speakers,day\nA,B,2008-01\nC,D,soon\n";
    let check = async |lines: Lines, expect: (u64, u64, u64, bool), records: u64| {
        assert_eq!(counts(&import(&world, Kind::Lecture, file, lines).await), expect, "{lines:?}");
        let page = world.community.entries(Kind::Lecture, &EntryQuery::default()).await.unwrap();
        assert_eq!(page.total, records, "{lines:?}");
    };
    check(Lines::Look, (1, 0, 0, false), 0).await;
    check(Lines::AllOrNone, (1, 0, 0, false), 0).await;
    check(Lines::Good, (1, 0, 0, true), 1).await;
    check(Lines::Good, (0, 0, 1, true), 1).await;
    let changed =
        import(&world, Kind::Lecture, "title_ja,speakers,day\nA,E,2008-01\n", Lines::AllOrNone).await;
    assert_eq!(counts(&changed), (0, 1, 0, true));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_said_and_the_others_read() {
    let world = World::new().await;
    let file = b"title_ja,speakers\nA,B\n\xff\xfe,B\nC,D\n";
    let imported = world.community.import(Kind::Lecture, file, Lines::Good, "cli").await.unwrap();
    assert_eq!(counts(&imported), (2, 0, 0, true));
    assert_eq!(imported.problems[0].line, 3);
    assert_eq!(imported.wrong_lines, 1);
}

/// A cell as people and programs may write it, formulas and quotes among them.
fn cell() -> impl Strategy<Value = String> {
    proptest::string::string_regex("['=+@|\"\\-;,a-zあア％ \\n]{0,12}").unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_record_comes_back_from_its_file(cells in proptest::collection::vec((cell(), cell(), cell()), 1..12)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (one, other) = (World::new().await, World::new().await);
            for (number, (title, event, note)) in cells.iter().enumerate() {
                let title = format!("{title}{number}");
                let cells = [("title_ja", title.as_str()), ("speakers", "A"), ("event_en", event), ("note", note)];
                one.community.add(&draft(Kind::Lecture, &cells), "cli").await.unwrap();
            }
            let file = one.community.export(Kind::Lecture).await.unwrap();
            let imported = import(&other, Kind::Lecture, &file, Lines::AllOrNone).await;
            assert_eq!(counts(&imported), (cells.len() as u64, 0, 0, true), "{:?}", imported.problems);
            let all = EntryQuery { limit: 100, ..EntryQuery::default() };
            let mut drafts = Vec::new();
            for world in [&one, &other] {
                let page = world.community.entries(Kind::Lecture, &all).await.unwrap();
                let mut cells: Vec<_> = page.entries.iter().map(|entry| entry.is.by_name()).collect();
                cells.sort();
                drafts.push(cells);
            }
            assert_eq!(drafts[0], drafts[1]);
        });
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let file = [b"title_ja,speakers,day\n".as_slice(), &bytes].concat();
            let imported = world.community.import(Kind::Lecture, &file, Lines::Good, "cli").await.unwrap();
            let page = world.community.entries(Kind::Lecture, &EntryQuery::default()).await.unwrap();
            assert_eq!(page.total, imported.added);
            let _ = world.community.import_first(&bytes, true, "cli").await;
        });
    }
}
