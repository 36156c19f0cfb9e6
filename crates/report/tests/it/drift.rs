//! What is different between two reports.

use kernel::Unit;
use proptest::prelude::*;
use report::{ActivityReport, drift};

use crate::world::{draft, reported};

fn with(figures: &[(&str, i64, Unit)]) -> ActivityReport {
    let figures = figures.iter().map(|(id, value, unit)| reported(id, *value, *unit)).collect();
    ActivityReport { figures, ..draft(0, 0) }
}

#[test]
fn changed_gone_and_new_figures_are_said() {
    let check = |issued: &[(&str, i64, Unit)], now: &[(&str, i64, Unit)], expect: &[&str]| {
        let drift = drift(&with(issued), &with(now));
        let said: Vec<_> = drift.iter().map(|one| one.said().en).collect();
        assert_eq!(said, expect);
    };
    let (reports, tenths) = (Unit::Reports, Unit::PacketsPerSensor);
    check(&[("a", 545, reports)], &[("a", 545, reports)], &[]);
    check(&[("a", 1545, reports)], &[("a", 1546, reports)], &["a: 1,545 → 1,546"]);
    check(&[("a", 5, reports)], &[("a", 5, tenths)], &["a: 5 → 0.5"]);
    check(&[("a", 5, reports)], &[], &["a: 5 → –"]);
    check(&[], &[("a", 0, reports)], &["a: – → 0"]);
    check(
        &[("b", 1, reports), ("a@2008-01", 2, reports), ("c", 3, reports)],
        &[("d", 4, reports), ("c", 3, reports), ("a@2008-01", 1, reports)],
        &["b: 1 → –", "a (January 2008): 2 → 1", "d: – → 4"],
    );
}

#[test]
fn it_is_said_in_japanese_as_well() {
    let said = drift(&draft(545, 684), &draft(546, 684)).remove(0).said();
    assert_eq!(said.ja, "incident.reportsの数:545 → 546");
}

proptest! {
    /// Every figure that differs is said once, and no other.
    #[test]
    fn all_that_differs_and_nothing_else(
        issued in proptest::collection::btree_map("[a-e]", 0..3_i64, 0..5),
        now in proptest::collection::btree_map("[a-e]", 0..3_i64, 0..5),
    ) {
        let report = |figures: &std::collections::BTreeMap<String, i64>| {
            let figures: Vec<_> =
                figures.iter().map(|(id, value)| (id.as_str(), *value, Unit::Reports)).collect();
            with(&figures)
        };
        let mut found: Vec<_> = drift(&report(&issued), &report(&now)).into_iter().map(|one| one.id).collect();
        found.sort();
        let ids = issued.keys().chain(now.keys()).collect::<std::collections::BTreeSet<_>>();
        let differing = ids.into_iter().filter(|id| issued.get(*id) != now.get(*id)).cloned();
        prop_assert_eq!(found, differing.collect::<Vec<_>>());
    }
}
