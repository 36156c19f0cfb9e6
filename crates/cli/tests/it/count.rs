//! `hinomi observe count`.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::made::pcap;
use crate::world::{World, transcript};

/// 2008-01-01T00:00:00Z.
const DAY: u32 = 1_199_145_600;

fn capture() -> Vec<u8> {
    pcap([(DAY, 1, 445), (DAY + 1, 1, 445), (DAY + 2, 2, 445), (DAY + 3, 9, 22), (DAY + 3600, 2, 445)])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const FIREWALL: &str = "\
Dec 31 23:59:58 gate kernel: [1.2] DROP IN=eth0 OUT= SRC=192.0.2.7 DST=203.0.113.1 LEN=40 TTL=52 ID=1 PROTO=TCP SPT=4000 DPT=135 WINDOW=512 RES=0x00 SYN URGP=0
Jan  1 00:00:02 gate kernel: [5.2] DROP IN=eth0 OUT= SRC=192.0.2.8 DST=203.0.113.1 LEN=40 TTL=52 ID=1 PROTO=UDP SPT=4000 DPT=1026 LEN=20
Jan  1 00:00:03 gate kernel: [6.2] DROP IN=eth0 OUT= SRC=192.0.2.8 DST=203.0.113.1 LEN=40 TTL=52 ID=1 PROTO=ICMP TYPE=8 CODE=0 ID=1 SEQ=1
";

const TABLE: &str = "\
when,from,what,to
2008-01-01 00:00:05,192.0.2.1,tcp,22
2008-01-01 00:00:06,3221225986,TCP,22
2008-01-01 00:00:07,192.0.2.1,icmp,
2008-01-01 00:00:08,nobody,tcp,22
";

#[test]
fn packets_and_sources_are_counted_from_every_kind_of_file() {
    let world = World::new();
    world.file("day.pcap", capture());
    world.file("day.pcap.gz", gzip(&capture()));
    world.file("kern.log", FIREWALL);
    world.file("events.csv", TABLE);
    insta::assert_snapshot!(world.session(&[
        "observe count day.pcap",
        "observe count day.pcap.gz --header --threads 1",
        "observe count day.pcap day.pcap.gz",
        "observe count kern.log --year 2007",
        "observe count kern.log --year 2007 --time-zone Asia/Tokyo",
        "observe count kern.log",
        "observe count events.csv --columns time=when,src=from,proto=what,dport=to",
        "observe count events.csv --columns time=when,src=from,proto=what,dport=service",
    ]));
}

#[test]
fn standard_input_is_read_like_a_file() {
    let world = World::new();
    world.file("day.pcap", capture());
    let from_file = world.run("observe count day.pcap");
    assert_eq!(world.pipe("observe count -", &capture()), from_file);
    assert_eq!(world.pipe("observe count -", &gzip(&capture())), from_file);
    assert!(!world.data().exists(), "counting needs no data folder, so it makes none");
}

#[test]
fn damage_is_said_with_its_place_and_the_rest_is_counted() {
    let world = World::new();
    let whole = capture();
    world.file("cut.pcap", &whole[..whole.len() - 10]);
    world.file("empty.pcap", pcap([]));
    world.file("empty", "");
    world.file("letter.txt", "Dear sensor,\nhow are you?\n");
    let mut session = world.session(&[
        "observe count cut.pcap",
        "observe count empty.pcap",
        "observe count empty",
        "observe count letter.txt",
        "observe count no-such.pcap",
        "observe count day.pcap --format pcap",
    ]);
    session.push_str(&transcript("observe count - < /dev/null", &world.pipe("observe count -", b"")));
    insta::assert_snapshot!(session);
}
