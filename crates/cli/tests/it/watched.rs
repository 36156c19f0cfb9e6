//! `hinomi observe watched`, on a quarter of rows of our own.

use jiff::ToSpan;
use jiff::civil::date;

use crate::made::COLUMNS;
use crate::world::World;

const BOOK: &str = r#"{"watched": [
  {"title": {"ja": "TCP 2967番ポート", "en": "TCP port 2967"}, "ports": ["2967/tcp"],
   "chart-from": "2007-10-01", "thought": {"ja": "不明", "en": "not known"},
   "advice": {"ja": "更新", "en": "update"}, "entered": "2007Q4"},
  {"title": {"ja": "TCP 5900番ポート", "en": "TCP port 5900"}, "ports": ["5900/tcp"],
   "first-seen": "2007-10-01", "chart-from": "2007-10-01", "thought": {"ja": "不明", "en": "not known"},
   "advice": {"ja": "更新", "en": "update"}, "entered": "2007Q4",
   "references": [{"title": {"ja": "注意喚起", "en": "Alert"}, "url": "https://csirt.example/1"}]}
]}"#;

/// A sensor that sees one packet a day to 2967/tcp for half a year, and three to 5900/tcp in the second half; every
/// day two to 445/tcp.
fn half_a_year() -> World {
    let world = World::new();
    let mut text = String::from("time,sensor,src,proto,sport,dport\n");
    for day in date(2007, 10, 1).series(1.day()).take_while(|day| *day <= date(2008, 3, 31)) {
        let fives = if day >= date(2008, 1, 1) { 3 } else { 0 };
        let ports = std::iter::repeat_n(5900, fives).chain([2967, 445, 445]);
        for (minute, port) in (10..).zip(ports) {
            text.push_str(&format!("{day}T12:{minute}:00Z,a,192.0.2.1,tcp,40000,{port}\n"));
        }
    }
    world.file("rows.csv", text);
    world.answer(&format!("observe import rows.csv --columns {COLUMNS}"));
    world.file("book.json", BOOK);
    world.file("wrong.json", BOOK.replace("2967/tcp", "2967"));
    world
}

#[test]
fn ports_are_entered_followed_and_decided_on() {
    let world = half_a_year();
    insta::assert_snapshot!(world.session(&[
        "observe watched list 2008Q1",
        "observe watched add wrong.json",
        "observe watched add book.json",
        "observe watched add book.json",
        "observe watched list 2008Q1",
        "observe watched decide 1 2008Q1 keep --note-ja 継続 --note-en still",
        "observe watched decide 1 2008Q1 rule",
        "observe watched decide 2 2008Q1 drop",
        "observe watched decide 2 2007Q3 drop",
        "observe watched decide 9 2008Q1 drop",
        "observe watched decide 1 2008Q1 keep --note-ja 継続",
        "observe watched list 2008Q2",
        "observe watched list 2008Q1 --format book",
        "observe watched list 2008",
    ]));
}
