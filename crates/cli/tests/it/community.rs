//! Records of work with others, from the command line.

use crate::world::World;

#[test]
fn files_come_in_are_listed_and_go_out() {
    let world = World::new();
    for (kind, file) in samples::community::FILES {
        world.file(&format!("{kind}.csv"), file);
    }
    world.file("wrong.csv", "title_ja,speakers,day\nA,B,soon\nC,D,\nC,E,\n");
    world.file("colours.csv", "colour\nred\n");
    world.file(
        "teams.json",
        r#"{"data": [{"team": "HKCERT", "country": "HK"}, {"team": "Mihon"}, {"country": "JP"}]}"#,
    );
    world.file("teams.txt", "no list");
    let session = world.session(&[
        "community list",
        "community import lecture lecture.csv",
        "community import lecture lecture.csv",
        "community import lecture wrong.csv",
        "community import lecture wrong.csv --look",
        "community import lecture wrong.csv --good-lines",
        "community import lecture colours.csv",
        "community import lecture missing.csv",
        "community import teapot lecture.csv",
        "community list lecture --period 2008-02",
        "community list lecture --undated --format json",
        "community list lecture --word utashiro --lang ja",
        "community list lecture --period 2008Q5",
        "community import organisation organisation.csv",
        "community import-first teams.json --look",
        "community import-first teams.json",
        "community import-first teams.txt",
        "community list organisation --word mihon",
        "community import support support.csv",
        "community list",
    ]);
    insta::assert_snapshot!(session);
    world.file("out.csv", world.answer("community export support"));
    assert_eq!(world.answer("community import support out.csv"), "0 added, 0 changed, 10 unchanged\n");
}
