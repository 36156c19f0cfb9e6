//! `hinomi observe graph`.

use std::fs;

use crate::made::import_sample;
use crate::world::{World, transcript};

/// Every element that is opened is closed, in order; names and attributes are left to the chart's own tests.
fn well_formed(svg: &str) {
    assert!(svg.starts_with("<svg "), "{}", &svg[..60.min(svg.len())]);
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("every < has its >");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn a_graph_is_drawn_to_a_file_or_to_standard_output() {
    let world = World::new();
    import_sample(&world, 3, "2008-02-09", "2008-02-12");
    let days = "--from 2008-02-09 --to 2008-02-12";

    let english = world.answer(&format!("observe graph --port 445/tcp --port icmp {days} -o -"));
    well_formed(&english);
    for name in ["445/tcp", "icmp", "2008-02-09", "per sensor"] {
        assert!(english.contains(name), "{name}");
    }
    let line =
        format!("observe graph --port 445/tcp --port icmp {days} --lang ja --scheme light -o ports.svg");
    assert_eq!(world.answer(&line), "", "what goes to a file does not go to standard output");
    let japanese = fs::read_to_string(world.path().join("ports.svg")).unwrap();
    well_formed(&japanese);
    assert!(japanese.contains("センサー"), "Japanese words");
    assert!(!japanese.contains("prefers-color-scheme"), "one scheme alone, for paper");
    assert!(english.contains("prefers-color-scheme"), "both schemes");

    let top = world.answer(&format!("observe top {days} --limit 10 --format csv"));
    let port = |rank: usize| top.lines().nth(rank).unwrap().split(',').nth(1).unwrap();
    let second = world.answer(&format!("observe graph --top 6-10 {days} -o -"));
    well_formed(&second);
    assert!((6..=10).all(|rank| second.contains(&format!(">{}<", port(rank)))), "{top}");
    assert!(!second.contains(&format!(">{}<", port(1))), "not the first place");
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let world = World::new();
    let day = "--from 2008-02-09 --to 2008-02-09";
    insta::assert_snapshot!(world.session(&[
        &format!("observe graph --top 1-5 {day} -o top.svg"),
        &format!("observe graph --top 5-1 {day} -o top.svg"),
        &format!("observe graph --top 1-50 {day} -o top.svg"),
        &format!("observe graph {day} -o top.svg"),
        &format!("observe graph --port 445/tcp --top 1-5 {day} -o top.svg"),
        &format!("observe graph --port 445/tcp {day}"),
        &format!("observe graph --port 445/tcp {day} -o no/such/folder/top.svg"),
        &format!("observe graph --port 445/tcp {day} --lang fr -o top.svg"),
    ]));
    assert!(!world.path().join("top.svg").exists());
    let line = format!("observe graph --port 445/tcp {day} -o -");
    let said = world.run(&line);
    assert_eq!(said.status, 0, "{}", transcript(&line, &said));
    well_formed(&said.out);
}
