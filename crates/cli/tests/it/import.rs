//! `hinomi observe import` and `outage`.

use crate::made::{COLUMNS, pcap, rows};
use crate::world::{World, transcript};

/// 2008-01-01T00:00:00Z.
const DAY: u32 = 1_199_145_600;

fn hours(count: u32) -> Vec<u8> {
    pcap((0..count).map(|hour| (DAY + hour * 3600 + 60, 100 + hour, 445)))
}

#[test]
fn an_original_is_imported_once_and_for_one_sensor() {
    let world = World::new();
    world.file("day.pcap", hours(24));
    world.file("same.pcap", hours(24));
    world.file("week.pcap", hours(7 * 24));
    insta::assert_snapshot!(world.session(&[
        "observe import day.pcap",
        "observe import day.pcap --sensor tokyo-1",
        "observe import day.pcap --sensor tokyo-1",
        "observe import same.pcap week.pcap --sensor tokyo-1",
        "observe import same.pcap --sensor osaka-1",
        "observe import no-such.pcap --sensor tokyo-1",
        "observe import . --sensor tokyo-1",
    ]));
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let world = World::new();
    let whole = hours(24);
    world.file("cut.pcap", &whole[..whole.len() - 10]);
    world.file("letter.txt", "Dear sensor,\nhow are you?\n");
    world.file("empty.pcap", pcap([]));
    let mut text = rows(&[
        ("2008-01-01T00:00:00Z", "a", "192.0.2.1", "tcp", 445),
        ("2008-01-01T00:00:00Z", "b", "192.0.2.1", "tcp", 445),
    ]);
    for line in 0..7 {
        text.push_str(&format!("yesterday,a,192.0.2.{line},tcp,1,1\n"));
    }
    text.push_str("2999-01-01T00:00:00Z,a,192.0.2.1,tcp,1,1\n");
    world.file("rows.csv", text);
    let columns = format!("observe import rows.csv --columns {COLUMNS}");
    let unnamed = "observe import rows.csv --columns time=time,src=src,proto=proto,dport=dport";
    insta::assert_snapshot!(world.session(&[
        "observe import cut.pcap --sensor tokyo-1",
        "observe import cut.pcap --sensor tokyo-1",
        "observe import letter.txt --sensor tokyo-1",
        "observe import empty.pcap --sensor tokyo-1",
        &columns,
        unnamed,
        "observe digest",
    ]));
}

#[test]
fn standard_input_is_an_original_like_a_file() {
    let world = World::new();
    world.file("day.pcap", hours(24));
    let line = "observe import - --sensor tokyo-1";
    let mut session = transcript(line, &world.pipe(line, &hours(24)));
    session.push_str(&world.session(&["observe import day.pcap --sensor tokyo-1", "observe digest"]));
    insta::assert_snapshot!(session);
}

#[test]
fn an_outage_is_declared_once_and_contradicted_by_packets() {
    let world = World::new();
    world.file("days.pcap", hours(48));
    // Silent from 12:00 to 24:00 UTC on the second of three days.
    let gap = pcap((0..72).filter(|h| !(36..48).contains(h)).map(|h| (DAY + h * 3600 + 60, 5 + h, 445)));
    world.file("gap.pcap", gap);
    insta::assert_snapshot!(world.session(&[
        "observe outage --sensor tokyo-1 --from 2008-01-02 --to 2008-01-03",
        "observe import days.pcap --sensor tokyo-1",
        "observe import gap.pcap --sensor osaka-1",
        "observe outage --sensor kyoto-1 --from 2008-01-02 --to 2008-01-03",
        "observe outage --sensor osaka-1 --from 2008-01-02T12:00Z --to 2008-01-03T00:00Z",
        "observe outage --sensor osaka-1 --from 2008-01-02T12:00 --to 2008-01-03T00:00 --time-zone UTC",
        "observe outage --sensor osaka-1 --from 2008-01-02T21:00 --to 2008-01-03T10:30",
        "observe outage --sensor osaka-1 --from 2008-01-03 --to 2008-01-02",
        "observe outage --sensor osaka-1 --from yesterday --to today",
        "observe series --port 445/tcp --from 2008-01-02 --to 2008-01-02 --bucket hour --time-zone UTC",
    ]));
}

#[test]
fn what_could_not_be_read_at_all_can_be_imported_once_it_is_said_how() {
    let world = World::new();
    world.file("rows.csv", rows(&[("2008-01-01T00:00:00Z", "a", "192.0.2.1", "tcp", 445)]));
    let log = "Jan  1 00:00:02 gate kernel: DROP IN=eth0 OUT= SRC=192.0.2.8 DST=203.0.113.1 LEN=40 TTL=52 ID=1 PROTO=UDP SPT=4000 DPT=1026 LEN=20\n";
    world.file("kern.log", log);
    world.file("day.pcap", hours(24));
    insta::assert_snapshot!(world.session(&[
        "observe import kern.log rows.csv --sensor a",
        "observe import kern.log rows.csv day.pcap --sensor a",
        "observe import kern.log --sensor a --year 2008",
        &format!("observe import rows.csv --columns {COLUMNS}"),
        "observe top --from 2008-01-01 --to 2008-01-02",
    ]));
}
