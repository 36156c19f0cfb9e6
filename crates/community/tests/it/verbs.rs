//! Records are added, changed, removed and found.

use community::{EntryQuery, Error, Kind, Reason};
use kernel::journal;

use crate::world::{World, checked, draft};

const ARTICLE: &[(&str, &str)] =
    &[("title_ja", "見本"), ("authors", "見本太郎"), ("medium_en", "Sample Weekly"), ("day", "2008-02-15")];

#[test]
fn all_that_is_wrong_with_a_record_is_said() {
    let check = |kind: Kind, cells: &[(&str, &str)], expect: &[&str]| {
        let problems = checked(kind, cells).err().unwrap_or_default();
        assert_eq!(problems, expect, "{kind} {cells:?}");
    };
    check(Kind::Article, ARTICLE, &[]);
    check(Kind::Article, &[], &["title_ja=missing-both", "authors=missing"]);
    check(Kind::Event, &[("title_en", "A"), ("role", "held"), ("section", "national")], &[]);
    let event = [("title_en", "A"), ("role", "was there"), ("section", "national"), ("begins", "soon")];
    check(Kind::Event, &event, &["begins=no-day-or-month", "role=no-choice"]);
    let days = |begins, ends, days| [("title_en", "A"), ("begins", begins), ("ends", ends), ("days", days)];
    check(Kind::Training, &days("2008-03-19", "2008-03-25", "5"), &[]);
    check(Kind::Training, &days("2008-03-19", "2008-03-18", ""), &["ends=backwards"]);
    check(Kind::Training, &days("2008-03-19", "2008-03-25", "8"), &["days=more-days"]);
    check(Kind::Training, &days("2008-03", "2008-03-25", "8"), &[]);
    let engagement = [("association_en", "A"), ("role_en", "B"), ("section", "national")];
    check(Kind::Engagement, &[&engagement[..], &[("since", "2008-02"), ("until", "2008-02")]].concat(), &[]);
    let backwards = [&engagement[..], &[("since", "2008-02"), ("until", "2008-01")]].concat();
    check(Kind::Engagement, &backwards, &["until=backwards"]);
}

#[tokio::test]
async fn a_record_is_there_once_and_what_was_done_is_in_the_journal() {
    let world = World::new().await;
    let one = draft(Kind::Article, ARTICLE);
    let id = world.community.add(&one, "aoki").await.unwrap();
    let same = draft(Kind::Article, &[ARTICLE, &[("title_ja", "見本 "), ("pages", "7")]].concat());
    let known = |error: Error| matches!(error, Error::Cells(problems) if problems[0].reason == Reason::Known);
    assert!(known(world.community.add(&same, "aoki").await.unwrap_err()));
    let paged = draft(Kind::Article, &[ARTICLE, &[("pages", "7"), ("note", "secret")]].concat());
    assert!(world.community.change(id, &paged, "aoki").await.unwrap());
    assert!(!world.community.change(id, &paged, "aoki").await.unwrap(), "the same again is no change");
    let other = draft(Kind::Article, &[("title_en", "B"), ("authors", "B")]);
    let second = world.community.add(&other, "aoki").await.unwrap();
    assert!(known(world.community.change(second, &paged, "aoki").await.unwrap_err()));
    assert_eq!(world.community.entry(Kind::Article, id).await.unwrap().is, paged);
    world.community.remove(Kind::Article, second, "bando").await.unwrap();
    let gone = world.community.remove(Kind::Article, second, "bando").await.unwrap_err();
    assert!(matches!(gone, Error::NotFound { kind: Kind::Article, .. }), "{gone}");
    let journal = world.journal().await;
    let said: Vec<(&str, &str, &str)> = journal
        .iter()
        .map(|(what, object, detail)| (what.as_str(), object.as_str(), detail.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("community.add", "community/article/1", "見本 (Sample Weekly, 見本太郎)"),
            ("community.change", "community/article/1", "pages, note"),
            ("community.add", "community/article/2", "B (B)"),
            ("community.remove", "community/article/2", "B (B)"),
        ]
    );
    assert_eq!(journal::verify(&world.database).await.unwrap().broken_at, None);
}

