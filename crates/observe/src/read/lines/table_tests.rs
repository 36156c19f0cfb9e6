use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::read::lines::{Format, LineOptions};
use capture::Reading;
use capture::{Known, Packet};

#[derive(Default)]
struct Kept {
    v4: Vec<Packet<u32>>,
    v6: Vec<Packet<u128>>,
}

impl Sink for Kept {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.v4.push(*packet);
    }
    fn v6(&mut self, packet: &Packet<u128>) {
        self.v6.push(*packet);
    }
}

/// Knows sensors in the order in which they are named, from 1.
fn reading(columns: &str, bytes: &[u8]) -> (Kept, Reading) {
    let options = LineOptions { columns: Some(columns.parse().unwrap()), ..LineOptions::default() };
    assert_eq!(options.format, None::<Format>);
    let mut names = BTreeMap::new();
    let mut sensors = |name: &str| {
        let next = names.len() as u16 + 1;
        *names.entry(name.to_owned()).or_insert(next)
    };
    let mut kept = Kept::default();
    let reading = crate::read::lines::read(bytes, &options, 0, &mut sensors, &mut kept);
    assert_eq!(reading.packets, (kept.v4.len() + kept.v6.len()) as u64);
    (kept, reading)
}

fn problems(reading: &Reading) -> Vec<(u64, u64, &str)> {
    reading.problems.iter().map(|problem| (problem.line.unwrap(), problem.offset, &*problem.reason)).collect()
}

const HONEYPOT: &str = "time=datetime,sensor=host,src=src,proto=proto,icmp-type=type,sport=spt,dport=dpt";
const FOUR: &str = "time=t,src=s,proto=p,dport=d";

#[test]
fn a_table_of_a_honeypot() {
    let text = b"\xef\xbb\xbfdatetime,host,src,proto,type,spt,dpt\r\n\
        2008-01-01 00:00:00,east,3221225985,TCP,,6000,1433\r\n\
        2008-01-01 00:00:01.5,west,192.0.2.1,UDP,,53,1026\r\n\
        2008-01-01 00:00:02,west,2001:db8::1,icmp,128,,\r\n\
        2008-01-01 00:00:03,,192.0.2.1,47,,,\r\n\
        2008-01-01 00:00:04,east,192.0.2.1,ICMP,8,,\r\n";
    let (kept, reading) = reading(HONEYPOT, text);
    assert_eq!(problems(&reading), []);
    let ts = 1_199_145_600_000_000_i64;
    let of = |proto, dport, sport, at, sensor, known| Packet {
        proto,
        dport,
        ts: ts + at,
        sensor,
        src: 0xc000_0201_u32,
        sport,
        class: crate::Class::of(proto, dport, sport, None),
        known,
        ..Packet::default()
    };
    assert_eq!(
        kept.v4,
        [
            of(6, 1433, 6000, 0, 1, Known::SPORT),
            of(17, 1026, 53, 1_500_000, 2, Known::SPORT),
            of(47, 0, 0, 3_000_000, 0, Known::default()),
            of(1, 8, 0, 4_000_000, 1, Known::default()),
        ]
    );
    assert_eq!((kept.v6[0].proto, kept.v6[0].dport, kept.v6[0].sensor), (58, 128, 2));
}

#[test]
fn all_columns_and_every_delimiter() {
    for delimiter in [",", "\t", ";", "|"] {
        let text = "when,from,to,what,sp,dp,hops,bytes,bits\n1199145600.25,192.0.2.1,198.51.100.2,tcp,1,2,64,40,SA\n";
        let columns =
            "time=when,src=From,dst=to,proto=what,sport=sp,dport=dp,ttl=hops,length=bytes,flags=bits";
        let (kept, reading) = reading(columns, text.replace(',', delimiter).as_bytes());
        assert_eq!(problems(&reading), []);
        let known = [Known::TTL, Known::LENGTH, Known::FLAGS].into_iter().fold(Known::SPORT, Known::with);
        let expect = Packet {
            proto: 6,
            dport: 2,
            ts: 1_199_145_600_250_000,
            src: 0xc000_0201,
            dst: 0xc633_6402,
            sport: 1,
            length: 40,
            ttl: 64,
            flags: 0x12,
            class: crate::Class::Backscatter,
            known,
            ..Packet::default()
        };
        assert_eq!(kept.v4, [expect]);
    }
}

#[test]
fn without_names_there_is_no_header() {
    let (kept, reading) = reading(
        "time=#4,src=#3,proto=#2,dport=#1",
        b"\n80;6;192.0.2.1;1199145600\n81;6;192.0.2.1\n82;6;1;1199145600;",
    );
    assert_eq!(kept.v4.iter().map(|packet| packet.dport).collect::<Vec<_>>(), [80, 82]);
    assert_eq!(problems(&reading), [(3, 27, "no time: the row has 3 columns, not 4")]);
}

/// The first line of a table without header is read twice: to guess the delimiter, and as a row.
#[test]
fn damage_in_the_first_row_without_header_is_noted_once() {
    let (kept, reading) = reading("time=#1,src=#2,proto=#3", b"\0\n\0\x001199145600,1,47\n");
    assert_eq!(kept.v4.len(), 1);
    let nul = "NUL bytes: the file was damaged here";
    assert_eq!(problems(&reading), [(1, 0, nul), (2, 2, nul)]);
}

