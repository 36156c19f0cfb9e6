//! Text formats: the public interface, real logs where they are there, and bytes that mean nothing.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

use observe::read::Sink;
use observe::read::lines::{self, Format, LineOptions};
use observe::{Packet, Reading};
use proptest::prelude::*;

/// Counts packets by protocol, destination port and sensor.
#[derive(Default)]
struct Counted {
    by_port: BTreeMap<(u8, u16), u64>,
    by_sensor: BTreeMap<u16, u64>,
    first: Option<i64>,
    last: Option<i64>,
}

impl Counted {
    fn count(&mut self, proto: u8, dport: u16, sensor: u16, ts: i64) {
        *self.by_port.entry((proto, dport)).or_default() += 1;
        *self.by_sensor.entry(sensor).or_default() += 1;
        self.first = Some(self.first.map_or(ts, |first| first.min(ts)));
        self.last = Some(self.last.map_or(ts, |last| last.max(ts)));
    }

    fn of(&self, proto: u8) -> u64 {
        self.by_port.iter().filter(|((p, _), _)| *p == proto).map(|(_, count)| count).sum()
    }
}

impl Sink for Counted {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.count(packet.proto, packet.dport, packet.sensor, packet.ts);
    }
    fn v6(&mut self, packet: &Packet<u128>) {
        self.count(packet.proto, packet.dport, packet.sensor, packet.ts);
    }
}

fn read(input: impl Read, options: &LineOptions) -> (Counted, Reading) {
    let mut counted = Counted::default();
    let mut names: Vec<String> = Vec::new();
    let mut sensors = |name: &str| {
        let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        });
        at as u16 + 1
    };
    let reading = lines::read(input, options, 0, &mut sensors, &mut counted);
    (counted, reading)
}

/// A file of the data that is not the project's own; says so and gives none where it is absent.
#[expect(clippy::print_stdout, reason = "a test says what it leaves out")]
fn shared(path: &str) -> Option<PathBuf> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/observe").join(path);
    if file.exists() {
        return Some(file);
    }
    println!("LEFT OUT: {} is not there", file.display());
    None
}

#[test]
fn formats_are_recognised_by_content() {
    let check = |text: &str, expect| assert_eq!(lines::sniff(text.as_bytes()), expect, "{text}");
    let firewall = "Jan  1 00:00:00 t kernel: IN=a OUT= SRC=192.0.2.1 DST=192.0.2.2 PROTO=2";
    check(firewall, Some(Format::Firewall));
    check(&format!("garbage\n\n{firewall}\n"), Some(Format::Firewall));
    check("Jan  1 00:00:00 t sshd[1]: nothing yet\n", Some(Format::Firewall));
    check(
        "# mine\n2008-01-01 00:00:00 Z\t0\t1\t192.0.2.1\t1\t192.0.2.2\t80\t6\tS\r\n",
        Some(Format::Dshield),
    );
    check("time,src,proto\n2008-01-01 00:00:00,192.0.2.1,6\n", None);
    check("2008-01-01 00:00:00,192.0.2.1,6\n", None);
    check("", None);
    check("\u{0}\u{1}", None);
}

#[test]
fn formats_are_named() {
    for (text, format) in [
        ("firewall", Format::Firewall),
        ("iptables", Format::Firewall),
        ("nftables", Format::Firewall),
        ("dshield", Format::Dshield),
        ("csv", Format::Table),
    ] {
        assert_eq!(text.parse(), Ok(format));
        assert_eq!(format.name().parse(), Ok(format));
    }
    let error = "pcap".parse::<Format>().unwrap_err().to_string();
    assert_eq!(error, "no format \"pcap\": firewall (or iptables, nftables), dshield or csv");
}

