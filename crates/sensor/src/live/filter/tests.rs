//! The filter is run on packets by an interpreter; in the kernel it runs in the tests with namespaces.

use super::*;

fn own(addresses: &[&str]) -> Own {
    let networks = |texts: &[&str]| texts.iter().map(|text| crate::config::network(text).unwrap()).collect();
    Own {
        addresses: networks(addresses),
        ignore_ports: vec!["22/tcp".parse().unwrap(), "123/udp".parse().unwrap(), "9999".parse().unwrap()],
        ignore_sources: networks(&["198.51.100.64/26", "2001:db8:bad::/48"]),
        peers: vec!["203.0.113.7:4739".parse().unwrap(), "[2001:db8:c::1]:4739".parse().unwrap()],
    }
}

/// An IP packet: to, from, protocol, ports, and bytes of IPv4 options or the fragment's offset.
fn packet(to: &str, from: &str, protocol: u8, ports: (u16, u16), options: usize, fragment: u16) -> Vec<u8> {
    let octets = |text: &str| match text.parse().unwrap() {
        std::net::IpAddr::V4(address) => address.octets().to_vec(),
        std::net::IpAddr::V6(address) => address.octets().to_vec(),
    };
    let (to, from) = (octets(to), octets(from));
    let mut packet = vec![0; if to.len() == 4 { 12 } else { 8 }];
    if to.len() == 4 {
        packet[0] = 0x45 + (options / 4) as u8;
        packet[6..8].copy_from_slice(&fragment.to_be_bytes());
        packet[9] = protocol;
    } else {
        packet[0] = 0x60;
        packet[6] = protocol;
    }
    packet.extend([from, to].concat());
    packet.extend(vec![0; options]);
    packet.extend(ports.0.to_be_bytes());
    packet.extend(ports.1.to_be_bytes());
    packet.extend([0; 16]);
    packet
}

#[test]
fn what_is_ours_passes_and_our_own_business_does_not() {
    let own = own(&["192.0.2.10", "192.0.2.16/28", "2001:db8:1::/64", "2001:db8:2::5"]);
    let check = |packet: &[u8], expect: bool| {
        let kind = if packet[0] >> 4 == 4 { [8, 0] } else { [0x86, 0xdd] };
        let frame = [&[0; 12][..], &kind, packet].concat();
        assert_eq!(program(link::ETHERNET, &own, 0).unwrap().matches(&frame), expect, "{packet:02x?}");
        assert_eq!(program(link::RAW, &own, 0).unwrap().matches(packet), expect, "raw {packet:02x?}");
    };
    let v4 = |to, ports| packet(to, "198.51.100.1", 6, ports, 0, 0);
    check(&v4("192.0.2.10", (40000, 23)), true);
    check(&v4("192.0.2.11", (40000, 23)), false);
    check(&v4("192.0.2.31", (40000, 23)), true);
    check(&v4("192.0.2.32", (40000, 23)), false);
    check(&v4("192.0.2.10", (40000, 22)), false);
    check(&v4("192.0.2.10", (22, 40000)), true);
    check(&v4("192.0.2.10", (40000, 9999)), false);
    let from = |from, protocol, ports| packet("192.0.2.10", from, protocol, ports, 0, 0);
    check(&from("198.51.100.1", 17, (40000, 22)), true);
    check(&from("198.51.100.1", 17, (40000, 123)), false);
    check(&from("198.51.100.1", 6, (40000, 123)), true);
    check(&from("198.51.100.1", 1, (22, 22)), true);
    check(&from("198.51.100.65", 6, (40000, 23)), false);
    check(&from("203.0.113.7", 6, (4739, 40000)), false);
    check(&from("203.0.113.7", 6, (4740, 40000)), true);
    check(&from("203.0.113.8", 6, (4739, 40000)), true);
    // Ports stand behind the options; later fragments have none.
    check(&packet("192.0.2.10", "198.51.100.1", 6, (40000, 22), 8, 0), false);
    check(&packet("192.0.2.10", "198.51.100.1", 6, (40000, 23), 40, 0), true);
    check(&packet("192.0.2.10", "198.51.100.1", 6, (40000, 22), 0, 1), true);
    check(&packet("192.0.2.10", "198.51.100.1", 6, (40000, 22), 0, 0x4000), false);

    let v6 = |to, from, ports| packet(to, from, 6, ports, 0, 0);
    check(&v6("2001:db8:1::77", "2001:db8:f::1", (40000, 23)), true);
    check(&v6("2001:db8:1:1::77", "2001:db8:f::1", (40000, 23)), false);
    check(&v6("2001:db8:2::5", "2001:db8:f::1", (40000, 23)), true);
    check(&v6("2001:db8:2::6", "2001:db8:f::1", (40000, 23)), false);
    check(&v6("2001:db8:2::5", "2001:db8:f::1", (40000, 22)), false);
    check(&v6("2001:db8:2::5", "2001:db8:bad::1", (40000, 23)), false);
    check(&v6("2001:db8:2::5", "2001:db8:c::1", (4739, 40000)), false);
    check(&v6("2001:db8:2::5", "2001:db8:c::1", (4738, 40000)), true);
    let icmp = |kind: u16, hops| {
        let mut packet = packet("2001:db8:2::5", "2001:db8:f::1", 58, (kind << 8, 0), 0, 0);
        packet[7] = hops;
        packet
    };
    check(&icmp(136, 255), false);
    check(&icmp(136, 254), true);
    check(&icmp(128, 255), true);
    check(&[0x45; 10], false);
}

#[test]
fn long_lists_fit_or_are_refused() {
    let many = |count: u32| {
        let address =
            |n: u32| IpNet::from(std::net::IpAddr::from(std::net::Ipv4Addr::from_bits(0xc000_0200 + n)));
        Own { addresses: (0..count).map(address).collect(), ..Own::default() }
    };
    let last = packet("192.0.2.255", "198.51.100.1", 6, (1, 2), 0, 0);
    assert!(program(link::RAW, &many(256), 0).unwrap().matches(&last));
    assert!(program(link::RAW, &many(5000), 0).is_err());
}
