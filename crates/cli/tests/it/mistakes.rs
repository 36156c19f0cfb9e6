//! What a person is told who made a mistake.

use crate::world::{World, files};

#[test]
fn mistakes_in_questions_are_named() {
    let world = World::new();
    let days = "--from 2008-01-01 --to 2008-01-31";
    insta::assert_snapshot!(world.session(&[
        "observe top",
        "observe top --from 2008-01-31 --to 2008-01-01",
        "observe top --from 2008-02-30 --to 2008-03-01",
        "observe top --from 1.1.2008 --to 2008-03-01",
        "observe top --from 9999-12-30 --to 9999-12-31",
        &format!("observe top {days} --time-zone Asia/Kolkata"),
        &format!("observe top {days} --time-zone Asia/Tokio"),
        &format!("observe top {days} --limit 0"),
        &format!("observe top {days} --limit ten"),
        &format!("observe top {days} --by sensors"),
        &format!("observe top {days} --class worm"),
        &format!("observe top {days} --format xml"),
        &format!("observe series {days}"),
        &format!("observe series {days} --port 445"),
        &format!("observe series {days} --port 70000/tcp"),
        &format!("observe series {days} --port 445/tcp --bucket month"),
        "observe import day.pcap --columns time=a,src=b,kind=c",
        "observe import day.pcap --columns time=a",
        "observe sensors",
        "serve --listen localhost",
        "serve --listen 192.0.2.1:80",
    ]));
}

#[test]
fn mistakes_in_the_settings_are_named_with_their_place() {
    let world = World::new();
    let mut session = String::new();
    for settings in [
        "time-zone = \"Asia/Tokio\"\n",
        "time-zone = 9\n",
        "timezone = \"Asia/Tokyo\"\n",
        "[notice]\nja = \"試験運用中です。\"\n",
        "time-zone = \"Asia/Tokyo\n",
    ] {
        world.file("data/settings.toml", settings);
        session.push_str(&settings.lines().map(|line| format!("# {line}\n")).collect::<String>());
        session.push_str(&world.session(&["observe digest"]));
    }
    insta::assert_snapshot!(session);
    assert_eq!(files(&world.data()), ["settings.toml"], "nothing was made");
}

#[test]
fn a_data_folder_that_cannot_be_one_is_named() {
    let world = World::new();
    world.file("a-file", "");
    world.file("half/lake", "");
    world.file("other/hinomi.db", "this is no database, and longer than its header would be; ".repeat(20));
    insta::assert_snapshot!(world.session(&[
        "observe digest --data a-file",
        "observe digest --data a-file/below",
        "observe digest --data half",
        "observe digest --data other",
        "demo --once --data a-file",
    ]));
}

/// A folder that nobody may write to; root may, so the test shows nothing as root.
#[test]
fn a_data_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.file("closed/readme", "");
    let closed = world.path().join("closed");
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o555)).unwrap();
    if std::fs::write(closed.join("try"), "").is_ok() {
        eprintln!("LEFT OUT: this user may write everywhere, so no folder is closed to it");
        return;
    }
    let said = world.run("observe digest --data closed/data");
    assert_eq!(said.status, 2);
    assert!(said.err.contains("closed/data") && said.err.contains("Permission denied"), "{}", said.err);
}
