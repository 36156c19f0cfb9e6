use super::*;
use crate::read::Sink;
use capture::Class;
use capture::{Known, Packet};

/// Keeps what it is given.
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

const BEFORE: &str = "2008-01-01T00:00:00Z tower kernel: [  123.456] DROP IN=eth0 OUT= MAC=00:11 ";
const IP: &str = "SRC=192.0.2.1 DST=198.51.100.2 LEN=60 TOS=0x00 PREC=0x00 TTL=49 ID=54321 DF ";
const TS: i64 = 1_199_145_600_000_000;

fn read(line: &str) -> Result<Found, String> {
    let times = Times::new(jiff::tz::TimeZone::UTC, Some(2008));
    Firewall::new(times, 7).line(line.as_bytes(), true).map_err(Reason::into_owned)
}

fn packets(line: &str) -> Kept {
    let mut kept = Kept::default();
    match read(line) {
        Ok(Found::Packet(record)) => record.hand_on(1, &mut kept).unwrap(),
        other => panic!("{line}: {other:?}"),
    }
    kept
}

fn v4(rest: &str) -> Packet<u32> {
    packets(&format!("{BEFORE}{IP}{rest}")).v4[0]
}

/// What all packets with [`IP`] have.
fn expected(proto: u8) -> Packet<u32> {
    Packet {
        proto,
        ts: TS,
        sensor: 7,
        src: 0xc000_0201,
        dst: 0xc633_6402,
        ip_id: 54321,
        length: 60,
        ttl: 49,
        class: Class::Other,
        known: Known::TTL.with(Known::IP_ID).with(Known::LENGTH),
        ..Packet::default()
    }
}

fn told(packet: Packet<u32>, more: &[Known]) -> Packet<u32> {
    Packet { known: more.iter().fold(packet.known, |known, &more| known.with(more)), ..packet }
}

#[test]
fn tcp_with_all_that_can_be_logged() {
    let packet = v4(
        "PROTO=TCP SPT=6000 DPT=445 SEQ=4000000000 ACK=5 WINDOW=1024 RES=0x00 ACK SYN URGP=0 OPT (0204) UID=0 ",
    );
    let all = [Known::SPORT, Known::SEQ, Known::WINDOW, Known::FLAGS];
    let expect =
        Packet { dport: 445, sport: 6000, seq: 4_000_000_000, window: 1024, flags: 0x12, ..expected(6) };
    assert_eq!(packet, told(Packet { class: Class::Backscatter, ..expect }, &all));
}

#[test]
fn a_null_scan_has_told_that_it_has_no_flags() {
    let packet = v4("PROTO=TCP SPT=6000 DPT=445 WINDOW=1024 RES=0x00 URGP=0 ");
    let expect = Packet { dport: 445, sport: 6000, window: 1024, class: Class::Scan, ..expected(6) };
    assert_eq!(packet, told(expect, &[Known::SPORT, Known::WINDOW, Known::FLAGS]));
    let all = v4("PROTO=TCP SPT=1 DPT=2 WINDOW=0 RES=0x00 CWR ECE URG ACK PSH RST SYN FIN URGP=0");
    assert_eq!(all.flags, 0xff);
    let short = v4("PROTO=TCP SPT=6000 DPT=445");
    assert_eq!(
        short,
        told(Packet { dport: 445, sport: 6000, class: Class::Scan, ..expected(6) }, &[Known::SPORT])
    );
}

#[test]
fn udp_length_is_not_the_packets() {
    let packet = v4("PROTO=UDP SPT=53 DPT=1026 LEN=40");
    let expect = Packet { dport: 1026, sport: 53, class: Class::Backscatter, ..expected(17) };
    assert_eq!(packet, told(expect, &[Known::SPORT]));
}

#[test]
fn icmp_id_and_sequence_are_not_ips() {
    let packet = v4("PROTO=ICMP TYPE=8 CODE=0 ID=1 SEQ=2 ");
    assert_eq!(packet, told(Packet { dport: 8, class: Class::Scan, ..expected(1) }, &[Known::SPORT]));
}

#[test]
fn the_packet_that_an_icmp_error_is_about_changes_nothing() {
    let inner = "[SRC=203.0.113.9 DST=192.0.2.1 LEN=40 TTL=1 ID=9 PROTO=TCP SPT=1 DPT=2 INCOMPLETE [8 bytes] ] MTU=576 MARK=0x1";
    let packet = v4(&format!("PROTO=ICMP TYPE=3 CODE=4 {inner}"));
    let expect = Packet { dport: 3, sport: 4, class: Class::Backscatter, ..expected(1) };
    assert_eq!(packet, told(expect, &[Known::SPORT]));
}