#[tokio::test]
async fn records_are_found_by_words_and_periods() {
    let world = World::new().await;
    for (title, day) in [("50% of A", "2008-01-31"), ("Ab_c", "2008-02"), ("ラック", ""), ("D", "2008-03-31")]
    {
        let lecture = draft(Kind::Lecture, &[("title_en", title), ("speakers", "Mihon"), ("day", day)]);
        world.community.add(&lecture, "aoki").await.unwrap();
    }
    let check = async |query: EntryQuery, expect: &[&str]| {
        let page =
            world.community.entries(Kind::Lecture, &EntryQuery { limit: 10, ..query.clone() }).await.unwrap();
        let titles: Vec<&str> = page.entries.iter().map(|entry| entry.is.cell("title_en")).collect();
        assert_eq!(titles, expect, "{query:?}");
        assert_eq!(page.total, expect.len() as u64, "{query:?}");
    };
    let word = |word: &str| EntryQuery { word: word.to_owned(), ..EntryQuery::default() };
    let period = |name: &str| EntryQuery { period: name.parse().ok(), ..EntryQuery::default() };
    check(EntryQuery::default(), &["ラック", "D", "Ab_c", "50% of A"]).await;
    check(word("mihon"), &["ラック", "D", "Ab_c", "50% of A"]).await;
    check(word("ラッ"), &["ラック"]).await;
    check(word("0%"), &["50% of A"]).await;
    check(word("B_C"), &["Ab_c"]).await;
    check(word("%"), &["50% of A"]).await;
    check(word("!"), &[]).await;
    check(word("' OR 1=1 --"), &[]).await;
    check(period("2008Q1"), &["D", "Ab_c", "50% of A"]).await;
    check(period("2008-02"), &["Ab_c"]).await;
    check(period("2008-02-02..2008-02-29"), &[]).await;
    check(EntryQuery { undated: true, ..EntryQuery::default() }, &["ラック"]).await;
    let counts = world.community.counts().await.unwrap();
    assert_eq!(counts.into_iter().find(|(kind, ..)| *kind == Kind::Lecture), Some((Kind::Lecture, 4, 1)));
}

#[tokio::test]
async fn what_stands_is_there_from_its_beginning_to_its_end() {
    let world = World::new().await;
    for (name, since, until) in [
        ("always", "", ""),
        ("from", "2008-02", ""),
        ("to", "", "2008-01-31"),
        ("gone", "2007-01", "2007-12-31"),
    ] {
        let cells = [("short_name", name), ("kind", "csirt"), ("since", since), ("until", until)];
        world.community.add(&draft(Kind::Organisation, &cells), "aoki").await.unwrap();
        let cells = [
            ("association_en", name),
            ("role_en", "A"),
            ("section", "national"),
            ("since", since),
            ("until", until),
        ];
        world.community.add(&draft(Kind::Engagement, &cells), "aoki").await.unwrap();
    }
    let check = async |period: &str, organisations: &[&str], engagements: &[&str]| {
        let period = period.parse().unwrap();
        let found = world.community.organisations(period).await.unwrap();
        assert_eq!(
            found.iter().map(|one| one.short_name.as_str()).collect::<Vec<_>>(),
            organisations,
            "{period}"
        );
        let found = world.community.engagements(period).await.unwrap();
        assert_eq!(
            found.iter().map(|one| one.association.en.as_str()).collect::<Vec<_>>(),
            engagements,
            "{period}"
        );
    };
    check("2008Q1", &["always", "from"], &["always", "to", "from"]).await;
    check("2008-01", &["always", "to"], &["always", "to"]).await;
    check("2007", &["always", "gone", "to"], &["always", "to", "gone"]).await;
}
