//! What `--help` says.

use crate::world::World;

#[test]
fn every_command_explains_itself() {
    let world = World::new();
    let lines = [
        "--help",
        "account --help",
        "account add --help",
        "account list --help",
        "account role --help",
        "account disable --help",
        "account enable --help",
        "account password --help",
        "account remove-second-factor --help",
        "account token --help",
        "community --help",
        "community list --help",
        "community import --help",
        "community export --help",
        "community import-first --help",
        "database --help",
        "database move --help",
        "demo --help",
        "serve --help",
        "incident --help",
        "incident receive --help",
        "incident lmtp --help",
        "incident send --help",
        "incident watch --help",
        "incident stats --help",
        "incident export --help",
        "report --help",
        "report build --help",
        "report figures --help",
        "report issue --help",
        "report drift --help",
        "report editions --help",
        "report topic --help",
        "report topic add --help",
        "report topic list --help",
        "report topic remove --help",
        "report remark --help",
        "report remark write --help",
        "report remark list --help",
        "report remark remove --help",
        "sensor --help",
        "sensor invite --help",
        "sensor list --help",
        "sensor show --help",
        "sensor rename --help",
        "sensor retire --help",
        "sensor reinstate --help",
        "sensor revoke --help",
        "sensor alarms --help",
        "observe --help",
        "observe count --help",
        "observe import --help",
        "observe outage --help",
        "observe top --help",
        "observe series --help",
        "observe graph --help",
        "observe digest --help",
        "observe watched --help",
        "observe watched list --help",
        "observe watched add --help",
        "observe watched decide --help",
    ];
    insta::assert_snapshot!(world.session(&lines));
}

#[test]
fn no_words_at_all_are_answered_with_the_help() {
    let world = World::new();
    let mut bare = world.command("--data data");
    let said = world.said(bare.spawn().unwrap());
    assert_eq!(said.status, 2);
    assert!(said.err.contains("Usage: hinomi"), "{}", said.err);
    assert!(!world.data().exists(), "nothing was asked for, so nothing is made");
}