/// What can't be read is noted with its place, and the next line is read.
#[test]
fn a_damaged_log_gives_all_that_is_left() {
    let packet =
        "2008-01-01T00:00:00Z t kernel: IN=a OUT= SRC=192.0.2.1 DST=192.0.2.2 PROTO=UDP SPT=1 DPT=2 LEN=9 ";
    let mut bytes = Vec::new();
    let mut places = Vec::new();
    for damage in [&b"\0\0\0"[..], b"\xff\xfe", b"a\0b", b"another program", &vec![b'x'; 1 << 21]] {
        places.push(bytes.len() as u64);
        bytes.extend_from_slice(damage);
        bytes.push(b'\n');
        bytes.extend_from_slice(packet.as_bytes());
        bytes.extend_from_slice(b"\r\n\r\n");
    }
    places.push(bytes.len() as u64);
    bytes.extend_from_slice(b"\0\0");
    bytes.extend_from_slice(packet.as_bytes());
    let (counted, reading) = read(&bytes[..], &LineOptions::default());
    assert_eq!((reading.packets, counted.by_port[&(17, 2)]), (6, 6), "{reading:?}");
    assert_eq!(reading.problems.iter().map(|problem| problem.offset).collect::<Vec<_>>(), places);
    let reasons: Vec<&str> = reading.problems.iter().map(|problem| &*problem.reason).collect();
    let nul = "NUL bytes: the file was damaged here";
    assert_eq!(
        reasons,
        [nul, "no UTF-8 from byte 0", nul, "no firewall line: no IN=", "longer than 1048576 bytes", nul]
    );
    assert_eq!(reading.problems[4].excerpt, Some("x".repeat(200)));
    assert_eq!(reading.problems[5].line, Some(16));
}

#[test]
fn a_dshield_line_stands_for_its_count() {
    let text = "2008-01-01 00:00:00 Z\t0\t3\t192.0.2.1\t1\t192.0.2.2\t80\t6\tS\n2008-01-01\t0\n";
    let (counted, reading) = read(text.as_bytes(), &LineOptions::default());
    assert_eq!((reading.packets, reading.problem_count, counted.by_port[&(6, 80)]), (3, 1, 3));
}

#[test]
fn what_is_no_text_is_one_problem() {
    let (_, reading) = read(&b"\x7fELF\n\n\n"[..], &LineOptions::default());
    assert_eq!((reading.packets, reading.problem_count), (0, 1));
    assert!(reading.problems[0].reason.contains("--columns"));
    assert_eq!(read(&b""[..], &LineOptions::default()).1, Reading::default());
}

#[test]
fn an_input_that_breaks_off_is_a_problem() {
    struct Breaks<'a>(&'a [u8]);
    impl Read for Breaks<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                return Err(std::io::Error::other("corrupt gzip stream"));
            }
            self.0.read(into)
        }
    }
    let text = b"t,s,p\n1199145600,1,47\n1199145600,1,\"47\n";
    let columns = Some("time=t,src=s,proto=p".parse().unwrap());
    let (_, reading) = read(Breaks(text), &LineOptions { columns, ..LineOptions::default() });
    assert_eq!(reading.packets, 1);
    let reasons: Vec<&str> = reading.problems.iter().map(|problem| &*problem.reason).collect();
    assert_eq!(reasons, ["can't be read further: corrupt gzip stream", "a quote that is not closed"]);
}

/// Packets by protocol and port as plain text search finds them: all of these logs are whole.
fn searched(text: &str) -> BTreeMap<(u8, u16), u64> {
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let after = |field: &str| line.split(field).nth(1).and_then(|rest| rest.split(' ').next());
        let number = |field: &str| after(field).and_then(|text| text.parse().ok()).unwrap_or(0);
        let counted = match after(" PROTO=") {
            Some("TCP") => (6, number(" DPT=")),
            Some("UDP") => (17, number(" DPT=")),
            Some("ICMP") => (1, number(" TYPE=")),
            Some("ICMPv6") => (58, number(" TYPE=")),
            _ => (number(" PROTO=") as u8, 0),
        };
        *found.entry(counted).or_default() += 1;
    }
    found
}

