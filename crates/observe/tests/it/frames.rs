//! Frames: a table by link layer, and etherparse as the oracle.

use etherparse::{NetSlice, PacketBuilder, SlicedPacket, TransportSlice};
use observe::read::frame::{NotIp, Outcome, Seen, decode};
use observe::{Class, Known, proto};
use proptest::prelude::*;

use crate::made::{Kept, ethernet, ipv4, ipv6, syn, udp};

/// What a frame should come to: protocol and destination port, or why there is no packet.
#[derive(Debug, PartialEq, Eq)]
enum Expect {
    V4(u8, u16, Class),
    V6(u8, u16, Class),
    NotIp(String),
    Bad,
}

fn read(link_type: u16, frame: &[u8]) -> Expect {
    let mut kept = Kept::default();
    match (decode(link_type, frame, Seen { ts: 5, sensor: 3 }, &mut kept), &*kept.v4, &*kept.v6) {
        (Outcome::Packet, [p], []) if (p.ts, p.sensor) == (5, 3) => Expect::V4(p.proto, p.dport, p.class),
        (Outcome::Packet, [], [p]) if (p.ts, p.sensor) == (5, 3) => Expect::V6(p.proto, p.dport, p.class),
        (Outcome::NotIp(what), [], []) => Expect::NotIp(what.to_string()),
        (Outcome::Bad(_), [], []) => Expect::Bad,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check(link_type: u16, frame: &[&[u8]], expect: Expect) {
    assert_eq!(read(link_type, &frame.concat()), expect);
}

#[test]
fn link_layers_lead_to_ip() {
    let v4 = &*ipv4(6, 1, &syn(445));
    let v6 = &*ipv6(17, 1, &udp(53));
    let is_v4 = || Expect::V4(6, 445, Class::Scan);
    let is_v6 = || Expect::V6(17, 53, Class::Scan);
    let not_ip = |name: &str| Expect::NotIp(name.to_owned());
    let mac = [0; 12];
    check(1, &[&ethernet(0x0800, v4)], is_v4());
    check(1, &[&ethernet(0x86dd, v6)], is_v6());
    check(1, &[&ethernet(0x8100, &[0, 5, 8, 0]), v4], is_v4());
    check(1, &[&ethernet(0x88a8, &[0, 5, 0x81, 0, 0, 6, 0x86, 0xdd]), v6], is_v6());
    check(1, &[&ethernet(0x9100, &[0, 5, 0x91, 0, 0, 6, 0x81, 0, 0, 7, 8, 0]), v4], is_v4());
    check(1, &[&ethernet(0x8847, &[0, 0, 0, 64, 0, 0, 1, 64]), v4], is_v4());
    check(1, &[&ethernet(0x8848, &[0, 0, 1, 64]), v6], is_v6());
    check(1, &[&ethernet(0x8847, &[0, 0, 1, 64, 0, 0, 0, 0])], not_ip("MPLS without IP"));
    check(1, &[&ethernet(0x88e7, &[0, 0, 0, 1]), &mac, &[8, 0], v4], is_v4());
    check(1, &[&ethernet(0x8864, &[0x11, 0, 0, 1, 0, 42, 0, 0x21]), v4], is_v4());
    check(1, &[&ethernet(60, &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0]), v4], is_v4());
    check(1, &[&ethernet(38, &[0x42, 0x42, 3, 0, 0])], not_ip("STP"));
    check(1, &[&ethernet(0x0806, &[0; 28])], not_ip("ARP"));
    check(1, &[&ethernet(0x1234, &[0; 28])], not_ip("EtherType 0x1234"));
    check(1, &[&mac], Expect::Bad);
    check(1, &[&ethernet(0x8100, &[0, 5, 8])], Expect::Bad);
    for raw in [12, 14, 101] {
        check(raw, &[v4], is_v4());
        check(raw, &[v6], is_v6());
        check(raw, &[&[0x12, 0, 0, 0]], Expect::Bad);
    }
    check(228, &[v4], is_v4());
    check(229, &[v6], is_v6());
    check(228, &[v6], Expect::Bad);
    check(0, &[&[2, 0, 0, 0], v4], is_v4());
    check(0, &[&[0, 0, 0, 2], v4], is_v4());
    for family in [10, 24, 28, 30] {
        check(108, &[&[0, 0, 0, family], v6], is_v6());
        check(0, &[&[family, 0, 0, 0], v6], is_v6());
    }
    check(0, &[&[0, 0, 0, 7], v4], not_ip("address family 7"));
    check(9, &[&[0xff, 3, 0, 0x21], v4], is_v4());
    check(9, &[&[0, 0x57], v6], is_v6());
    check(9, &[&[0x21], v4], is_v4());
    check(50, &[&[0xff, 3, 0xc0, 0x21, 1, 1]], not_ip("PPP 0xc021"));
    check(50, &[&[0x0f, 0, 8, 0], v4], is_v4());
    check(51, &[&[0x11, 0, 0, 1, 0, 42, 0, 0x21], v4], is_v4());
    check(104, &[&[0x0f, 0, 8, 0], v4], is_v4());
    check(113, &[&[0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 8, 0], v4], is_v4());
    check(113, &[&[0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x81, 0, 0, 5, 8, 0], v4], is_v4());
    check(276, &[&[0x86, 0xdd, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0], v6], is_v6());
    check(276, &[&[8, 6, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0], v4], not_ip("ARP"));
    check(105, &[v4], not_ip("link type 105"));
}

#[test]
fn ip_headers_lead_to_ports() {
    let mut options = ipv4(17, 1, &[&[1, 1, 1, 0][..], &udp(1026)].concat());
    options[0] = 0x46;
    check(101, &[&options], Expect::V4(17, 1026, Class::Scan));
    let mut first = ipv4(17, 1, &udp(1026));
    first[6] = 0x20;
    check(101, &[&first], Expect::V4(17, 1026, Class::Scan));
    let mut later = first;
    later[7] = 1;
    check(101, &[&later], Expect::V4(17, 0, Class::Other));
    check(101, &[&ipv4(47, 1, &[0x20, 0, 8, 0])], Expect::V4(47, 0, Class::Other));
    check(101, &[&ipv4(1, 1, &[8, 0])], Expect::V4(1, 8, Class::Scan));
    check(101, &[&ipv4(1, 1, &[3])], Expect::V4(1, 3, Class::Backscatter));
    check(101, &[&ipv4(1, 1, &[])], Expect::V4(1, 0, Class::Other));
    // Cut-off transport headers: as much as is there.
    check(101, &[&ipv4(6, 1, &syn(445)[..12])], Expect::V4(6, 445, Class::Other));
    check(101, &[&ipv4(6, 1, &syn(445)[..14])], Expect::V4(6, 445, Class::Scan));
    check(101, &[&ipv4(6, 1, &syn(445)[..3])], Expect::V4(6, 0, Class::Other));
    check(101, &[&ipv4(17, 1, &udp(53)[..2])], Expect::V4(17, 0, Class::Other));
    // Padding behind the packet is none of its content.
    check(101, &[&ipv4(17, 1, &[]), &udp(53)], Expect::V4(17, 0, Class::Other));
    // A length of 0 is a segment that the network card cuts later.
    let mut offloaded = ipv4(6, 1, &syn(445));
    offloaded[2..4].fill(0);
    check(101, &[&offloaded], Expect::V4(6, 445, Class::Scan));
    for (place, wrong) in [(0, 0x44), (0, 0x4f), (3, 19)] {
        let mut bad = ipv4(6, 1, &syn(445));
        bad[place] = wrong;
        check(101, &[&bad], Expect::Bad);
    }
    check(101, &[&ipv4(6, 1, &[])[..19]], Expect::Bad);
    check(101, &[&ipv6(6, 1, &[])[..39]], Expect::Bad);

    let six = |next, payload: &[&[u8]]| ipv6(next, 1, &payload.concat());
    let hop = |next| [next, 0, 5, 2, 0, 0, 1, 0];
    check(101, &[&six(0, &[&hop(6), &syn(22)])], Expect::V6(6, 22, Class::Scan));
    check(
        101,
        &[&six(0, &[&hop(43), &hop(60), &hop(135), &hop(17), &udp(53)])],
        Expect::V6(17, 53, Class::Scan),
    );
    check(
        101,
        &[&six(51, &[&[6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], &syn(22)])],
        Expect::V6(6, 22, Class::Scan),
    );
    check(101, &[&six(44, &[&[6, 0, 0, 1, 0, 0, 0, 9], &syn(22)])], Expect::V6(6, 22, Class::Scan));
    check(101, &[&six(44, &[&[6, 0, 0, 8, 0, 0, 0, 9], &syn(22)])], Expect::V6(6, 0, Class::Other));
    check(101, &[&six(58, &[&[128, 0]])], Expect::V6(58, 128, Class::Scan));
    check(101, &[&six(59, &[])], Expect::V6(59, 0, Class::Other));
    check(101, &[&six(60, &[&[6, 9, 0, 0], &syn(22)])], Expect::V6(60, 0, Class::Other));
}

#[test]
fn known_is_what_the_header_told() {
    let known = |packet: &[u8]| {
        let mut kept = Kept::default();
        decode(101, packet, Seen::default(), &mut kept);
        kept.v4[0].known
    };
    let ip = Known::TTL.with(Known::IP_ID).with(Known::LENGTH);
    assert_eq!(known(&ipv4(47, 1, &[])), ip);
    assert_eq!(known(&ipv4(17, 1, &udp(53))), ip.with(Known::SPORT));
    let tcp = Known::SPORT.with(Known::SEQ).with(Known::FLAGS).with(Known::WINDOW);
    assert_eq!(known(&ipv4(6, 1, &syn(1))), ip.with(tcp));
    assert_eq!(known(&ipv4(6, 1, &syn(1)[..8])), ip.with(Known::SPORT).with(Known::SEQ));
}

/// Frames as they are sent, by etherparse's own builder.
fn sent() -> impl Strategy<Value = Vec<u8>> {
    let tags = proptest::collection::vec(1_u16..4095, 0..3);
    (tags, any::<bool>(), 0..3_u8, any::<(u16, u16, u32, u16)>(), any::<(u32, u128)>(), 0..40_usize).prop_map(
        |(tags, six, transport, (sport, dport, seq, window), (src, src6), payload)| {
            let builder = PacketBuilder::ethernet2([1; 6], [2; 6]);
            let id = |tag| etherparse::VlanId::try_new(tag).unwrap();
            let builder = match *tags {
                [] if six => builder.ipv6(src6.to_be_bytes(), [9; 16], 61),
                [] => builder.ipv4(src.to_be_bytes(), [9; 4], 61),
                [tag] if six => builder.single_vlan(id(tag)).ipv6(src6.to_be_bytes(), [9; 16], 61),
                [tag] => builder.single_vlan(id(tag)).ipv4(src.to_be_bytes(), [9; 4], 61),
                [outer, inner, ..] => {
                    builder.double_vlan(id(outer), id(inner)).ipv4(src.to_be_bytes(), [9; 4], 61)
                }
            };
            let in_six = six && tags.len() < 2;
            let content = vec![7; payload];
            let mut bytes = Vec::new();
            let written = match transport {
                0 => builder.tcp(sport, dport, seq, window).syn().write(&mut bytes, &content),
                1 => builder.udp(sport, dport).write(&mut bytes, &content),
                _ if in_six => {
                    builder.icmpv6_raw(sport as u8, dport as u8, [0; 4]).write(&mut bytes, &content)
                }
                _ => builder.icmpv4_raw(sport as u8, dport as u8, [0; 4]).write(&mut bytes, &content),
            };
            written.unwrap();
            bytes
        },
    )
}

/// Compares with etherparse wherever it finds a frame in order.
fn agree(frame: &[u8]) -> Result<(), TestCaseError> {
    let mut kept = Kept::default();
    let outcome = decode(1, frame, Seen::default(), &mut kept);
    prop_assert_eq!(kept.v4.len() + kept.v6.len(), usize::from(outcome == Outcome::Packet));
    let Ok(sliced) = SlicedPacket::from_ethernet(frame) else { return Ok(()) };
    let (number, fragmented, ports) = match (&sliced.net, &*kept.v4, &*kept.v6) {
        (Some(NetSlice::Ipv4(ip)), [packet], []) => {
            let header = ip.header();
            prop_assert_eq!(packet.src.to_be_bytes(), header.source());
            prop_assert_eq!(packet.dst.to_be_bytes(), header.destination());
            prop_assert_eq!((packet.ttl, packet.ip_id), (header.ttl(), header.identification()));
            prop_assert_eq!(packet.length, header.total_len());
            if ip.extensions().auth.is_some() {
                return Ok(());
            }
            let told = (packet.sport, packet.dport, packet.seq, packet.window, packet.flags);
            prop_assert_eq!(packet.proto, header.protocol().0);
            (packet.proto, ip.is_payload_fragmented(), told)
        }
        (Some(NetSlice::Ipv6(ip)), [], [packet]) => {
            let header = ip.header();
            prop_assert_eq!(packet.src.to_be_bytes(), header.source());
            prop_assert_eq!(packet.dst.to_be_bytes(), header.destination());
            prop_assert_eq!(packet.ttl, header.hop_limit());
            let told = (packet.sport, packet.dport, packet.seq, packet.window, packet.flags);
            // It leaves some extension headers, and all in fragments, to its caller.
            if matches!(ip.payload().ip_number.0, 0 | 43 | 44 | 51 | 60 | 135 | 139 | 140) {
                return Ok(());
            }
            if !ip.is_payload_fragmented() {
                prop_assert_eq!(packet.proto, ip.payload().ip_number.0);
            }
            (packet.proto, ip.is_payload_fragmented(), told)
        }
        (Some(NetSlice::Arp(_)), [], []) => {
            prop_assert_eq!(outcome, Outcome::NotIp(NotIp::EtherType(0x0806)));
            return Ok(());
        }
        // It stops at tags it has no room for, at MPLS, PPPoE and 802.2.
        (None, ..) => return Ok(()),
        other => return Err(TestCaseError::fail(format!("{other:?} {outcome:?}"))),
    };
    if fragmented {
        return Ok(());
    }
    let expect = match sliced.transport {
        Some(TransportSlice::Tcp(tcp)) => {
            let flags = tcp.slice()[13];
            (tcp.source_port(), tcp.destination_port(), tcp.sequence_number(), tcp.window_size(), flags)
        }
        Some(TransportSlice::Udp(udp)) => (udp.source_port(), udp.destination_port(), 0, 0, 0),
        Some(TransportSlice::Icmpv4(icmp)) => (icmp.code_u8().into(), icmp.type_u8().into(), 0, 0, 0),
        Some(TransportSlice::Icmpv6(icmp)) => (icmp.code_u8().into(), icmp.type_u8().into(), 0, 0, 0),
        Some(TransportSlice::Igmp(_)) | None => {
            let has_fields = matches!(number, proto::TCP | proto::UDP | proto::ICMP | proto::ICMPV6);
            return if has_fields { Ok(()) } else { same(ports, (0, 0, 0, 0, 0)) };
        }
    };
    same(ports, expect)
}

type Fields = (u16, u16, u32, u16, u8);

fn same(ours: Fields, expect: Fields) -> Result<(), TestCaseError> {
    prop_assert_eq!(ours, expect);
    Ok(())
}

proptest! {
    #[test]
    fn etherparse_reads_the_same_in_frames_as_sent(frame in sent()) {
        agree(&frame)?;
    }

    #[test]
    fn etherparse_reads_the_same_in_damaged_frames(
        mut frame in sent(),
        flips in proptest::collection::vec((0..60_usize, any::<u8>()), 0..4),
        cut in 0..100_usize,
    ) {
        for (place, byte) in flips {
            if let Some(at) = frame.get_mut(place) {
                *at = byte;
            }
        }
        frame.truncate(frame.len().saturating_sub(cut.saturating_sub(40)));
        agree(&frame)?;
    }

    #[test]
    fn any_bytes_have_one_outcome(link_type in 0..280_u16, frame in proptest::collection::vec(any::<u8>(), 0..120)) {
        let mut kept = Kept::default();
        let outcome = decode(link_type, &frame, Seen::default(), &mut kept);
        prop_assert_eq!(kept.v4.len() + kept.v6.len(), usize::from(outcome == Outcome::Packet));
    }
}