#[test]
fn rows_that_tell_no_packet_say_why() {
    let check = |row: &str, expect: &str| {
        let (_, reading) = reading(FOUR, format!("t,s,p,d\n{row}\n").as_bytes());
        assert_eq!(problems(&reading), [(2, 8, expect)], "{row}");
    };
    check(",1,6,80", "no time");
    check("-,1,6,80", "no time");
    check("1433,1,6,80", "time \"1433\": no time that is known here");
    check("2008-02-30 00:00:00,1,6,80", "time \"2008-02-30 00:00:00\": no such date or time of day");
    check("1199145600,,6,80", "no src");
    check("1199145600,4294967296,6,80", "src \"4294967296\" is no address");
    check("1199145600,1,NULL,80", "no proto");
    check("1199145600,1,six,80", "proto \"six\" is no protocol");
    check("1199145600,1,6,", "no dport");
    check("1199145600,1,6,65536", "dport \"65536\" is no number in its range");
    check("1199145600,1,6", "3 columns, and the header has 4");
    check("1199145600,1,6,80,x", "5 columns, and the header has 4");
    check("1199145600,\"1\",6,80,\"x\"", "5 columns, and the header has 4");
    check("1199145600,1,6,80\0,", "NUL bytes: the file was damaged here");
}

#[test]
fn a_header_without_the_columns_reads_nothing() {
    let (_, reading) = reading("time=t,src=from,proto=what", b"\nt,s,p,d\n1,2,3,4\n");
    let reason = "no column \"from\", \"what\" in the header, nothing is read: it has t, s, p, d";
    assert_eq!(problems(&reading), [(2, 1, reason)]);
    assert_eq!(
        super::super::read(
            &b"t,s\n"[..],
            &LineOptions { format: Some(Format::Table), ..LineOptions::default() },
            0,
            &mut |_: &str| 0,
            &mut Kept::default()
        )
        .problem_count,
        1
    );
}

#[test]
fn quoted_line_ends_keep_places_right() {
    let text = "t,s,p,d,note\n1199145600,1,6,80,\"a\n\"\"b\"\"\n,c\"\n1199145600,1,6,x,\"d\ne\"\n1199145600,1,6,81,z\n";
    let (kept, reading) = reading(FOUR, text.as_bytes());
    assert_eq!(kept.v4.iter().map(|packet| packet.dport).collect::<Vec<_>>(), [80, 81]);
    let offset = text.find("1199145600,1,6,x").unwrap() as u64;
    assert_eq!(problems(&reading), [(5, offset, "dport \"x\" is no number in its range")]);
    assert_eq!(reading.problems[0].excerpt.as_deref(), Some("1199145600,1,6,x,\"d"));
}

/// The csv crate takes all that follows into one field.
#[test]
fn a_quote_that_nothing_closes_costs_its_line_only() {
    let mut text = "t,s,p,d,note\n1199145600,1,6,1,\"open\n".to_owned();
    for _ in 0..10_000 {
        text.push_str("1199145600,1,6,2,x\n1199145600,1,6,3,\n");
    }
    text.push_str("1199145600,1,6,4,\"closed\"\n");
    let (kept, reading) = reading(FOUR, text.as_bytes());
    assert_eq!(kept.v4.len(), 20_001);
    assert_eq!(problems(&reading), [(2, 13, "a quote that is not closed")]);
    // Each line has one: they must not be tried to their ends one after the other.
    let many = format!(
        "t,s,p,d,note\n{}",
        "1199145600,1,6,1,\"\"\"open\n".repeat(50_000).replace("\"\"\"", "x\",\"")
    );
    assert_eq!(super::tests::reading(FOUR, many.as_bytes()).1.problem_count, 50_000);
}

/// Two stray quotes made one row of all that was between them.
#[test]
fn stray_quotes_do_not_swallow_the_rows_between_them() {
    let text = "t,s,p,d\n1199145600,1,6,\"1\n1199145600,1,6,2\n1199145600,1,6,3\n1199145600,1,6,\"4\n1199145600,1,6,5\n";
    let (kept, reading) = reading(FOUR, text.as_bytes());
    assert_eq!(kept.v4.iter().map(|packet| packet.dport).collect::<Vec<_>>(), [2, 3, 5]);
    let reason = "a quote that is not closed";
    assert_eq!(problems(&reading), [(2, 8, reason), (5, 60, reason)]);
}

proptest! {
    /// Rows are split as the csv crate splits them.
    #[test]
    fn rows_are_split_as_csv_splits_them(text in "[ab,;\"\n]{0,40}") {
        let mut csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let expect: Vec<Vec<Vec<u8>>> = csv
            .byte_records()
            .map(|record| record.unwrap().iter().map(|field| field.trim_ascii().to_vec()).collect())
            .collect();
        let mut rows = Vec::new();
        let mut row = Row::default();
        let mut open = false;
        for line in text.split('\n') {
            if !open {
                if line.is_empty() {
                    continue;
                }
                row.begin();
            }
            open = !row.go_on(line.as_bytes(), b',');
            if !open {
                rows.push(row.unquoted_fields().iter().map(<[u8]>::to_vec).collect::<Vec<_>>());
            }
            if !line.contains('"') {
                let (mut plain, mut quoted) = (Row::default(), Row::default());
                plain.split(line.as_bytes(), b',');
                quoted.go_on(line.as_bytes(), b',');
                let plain: Vec<_> = plain.fields(line.as_bytes()).iter().collect();
                prop_assert_eq!(plain, quoted.unquoted_fields().iter().collect::<Vec<_>>());
            }
        }
        // A quote that nothing closes is a row for csv, and a problem here.
        if open {
            prop_assert_eq!(&expect[..expect.len() - 1], rows);
        } else {
            prop_assert_eq!(expect, rows);
        }
    }
}
