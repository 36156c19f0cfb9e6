//! Imports, questions and outages at the same time, each in its own process.

use std::process::Child;

use crate::made::{import_sample, importing, sample};
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
    let sensors = sample(&world, 3, "2008-01-28", "2008-02-03");
    // Each sensor's captures in a process; two processes have the same ones.
    let mut lines: Vec<String> = sensors.iter().map(importing).collect();
    lines.push(lines[0].clone());
    for (line, said) in lines.iter().zip(at_once(&world, &lines)) {
        assert_eq!(said.status, 0, "{line}\n{}", said.err);
    }
    equals_an_undisturbed_lake(&world);
}

#[test]
fn questions_are_answered_while_imports_come_and_go() {
    let world = World::new();
    let sensors = sample(&world, 3, "2008-01-28", "2008-02-03");
    let (first, paths) = &sensors[0];
    world.answer(&format!("observe import {} --sensor {first}", paths[0]));
    // An outage lets every question look into the series before it is put.
    world.run(&format!("observe outage --sensor {first} --from 2008-01-30 --to 2008-01-31"));

    let single = sensors.iter().flat_map(|(sensor, paths)| paths.iter().map(move |path| (sensor, path)));
    let mut asked = 0;
    for (sensor, path) in single.skip(1) {
        let mut import = world.command(&format!("observe import {path} --sensor {sensor}")).spawn().unwrap();
        while import.try_wait().unwrap().is_none() {
            asked += 1;
            let lines = [
                format!("observe top {DAYS} --by sources"),
                format!("observe series --port 445/tcp {DAYS} --bucket day"),
                "observe digest".to_owned(),
                format!(
                    "observe outage --sensor {first} --from 2008-01-30 --to 2008-01-30T01:00:{:02}",
                    asked % 60
                ),
            ];
            // An outage that packets contradict ends with 1.
            for (line, said) in lines.iter().zip(at_once(&world, &lines)) {
                assert!(said.status == 0 || said.status == 1, "{line}\n{}", said.err);
            }
        }
        let said = world.said(import);
        assert_eq!(said.status, 0, "{}", said.err);
    }
    println!("{asked} rounds of questions while imports ran");
    assert!(asked > 0);
    equals_an_undisturbed_lake(&world);
}

/// Nothing is lost, nothing is counted twice, and no file is left over.
fn equals_an_undisturbed_lake(world: &World) {
    let alone = World::new();
    import_sample(&alone, 3, "2008-01-28", "2008-02-03");
    for question in ["observe digest".to_owned(), format!("observe top {DAYS} --time-zone UTC --by packets")]
    {
        assert_eq!(world.answer(&question), alone.answer(&question));
    }
    let lake = files(&world.data().join("lake"));
    assert!(lake.iter().all(|file| !file.starts_with("staging")), "{lake:?}");
}
