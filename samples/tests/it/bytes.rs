//! Bytes: always the same, in order, and valid packets.

use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use jiff::civil::date;
use samples::{Capture, SampleQuarter, outage, quarter};

use crate::census::records;

fn written(capture: &Capture) -> Vec<u8> {
    let mut bytes = Vec::new();
    capture.write_to(&mut bytes).unwrap();
    bytes
}

fn named(name: &str) -> Capture {
    quarter().captures().find(|c| c.name == name).unwrap()
}

/// FNV-1a, 64 bits.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

/// Whoever changes stories or dice changes this; whoever changes anything else must not.
#[test]
fn a_capture_has_the_same_bytes_everywhere() {
    let bytes = written(&named("sample-04-2007-08.pcap"));
    assert_eq!((bytes.len(), format!("{:016x}", fnv(&bytes)).as_str()), (799_101, "f1559cb3053f8c01"));
}

#[test]
fn a_day_is_the_same_in_every_period() {
    let day = date(2007, 8, 23);
    let alone = SampleQuarter::over(day, day).captures().next().unwrap();
    assert_eq!(alone.name, "sample-01-2007-08.pcap");
    let (alone, month) = (written(&alone), written(&named("sample-01-2007-08.pcap")));
    assert!(alone.len() > 10_000);
    assert!(month.windows(alone.len() - 24).any(|w| w == &alone[24..]));
}

#[test]
fn packets_are_valid_and_in_order() {
    for name in ["sample-01-2006-12.pcap", "sample-03-2008-02.pcap", "sample-10-2007-08.pcap"] {
        let bytes = written(&named(name));
        let mut last = None;
        for (row, frame) in records(&bytes) {
            assert!(last <= Some(row.ts), "{name}: {} after {last:?}", row.ts);
            last = Some(row.ts);
            check_packet(frame);
        }
    }
}

fn check_packet(frame: &[u8]) {
    // What the capture cut off is zeros.
    let mut whole = frame.to_vec();
    let ip_length = usize::from(u16::from_be_bytes([frame[16], frame[17]]));
    whole.resize((14 + ip_length).max(60), 0);
    let packet = SlicedPacket::from_ethernet(&whole).unwrap();
    let Some(NetSlice::Ipv4(ip)) = packet.net else { panic!("no IPv4: {frame:02x?}") };
    let header = ip.header().to_header();
    assert_eq!(header.header_checksum, header.calc_header_checksum());
    assert!((32..=122).contains(&header.time_to_live), "{}", header.time_to_live);
    match packet.transport.unwrap() {
        TransportSlice::Tcp(tcp) => {
            assert_eq!(tcp.checksum(), tcp.calc_checksum_ipv4(header.source, header.destination).unwrap());
            assert!(tcp.options_iterator().all(|option| option.is_ok()));
            assert!(tcp.payload().is_empty());
        }
        TransportSlice::Udp(udp) => {
            let sum = udp.to_header().calc_checksum_ipv4(&header, udp.payload()).unwrap();
            assert_eq!(udp.checksum(), sum);
        }
        TransportSlice::Icmpv4(icmp) => {
            assert_eq!(icmp.checksum(), icmp.icmp_type().calc_checksum(icmp.payload()));
            if !matches!(icmp.type_u8(), 8) {
                check_quoted(icmp.payload(), header.destination);
            }
        }
        _ => panic!("neither TCP, UDP nor ICMP: {frame:02x?}"),
    }
}

/// An ICMP error quotes a packet that we are said to have sent.
fn check_quoted(quoted: &[u8], ours: [u8; 4]) {
    let (quoted, udp) = etherparse::Ipv4Header::from_slice(quoted).unwrap();
    assert_eq!(quoted.header_checksum, quoted.calc_header_checksum());
    assert_eq!(quoted.source, ours);
    assert_eq!(udp.len(), 8);
}

#[test]
fn each_capture_fills_its_period() {
    let hour = 3_600;
    for capture in quarter().captures() {
        let bytes = written(&capture);
        let seconds: Vec<_> = records(&bytes).map(|(row, _)| row.ts.as_second()).collect();
        let starts = |day: jiff::civil::Date| day.duration_since(date(1970, 1, 1)).as_secs() - 9 * hour;
        let (from, to) = (starts(capture.from), starts(capture.to) + 24 * hour);
        assert!((from..from + hour).contains(seconds.first().unwrap()), "{}", capture.name);
        assert!((to - hour..to).contains(seconds.last().unwrap()), "{}", capture.name);
    }
}

#[test]
fn nothing_comes_in_the_outage_and_something_around_it() {
    let outage = outage();
    let bytes = written(&named("sample-07-2008-02.pcap"));
    let seen: Vec<_> = records(&bytes).map(|(row, _)| row.ts).collect();
    assert!(!seen.iter().any(|ts| (outage.from..outage.to).contains(ts)));
    let hour = jiff::SignedDuration::from_hours(1);
    assert!(seen.iter().any(|ts| (outage.from - hour..outage.from).contains(ts)));
    assert!(seen.iter().any(|ts| (outage.to..outage.to + hour).contains(ts)));
}