/// The counts are those of `grep -c PROTO=...` over each file.
#[test]
fn real_firewall_logs_are_read_whole() {
    let check = |name: &str, packets: u64, protocols: &[(u8, u64)]| {
        let Some(path) = shared(&format!("iptables/{name}")) else { return };
        let text = std::fs::read_to_string(path).unwrap();
        let options = LineOptions { year: Some(2014), ..LineOptions::default() };
        assert_eq!(lines::sniff(text.as_bytes()), Some(Format::Firewall));
        let (counted, reading) = read(text.as_bytes(), &options);
        assert_eq!((reading.packets, &reading.problems), (packets, &vec![]), "{name}");
        for &(proto, count) in protocols {
            assert_eq!(counted.of(proto), count, "{name}: protocol {proto}");
        }
        assert_eq!(counted.by_port, searched(&text), "{name}");
    };
    check("ack_scan_1000_1150", 302, &[(6, 302)]);
    check("fwknop_spa_pkt", 1, &[(17, 1)]);
    check("ipv4_igmp", 4, &[(2, 4)]);
    check("ipv6_invalid_icmp6_type_code", 2, &[(58, 2)]);
    check("ipv6_ping_scan", 2, &[(58, 2)]);
    check("mirai_default_credentials_scan", 11, &[(6, 11)]);
    check("null_scan_1000_1150", 303, &[(6, 302), (1, 1)]);
    check("reputation_scan", 7, &[(6, 7)]);
    check("syn_scan_1000_1500_localhost", 1002, &[(6, 1002)]);
    check("syn_sweep", 12, &[(6, 12)]);
    check("topera_ipv6_syn_scan_no_ip_opts", 1058, &[(58, 34), (6, 1024)]);
    check("udp_scan_1000_1150", 302, &[(17, 302)]);
}

#[test]
fn nine_sensors_for_half_a_year_are_read_whole() {
    let Some(path) = shared("marx/marx.csv.gz") else { return };
    let input = flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap());
    let columns = "time=datetime,sensor=host,src=src,proto=proto,icmp-type=type,sport=spt,dport=dpt";
    let options = LineOptions { columns: Some(columns.parse().unwrap()), ..LineOptions::default() };
    let (counted, reading) = read(input, &options);
    assert_eq!((reading.packets, &reading.problems), (451_581, &vec![]));
    assert_eq!((counted.of(6), counted.of(17), counted.of(1)), (327_991, 78_779, 44_811));
    for (port, count) in [((6, 1433), 109_425), ((6, 445), 40_611), ((6, 3389), 30_077), ((1, 8), 38_597)] {
        assert_eq!(counted.by_port[&port], count, "{port:?}");
    }
    assert_eq!(counted.by_sensor.keys().copied().collect::<Vec<_>>(), (1..=9).collect::<Vec<u16>>());
    // 2013-03-03 21:53:59 and 2013-09-08 05:55:13 UTC.
    assert_eq!((counted.first, counted.last), (Some(1_362_347_639_000_000), Some(1_378_619_713_000_000)));
}

/// Pieces of all formats, so that chance comes upon their depths.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"Jan  1 00:00:00 t kernel: "[..],
        b"2008-01-01 00:00:00",
        b"1199145600",
        b"IN=a OUT= ",
        b"SRC=192.0.2.1 ",
        b"DST=2001:db8::1 ",
        b"DST=192.0.2.2 ",
        b"PROTO=TCP SPT=1 DPT=2 ",
        b"PROTO=ICMP TYPE=3 CODE=4 [",
        b"] ",
        b"FRAG:1 INCOMPLETE ",
        b"\n",
        b"\r\n",
        b"\t",
        b",",
        b"\"",
        b"\0",
        b"\xff",
        b"192.0.2.1",
        b"6",
        b"t,s,p,d\n",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Each line that is not blank is packets or a problem; nothing is passed over.
    #[test]
    fn no_line_is_passed_over(bytes in pieces()) {
        let columns: lines::Columns = "time=t,src=s,proto=p,dport=d".parse().unwrap();
        for format in [Format::Firewall, Format::Dshield, Format::Table] {
            let options = LineOptions {
                format: Some(format),
                columns: Some(columns.clone()),
                year: Some(2008),
                zone: jiff::tz::TimeZone::UTC,
            };
            let (counted, reading) = read(&bytes[..], &options);
            prop_assert_eq!(counted.by_port.values().sum::<u64>(), reading.packets);
            let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
            if format == Format::Firewall {
                // A line may be a problem for its NUL bytes and be read all the same.
                let nul = lines.clone().filter(|line| line.contains(&0)).count() as u64;
                let all = lines.count() as u64;
                let noted = reading.packets + reading.problem_count;
                prop_assert!(noted >= all && noted <= all + nul, "{noted} of {all}");
            }
            for problem in &reading.problems {
                prop_assert!(problem.offset <= bytes.len() as u64);
            }
        }
    }
}
