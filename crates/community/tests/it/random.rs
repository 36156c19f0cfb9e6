//! Figures over random records: each has exactly the records that it says.

use std::collections::BTreeSet;

use community::Kind;
use kernel::{Period, Stretch};
use proptest::prelude::*;

use crate::world::{World, checked, draft};

/// The quarter's first and last days and their neighbours.
const ENDS: &[&str] =
    &["2007-12-31", "2008-01-01", "2008-03-31", "2008-04-01", "2008-01", "2007-12", "2008-04", "2008-02-29"];

/// A day or a month around the quarter, its ends most of all; or none.
fn day() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::sample::select(ENDS).prop_map(str::to_owned),
        3 => (1..=12, 1..=28).prop_map(|(month, day)| format!("2008-{month:02}-{day:02}")),
        1 => (1..=12).prop_map(|month| format!("2008-{month:02}")),
        1 => Just(String::new()),
    ]
}

/// Cells of a record of any kind; those that the kind does not have are passed over.
fn record() -> impl Strategy<Value = (Kind, Vec<(&'static str, String)>)> {
    let of = |words: &'static [&'static str]| proptest::sample::select(words).prop_map(str::to_owned);
    let countries = proptest::collection::vec(of(&["JP", "ID", "KH", "LK", "HK"]), 0..4);
    let associations = proptest::collection::vec(of(&["FIRST", "first", "APCERT", "A B", "a-b"]), 0..4);
    (
        proptest::sample::select(&Kind::ALL[..]),
        (day(), day()),
        of(&["held", "joined", "organised"]),
        of(&["company", "organisation", "group"]),
        (of(&["JP", "US", ""]), countries, associations),
    )
        .prop_map(|(kind, (first, last), role, sort, (country, countries, associations))| {
            let cells = vec![
                ("begins", first.clone()),
                ("since", first.clone()),
                ("day", first),
                ("ends", if last.len() == 10 { last.clone() } else { String::new() }),
                ("until", last),
                ("role", role.clone()),
                ("role_en", role),
                ("sort", sort),
                ("kind", if kind == Kind::Organisation { "csirt".to_owned() } else { String::new() }),
                ("country", country),
                ("countries", countries.join(" ")),
                ("associations", associations.join(";")),
                ("section", "international".to_owned()),
                ("speakers", "A".to_owned()),
                ("authors", "A".to_owned()),
            ];
            (kind, cells)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_figure_has_as_many_records_as_it_says(
        records in proptest::collection::vec(record(), 0..40),
        name in proptest::sample::select(&["2008Q1", "2008-02", "2008", "FY2007", "2008-01-15..2008-02-03"][..]),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            for (number, (kind, cells)) in records.iter().enumerate() {
                let title = format!("R{number}");
                let names = ["title_en", "short_name", "organisation", "association_en"];
                let titled = names.map(|name| (name, title.as_str()));
                let cells: Vec<(&str, &str)> =
                    titled.into_iter().chain(cells.iter().map(|(name, text)| (*name, text.as_str()))).collect();
                // An end before its beginning is no record: it is left away.
                let open: Vec<_> = cells.iter().copied().filter(|(name, _)| !matches!(*name, "ends" | "until")).collect();
                let kept = checked(*kind, &cells).unwrap_or_else(|_| draft(*kind, &open));
                world.community.add(&kept, "cli").await.unwrap();
            }
            let period: Period = name.parse().unwrap();
            let figures = world.community.figures(period).await.unwrap();
            let ids: BTreeSet<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
            assert_eq!(ids.len(), figures.len(), "each figure is there once");
            for figure in &figures {
                assert!(community::define(figure.name()).is_some(), "{}", figure.id);
                let all = Stretch { skip: 0, limit: 1000 };
                let records = world.community.records(&figure.evidence, all).await.unwrap();
                assert_eq!(records.total, records.records.len() as u64);
                if figure.unit.counts_records() {
                    assert_eq!(i64::try_from(records.total), Ok(figure.value), "{} by {}", figure.id, figure.evidence);
                } else {
                    assert_eq!(records.total, 1, "{}: the training that says it", figure.id);
                }
                let some = world.community.records(&figure.evidence, Stretch { skip: 1, limit: 2 }).await.unwrap();
                let expect: Vec<_> = records.records.iter().skip(1).take(2).cloned().collect();
                assert_eq!((some.total, some.records), (records.total, expect));
            }
        });
    }
}

#[tokio::test]
async fn what_is_no_question_is_refused() {
    let world = World::new().await;
    for wrong in [
        "",
        "event",
        "event?role=held",
        "event?period=2008Q5",
        "event?sort=company&period=2008Q1",
        "event?note=a&period=2008Q1",
        "people?period=2008Q1",
        "countries?period=2008Q1",
        "countries?of=events&period=2008Q1",
        "organisation?contacts=desk&period=2008Q1",
    ] {
        let records = world.community.records(wrong, Stretch { skip: 0, limit: 10 }).await;
        assert!(records.is_err(), "{wrong:?}");
    }
}
