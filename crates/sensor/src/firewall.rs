//! Rules for nftables that keep the machine itself from answering.
//!
//! The sensor answers nothing, but the kernel of its machine does: RST to a SYN, "port unreachable" to a datagram, a
//! reply to a ping. The capture sits in front of the firewall, so what is dropped there is still seen.

use std::fmt::Write;

use ipnet::IpNet;

use crate::config::{Port, Transport};
use crate::live::Own;

/// Rules for `nft -f -`, that replace the ones that were loaded before.
///
/// What goes on in connections that the machine itself began goes on; so do the ports and sources that the sensor
/// ignores, and neighbour discovery (RFC 4861), without which IPv6 addresses can't be reached at all.
pub fn rules(interface: &str, own: &Own) -> String {
    let mut rules = Vec::new();
    rules.push(format!("iifname != \"{interface}\" accept"));
    rules.push("ct state established,related accept".to_owned());
    let neighbours = "nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert";
    rules.push(format!("icmpv6 type {{ {neighbours} }} accept"));
    for (name, transport) in [("tcp", Transport::Tcp), ("udp", Transport::Udp)] {
        let is_so = |port: &&Port| port.transport.is_none_or(|its| its == transport);
        let ports = own.ignore_ports.iter().filter(is_so).map(|port| port.number.to_string());
        rules.extend(set(ports).map(|ports| format!("{name} dport {ports} accept")));
    }
    rules.extend(both("saddr", &own.ignore_sources, "accept"));
    rules.extend(both("daddr", &own.addresses, "drop"));

    // Named first, so that there is something to delete.
    let mut text =
        "table inet hinomi_sensor\ndelete table inet hinomi_sensor\ntable inet hinomi_sensor {\n".to_owned();
    text.push_str("\tchain unanswered {\n\t\ttype filter hook input priority -10; policy accept;\n");
    for rule in rules {
        // Writing to a string does not fail.
        let _ = writeln!(text, "\t\t{rule}");
    }
    text.push_str("\t}\n}\n");
    text
}

/// A rule for the networks of each family, where there are any.
fn both(field: &str, networks: &[IpNet], verdict: &str) -> Vec<String> {
    let of = |is_v4: bool| {
        let of_family = networks.iter().filter(move |network| network.addr().is_ipv4() == is_v4);
        set(of_family.map(ToString::to_string))
    };
    let v4 = of(true).map(|set| format!("ip {field} {set} {verdict}"));
    v4.into_iter().chain(of(false).map(|set| format!("ip6 {field} {set} {verdict}"))).collect()
}

fn set(elements: impl Iterator<Item = String>) -> Option<String> {
    let mut elements: Vec<String> = elements.collect();
    elements.sort();
    elements.dedup();
    (!elements.is_empty()).then(|| format!("{{ {} }}", elements.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::network;

    #[test]
    fn rules_name_what_is_ours_and_what_is_the_machines() {
        let own = Own {
            addresses: ["192.0.2.16/28", "2001:db8::1"].map(|text| network(text).unwrap()).to_vec(),
            ignore_ports: ["22/tcp", "53"].map(|text| text.parse().unwrap()).to_vec(),
            ignore_sources: vec![network("198.51.100.0/24").unwrap()],
            peers: Vec::new(),
        };
        let expect = "table inet hinomi_sensor
delete table inet hinomi_sensor
table inet hinomi_sensor {
\tchain unanswered {
\t\ttype filter hook input priority -10; policy accept;
\t\tiifname != \"eth0\" accept
\t\tct state established,related accept
\t\ticmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert } accept
\t\ttcp dport { 22, 53 } accept
\t\tudp dport { 53 } accept
\t\tip saddr { 198.51.100.0/24 } accept
\t\tip daddr { 192.0.2.16/28 } drop
\t\tip6 daddr { 2001:db8::1/128 } drop
\t}
}
";
        assert_eq!(rules("eth0", &own), expect);
    }
}