#[test]
fn what_has_no_ports_is_other() {
    assert_eq!(v4("FRAG:185 PROTO=UDP "), expected(17));
    assert_eq!(v4("PROTO=TCP INCOMPLETE [4 bytes] "), expected(6));
    assert_eq!(v4("PROTO=ICMP INCOMPLETE [3 bytes] "), expected(1));
    assert_eq!(v4("PROTO=2"), expected(2));
    assert_eq!(v4("PROTO=ESP SPI=0x1f "), expected(50));
    assert_eq!(v4("PROTO=UDPLITE SPT=1 DPT=2 LEN=3"), expected(136));
}

#[test]
fn ipv6_with_and_without_a_fragment_header() {
    let ip =
        "SRC=2001:0db8:0000:0000:0000:0000:0000:0001 DST=2001:db8::2 LEN=72 TC=0 HOPLIMIT=255 FLOWLBL=0 ";
    let packet = packets(&format!("{BEFORE}{ip}PROTO=ICMPv6 TYPE=135 CODE=1 ")).v6[0];
    let known = Known::SPORT.with(Known::TTL).with(Known::LENGTH);
    assert_eq!((packet.src, packet.dst), (0x2001_0db8 << 96 | 1, 0x2001_0db8 << 96 | 2));
    assert_eq!((packet.proto, packet.dport, packet.sport, packet.ttl, packet.length), (58, 135, 1, 255, 72));
    assert_eq!(packet.known, known);
    let first =
        packets(&format!("{BEFORE}{ip}OPT ( FRAG:0 INCOMPLETE ID:0000001f ) PROTO=UDP SPT=1 DPT=2 LEN=9 "))
            .v6[0];
    assert_eq!((first.dport, first.class), (2, Class::Scan));
    let later = packets(&format!("{BEFORE}{ip}FRAG:1448 ID:0000001f PROTO=UDP ")).v6[0];
    assert_eq!((later.dport, later.class), (0, Class::Other));
}

#[test]
fn any_beginning_that_syslog_has() {
    for beginning in [
        "Jan  1 00:00:00 tower kernel: [810294.788657] DROP ",
        "Jan  1 00:00:00 tower kernel: [    4.788657] ",
        "Jan  1 00:00:00 tower kernel:[810294.788657]  DSHIELDINPUT ",
        "Jan  1 00:00:00 tower kernel: ",
        "Jan  1 00:00:00 tower kernel: Shorewall:net:DROP:",
        "Jan  1 00:00:00 192.0.2.77 kernel: [UFW BLOCK] ",
        "Jan  1 00:00:00 tower [1.5] DROP ",
        "Jan  1 00:00:00 tower klogd[77]: DROP ",
        "<4>Jan  1 00:00:00 tower kernel: iptables denied: ",
        "<4>1 2008-01-01T00:00:00Z tower kernel - - - DROP ",
        "Tue Jan  1 00:00:00 2008 kern.warn kernel: [1.5] DROP ",
        "[Tue Jan  1 00:00:00 2008] DROP ",
        "2008-01-01T09:00:00+0900 tower kernel: DROP ",
        "2008-01-01T00:00:00.000000+00:00 tower kernel: [1.5] DROP ",
        "2007-12-31 19:00:00 -05:00 tower kernel: DROP ",
        "1199145600 tower kernel:[ 1.5]  DSHIELDINPUT ",
        "1199145600.000000 tower kernel: DROP ",
    ] {
        let line = format!("{beginning}IN=eth0 OUT= MAC=00:11 {IP}PROTO=UDP SPT=1 DPT=2 LEN=9");
        assert_eq!(packets(&line).v4[0].ts, TS, "{line}");
    }
}

