use super::*;
use crate::read::lines::value::Ip;

fn read(line: &str) -> Result<Option<(Record, u64)>, String> {
    let times = Times::new(jiff::tz::TimeZone::UTC, None);
    Dshield::new(times, 3).line(line.as_bytes()).map_err(Reason::into_owned)
}

/// Time, count, source, target, protocol, port or type, source port or code, flags.
#[test]
fn lines_become_packets() {
    let check = |line: &str, expect| {
        let line = line.replace(' ', "\t").replace('_', " ");
        let (r, count) = read(&line).unwrap().unwrap();
        assert_eq!((r.ts, count, r.src, r.dst, r.proto, r.dport, r.sport, r.flags), expect, "{line}");
        assert_eq!(r.sensor, 3);
    };
    let (src, dst) = (Ip::V4(0xc000_0201), Some(Ip::V4(0xc633_6402)));
    let ts = 1_199_145_600_000_000;
    check(
        "2008-01-01_09:00:00_+09:00 1234 5 192.000.002.001 6000 198.51.100.2 445 TCP S",
        (ts, 5, src, dst, 6, Some(445), Some(6000), Some(2)),
    );
    check(
        "2008-01-01_00:00:00 0 1 192.0.2.1 53 198.51.100.2 1026 17",
        (ts, 1, src, dst, 17, Some(1026), Some(53), None),
    );
    check(
        "2008-01-01_00:00:00_Z 0 1 192.0.2.1 8 198.51.100.2 0 ICMP ???",
        (ts, 1, src, dst, 1, Some(8), Some(0), None),
    );
    check("2008-01-01_00:00:00_+00:00 0 1 192.0.2.1 3 - ??? 1 ", (ts, 1, src, None, 1, Some(3), None, None));
    check(
        "2008-01-01_00:00:00 0 1 192.0.2.1 ? 198.51.100.2 80 tcp 12S",
        (ts, 1, src, dst, 6, Some(80), None, Some(0xc2)),
    );
    check(
        "2008-01-01_00:00:00 0 1 192.0.2.1 ??? 198.51.100.2 ??? 47 ",
        (ts, 1, src, dst, 47, Some(0), None, None),
    );
    assert!(read("# a comment").unwrap().is_none());
}

#[test]
fn what_is_none_says_why() {
    let check = |line: &str, expect: &str| {
        let reason = read(&line.replace(' ', "\t").replace('_', " ")).err().unwrap_or_default();
        assert!(reason.contains(expect), "{line}: {reason}");
    };
    check("2008-01-01_00:00:00 0 1 192.0.2.1 1 1.2.3.4 80", "nine fields");
    check("yesterday 0 1 192.0.2.1 1 1.2.3.4 80 6 S", "time \"yesterday\"");
    check("2008-01-01_00:00:00 0 0 192.0.2.1 1 1.2.3.4 80 6 S", "count \"0\" is not from 1 to 1000000");
    check("2008-01-01_00:00:00 0 1000001 192.0.2.1 1 1.2.3.4 80 6 S", "count \"1000001\" is not");
    check("2008-01-01_00:00:00 0 1 192.0.2 1 1.2.3.4 80 6 S", "\"192.0.2\" is no source");
    check("2008-01-01_00:00:00 0 1 192.0.2.1 1 1.2.3 80 6 S", "\"1.2.3\" is no target");
    check("2008-01-01_00:00:00 0 1 192.0.2.1 1 1.2.3.4 ??? 6 S", "\"???\" is no target port");
    check("2008-01-01_00:00:00 0 1 192.0.2.1 ??? 1.2.3.4 0 1 ", "\"???\" is no ICMP type");
    check("2008-01-01_00:00:00 0 1 192.0.2.1 1 1.2.3.4 80 six S", "\"six\" is no protocol");
    check("2008-01-01_00:00:00 0 1 192.0.2.1 1 1.2.3.4 80 6 X", "\"X\" is no list of flags");
}
