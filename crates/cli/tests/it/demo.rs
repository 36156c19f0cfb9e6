//! `hinomi demo`: the whole sample, from nothing, and again.

use std::collections::BTreeMap;

use crate::made::pcap;
use crate::world::{World, files};

#[test]
fn the_demo_makes_the_sample_once_and_says_what_it_is() {
    let world = World::new();
    let first = world.run("demo --once");
    assert_eq!((first.status, first.out.as_str()), (0, ""), "{}", first.err);
    assert!(first.err.contains(samples::NOTICE_EN), "{}", first.err);
    assert!(first.err.contains("hinomi serve --data data"), "it says what to type next: {}", first.err);
    let left: Vec<_> =
        files(&world.data()).into_iter().filter(|file| file.starts_with("captures-")).collect();
    assert_eq!(left, Vec::<String>::new(), "the captures it made are gone, their originals are kept");

    let quarter = "observe top --from 2008-01-01 --to 2008-03-31";
    insta::assert_snapshot!(world.session(&[
        quarter,
        "observe top --from 2007-04-01 --to 2008-03-31 --format csv",
        "observe series --port 2967/tcp --from 2006-11-27 --to 2007-01-07 --bucket week",
    ]));

    // The published figures of the quarter, from messages that came in by the ordinary path.
    let statistics = "incident stats --period 2008Q1";
    insta::assert_snapshot!("the_quarter_at_the_desk", world.session(&[statistics]));

    // It ends with the report, which was issued; a machine without a Japanese font has it all but for one file.
    assert!(first.err.contains("/activity/2008Q1"), "it says where the report is: {}", first.err);
    assert!(first.err.contains("fonts-noto-cjk"), "it says what the Japanese PDF needs: {}", first.err);
    let issued = ["activity-2008Q1-en.html", "activity-2008Q1-en.pdf", "activity-2008Q1-ja.html"];
    assert_eq!(files(&world.data().join("report")), issued);
    let report = ["report editions", "report drift", "report build 2008Q1", "report figures 2008Q1"];
    insta::assert_snapshot!("the_quarters_report", world.session(&report));

    // What the seed, the report that people wrote of that quarter, says in numbers, ours says too.
    let figures = world.answer("report figures 2008Q1 --format csv");
    let page = std::fs::read_to_string(world.data().join("report/activity-2008Q1-ja.html")).unwrap();
    crate::seed::proof::holds(&values(&figures), &page);

    let figures = world.answer("incident stats --period 2008Q1 --format json");
    let digest = world.answer("observe digest");
    let before = lasting(&world);
    let again = world.run("demo --once");
    assert_eq!(again.status, 0, "{}", again.err);
    assert!(again.err.contains("170 were there already"), "{}", again.err);
    assert_eq!(world.answer("observe digest"), digest);
    assert_eq!(world.answer("incident stats --period 2008Q1 --format json"), figures);
    assert_eq!(lasting(&world), before);
    assert_eq!(world.session(&report[..2]).matches("2008Q1").count(), 2, "it is issued once");
}

#[test]
fn the_demo_keeps_away_from_real_data() {
    let world = World::new();
    world.file("day.pcap", pcap([(1_199_145_600, 1, 445)]));
    world.answer("observe import day.pcap --sensor tokyo-1");
    let before = lasting(&world);
    let digest = world.answer("observe digest");
    insta::assert_snapshot!(world.session(&["demo --once"]));
    assert_eq!(world.answer("observe digest"), digest);
    assert_eq!(lasting(&world), before, "not even settings that call it a sample");
}

/// The values of figures by their ids: the first and the third column.
fn values(csv: &str) -> BTreeMap<String, i64> {
    let cells = csv.lines().skip(1).map(|line| line.splitn(4, ',').collect::<Vec<_>>());
    cells.map(|cells| (cells[0].to_owned(), cells[2].parse().unwrap())).collect()
}

/// The data folder's files, but for the database's own passing ones.
fn lasting(world: &World) -> Vec<String> {
    files(&world.data()).into_iter().filter(|file| !file.starts_with("hinomi.db-")).collect()
}