#[test]
fn what_is_no_line_of_the_firewall_says_why() {
    let check = |line: &str, expect: &str| match read(line) {
        Err(reason) => assert!(reason.contains(expect), "{line}: {reason}"),
        Ok(found) => panic!("{line}: {found:?}"),
    };
    let udp = format!("{IP}PROTO=UDP SPT=1 DPT=2 LEN=9");
    check("Jan  1 00:00:00 tower sshd[1]: Failed password for root", "no firewall line: no IN=");
    check("Jan  1 00:00:00 tower kernel: eth0: link up IN=", "no firewall line: no SRC=");
    check(&format!("{BEFORE}{IP}"), "no PROTO=");
    check(&format!("{BEFORE}SRC=192.0.2.1"), "no DST=");
    check(&format!("{BEFORE}SRC=192.0.2 DST=1.2.3.4 PROTO=2"), "SRC=192.0.2 is no address");
    check(&format!("{BEFORE}SRC=192.0.2.1 DST=1.2.3.4 TTL=256 PROTO=2"), "TTL=256 is no number");
    check(&format!("{BEFORE}{IP}PROTO=TCPX"), "PROTO=TCPX is no protocol");
    check(&format!("{BEFORE}{IP}PROTO=TCP SPT=1 DPT=65536 "), "DPT=65536 is no number");
    check(&format!("{BEFORE}{IP}PROTO=TCP SPT=37"), "no DPT=");
    check(&format!("{BEFORE}{IP}PROTO=ICMP "), "no TYPE=");
    check(&format!("DROP IN=eth0 OUT= {udp}"), "at the beginning of the line: no time");
    check(&format!("[  123.456] DROP IN=eth0 OUT= {udp}"), "since the machine started");
    check(&format!("Feb 30 00:00:00 tower kernel: IN=eth0 OUT= {udp}"), "no such date");
    check(&format!("{BEFORE}{udp} {BEFORE}{udp}"), "two messages in one line");
    check("Jan  1 00:00:00 tower last message repeated 5 times", "came 5 times more");
    check(
        &format!("Jan  1 00:00:00 tower kernel: message repeated 2 times: [ DROP IN=a OUT= {udp}]"),
        "came 2 times",
    );
    let mut firewall = Firewall::new(Times::new(jiff::tz::TimeZone::UTC, None), 0);
    let reason =
        firewall.line(format!("Jan  1 00:00:00 tower kernel: IN=a OUT= {udp}").as_bytes(), true).unwrap_err();
    assert!(reason.contains("--year"), "{reason}");
}

#[test]
fn an_arp_frame_carries_no_ip() {
    let line = "Jan  1 00:00:00 t kernel: IN=eth0 OUT= ARP HTYPE=1 PTYPE=0x0800 OPCODE=1 MACSRC=00:11 IPSRC=192.0.2.1 IPDST=192.0.2.2";
    assert!(matches!(read(line), Ok(Found::NotIp("ARP"))));
}

/// Who logs in with a name that is a firewall line must not be able to make up packets.
#[test]
fn a_line_that_another_program_was_made_to_write_is_refused() {
    for tag in ["sshd[4711]:", "named[1]:"] {
        let line =
            format!("Jan  1 00:00:00 tower {tag} Invalid user IN=a OUT= {IP}PROTO=UDP SPT=1 DPT=2 LEN=9");
        let reason = read(&line).unwrap_err();
        assert!(reason.contains("is a line of"), "{reason}");
    }
    let line =
        format!("<4>1 2008-01-01T00:00:00Z tower sshd 1 - - IN=a OUT= {IP}PROTO=UDP SPT=1 DPT=2 LEN=9");
    assert!(read(&line).unwrap_err().contains("is a line of sshd"));
}

/// A log is copied while it is written: its last line may end in `DPT=4` of 445.
#[test]
fn a_last_line_that_breaks_off_in_a_port_is_not_believed() {
    let mut firewall = Firewall::new(Times::new(jiff::tz::TimeZone::UTC, None), 0);
    let mut line = |rest: &str, ended| firewall.line(format!("{BEFORE}{IP}{rest}").as_bytes(), ended);
    assert!(line("PROTO=TCP SPT=6000 DPT=4", false).is_err());
    assert!(line("PROTO=TCP SPT=6000 DPT=4", true).is_ok());
    assert!(line("PROTO=ICMP TYPE=1", false).is_err());
    let Ok(Found::Packet(record)) = line("PROTO=TCP SPT=6000 DPT=445 WINDOW=1 RES=0x00 ACK S", false) else {
        panic!("the port is whole")
    };
    assert_eq!((record.dport, record.flags), (Some(445), None));
}

#[test]
fn a_length_that_offloading_made_is_not_told() {
    let line =
        format!("{BEFORE}SRC=192.0.2.1 DST=192.0.2.2 LEN=70000 TTL=1 ID=2 PROTO=UDP SPT=1 DPT=2 LEN=9");
    assert_eq!(packets(&line).v4[0].known, Known::SPORT.with(Known::TTL).with(Known::IP_ID));
}

#[test]
fn addresses_of_two_families_are_a_problem() {
    let line = format!("{BEFORE}SRC=192.0.2.1 DST=2001:db8::1 PROTO=2");
    let Ok(Found::Packet(record)) = read(&line) else { panic!("all fields are there") };
    assert!(record.hand_on(1, &mut Kept::default()).is_err());
}
