//! Figures, what they are, and the records behind them.

mod random;

use std::collections::BTreeSet;

use kernel::{Figure, Period, Record, Stretch};

use crate::world::World;

/// Every record behind a figure, taken a few at a time.
async fn behind(world: &World, figure: &Figure) -> (u64, Vec<Record>) {
    const LIMIT: u64 = 3;
    let mut all = Vec::new();
    loop {
        let stretch = Stretch { skip: all.len() as u64, limit: LIMIT };
        let some = world.desk.records(&figure.evidence, stretch).await.unwrap();
        all.extend(some.records.iter().cloned());
        if all.len() as u64 >= some.total || some.records.is_empty() {
            return (some.total, all);
        }
    }
}

/// What has to hold for every figure whatever came in; `told` is what no public line may repeat.
async fn check(world: &World, period: Period, told: &[&str]) -> Vec<Figure> {
    let figures = world.desk.figures(period).await.unwrap();
    let ids: BTreeSet<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids.len(), figures.len(), "an id names one figure");
    for figure in &figures {
        let (total, records) = behind(world, figure).await;
        let said = format!("{} by {}", figure.id, figure.evidence);
        assert_eq!(records.len() as u64, total, "{said}: pages add up");
        if figure.unit.counts_records() {
            assert_eq!(i64::try_from(total), Ok(figure.value), "{said}");
        }
        let different: BTreeSet<_> = records.iter().map(|record| (record.sort, &record.id)).collect();
        assert_eq!(different.len(), records.len(), "{said}: no record twice");
        assert!(records.is_sorted_by(|newer, older| newer.day >= older.day), "{said}: newest first");
        for record in &records {
            let day = record.day.unwrap();
            assert!(figure.period.from <= day && day <= figure.period.to, "{said}: {day}");
            for line in [&record.public.ja, &record.public.en] {
                assert!(!line.is_empty(), "{said}");
                assert!(told.iter().all(|told| !line.contains(told)), "{said}: {line}");
            }
        }
        let definition = incident::define(figure.name()).unwrap_or_else(|| panic!("{said}: not defined"));
        for text in [&definition.name, &definition.meaning, &definition.computed] {
            assert!(!text.ja.is_empty() && !text.en.is_empty(), "{said}: {text:?}");
            assert!(text.ja.chars().any(|c| c > '\u{3000}') && text.en.is_ascii(), "{said}: {text:?}");
        }
    }
    check_months(&figures);
    figures
}

/// Every figure that months have has one in each month, and they add up.
fn check_months(figures: &[Figure]) {
    let monthly = |whole: &Figure| -> Vec<i64> {
        let of_month = |figure: &&Figure| figure.id.contains('@') && figure.name() == whole.id;
        figures.iter().filter(of_month).map(|figure| figure.value).collect()
    };
    let wholes = || figures.iter().filter(|figure| !figure.id.contains('@') && figure.unit.counts_records());
    let months = wholes().map(|whole| monthly(whole).len()).max().unwrap_or(0);
    for whole in wholes() {
        let values = monthly(whole);
        let listed = ["incident.scan.", "incident.sender."].iter().any(|list| whole.id.starts_with(list));
        if listed {
            assert!(values.is_empty(), "{}", whole.id);
        } else if months > 0 {
            assert_eq!((values.len(), values.iter().sum()), (months, whole.value), "{}", whole.id);
        }
    }
}

#[tokio::test]
async fn a_figure_has_as_many_records_as_it_says() {
    let world = World::new().await;
    for (number, day) in [(1, "2008-01-31T23:59:59+09:00"), (2, "2008-02-01T00:00:00+09:00")] {
        let mail =
            format!("From: a{number}@example.org\nSubject: scan\n\nfrom 192.0.2.{number} and 192.0.2.9\n");
        world.receive_at(&mail, day).await;
    }
    world
        .receive_at("From: b@example.jp\nSubject: ?\n\nHow do I report?\n", "2008-02-02T00:00:00+09:00")
        .await;
    let told = ["192.0.2", "example", "report?"];
    let figures = check(&world, "2008Q1".parse().unwrap(), &told).await;
    let value = |id: &str| figures.iter().find(|figure| figure.id == id).map(|figure| figure.value);
    assert_eq!(value("incident.reports"), Some(2));
    assert_eq!(value("incident.incidents"), Some(4));
    assert_eq!(value("incident.incidents@2008-01"), Some(2));
    assert_eq!(value("incident.incidents@2008-03"), Some(0));
    assert_eq!(value("incident.kind.scan"), Some(4));
    assert_eq!(value("incident.kind.forged"), Some(0));
    assert_eq!(value("incident.sender.org"), Some(2));
    assert_eq!(value("incident.other-messages"), Some(1));
    assert_eq!(value("incident.takedowns"), Some(0));
    assert_eq!(value("incident.takedowns@2008-02"), Some(0));
    assert_eq!(value("incident.takedown.days"), None, "no site went");
}
