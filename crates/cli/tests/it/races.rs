//! Imports, questions and outages at the same time, each in its own process.

use std::process::Child;
use std::time::Duration;

use crate::made::{import_sample, sample};
use crate::world::{Said, World, files};

const DAYS: &str = "--from 2008-01-28 --to 2008-02-03";

/// Starts all lines at once and waits for all of them.
fn at_once(world: &World, lines: &[String]) -> Vec<Said> {
    let children: Vec<Child> = lines.iter().map(|line| world.command(line).spawn().unwrap()).collect();
    children.into_iter().map(|child| world.said(child)).collect()
}

#[test]
fn everybody_may_be_the_first_to_open_a_data_folder() {
    for _ in 0..3 {
        let world = World::new();
        let lines = vec![format!("observe top {DAYS}"); 6];
        for said in at_once(&world, &lines) {
            assert_eq!((said.status, said.err.as_str()), (0, ""));
        }
    }
}

#[test]
fn imports_at_the_same_time_end_as_imports_one_after_the_other() {
    let world = World::new();
    let captures = sample(&world, "2008-01-28", "2008-02-03");
    let alone = World::new();
    import_sample(&alone, "2008-01-28", "2008-02-03");

    // Each sensor's captures in a process; two processes have the same ones.
    let mut lines: Vec<String> = Vec::new();
    for files in captures.chunk_by(|one, next| one.1 == next.1).take(4) {
        let names: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        lines.push(format!("observe import {} --sensor {}", names.join(" "), files[0].1));
    }
    lines.push(lines[0].clone());
    for (line, said) in lines.iter().zip(at_once(&world, &lines)) {
        assert_eq!(said.status, 0, "{line}\n{}", said.err);
    }
    for (path, sensor) in &captures {
        world.answer(&format!("observe import {path} --sensor {sensor}"));
    }
    for question in ["observe digest".to_owned(), format!("observe top {DAYS}")] {
        assert_eq!(world.answer(&question), alone.answer(&question));
    }
}

#[test]
fn questions_are_answered_while_imports_come_and_go() {
    let world = World::new();
    let captures = sample(&world, "2008-01-30", "2008-01-31");
    let (first, rest) = captures.split_first().unwrap();
    world.answer(&format!("observe import {} --sensor {}", first.0, first.1));
    // An outage lets every question look into the series before it is put.
    world.run(&format!("observe outage --sensor {} --from 2008-01-30 --to 2008-01-31", first.1));

    let mut asked = 0;
    for (path, sensor) in &rest[..5] {
        let mut import = world.command(&format!("observe import {path} --sensor {sensor}")).spawn().unwrap();
        loop {
            let lines = [
                format!("observe top {DAYS} --by sources"),
                format!("observe series --port 445/tcp {DAYS} --bucket day"),
                "observe digest".to_owned(),
                format!("observe outage --sensor {} --from 2008-01-30 --to 2008-01-30T{:02}:30", first.1, asked % 23),
            ];
            for (line, said) in lines.iter().zip(at_once(&world, &lines)) {
                assert_eq!(said.status & !1, 0, "{line}\n{}", said.err);
                asked += 1;
            }
            if import.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let said = world.said(import);
        assert_eq!(said.status, 0, "{}", said.err);
    }
    for (path, sensor) in &rest[5..] {
        world.answer(&format!("observe import {path} --sensor {sensor}"));
    }
    let whole = world.answer("observe digest");
    let alone = World::new();
    import_sample(&alone, "2008-01-30", "2008-01-31");
    assert_eq!(whole, alone.answer("observe digest"));
    let staged = files(&world.data().join("lake/staging"));
    assert_eq!(staged, Vec::<String>::new());
}
