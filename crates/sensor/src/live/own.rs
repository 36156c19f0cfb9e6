//! What is the sensor's, and what is the machine's own business.

use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;

use super::interface::Interface;
use crate::config::{Addresses, Config, Port};

/// What the filter goes by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Own {
    /// Packets to these are the sensor's.
    pub addresses: Vec<IpNet>,
    /// But for those to these ports.
    pub ignore_ports: Vec<Port>,
    /// And those from these networks.
    pub ignore_sources: Vec<IpNet>,
    /// And what the collector answers, and the resolvers.
    pub peers: Vec<SocketAddr>,
}

impl Own {
    /// What it is by the configuration, the interface's addresses and the collector's.
    pub fn of(config: &Config, interface: &Interface, collector: &[SocketAddr]) -> Self {
        let mut peers = collector.to_vec();
        // A machine without the file asks no resolver.
        peers.extend(resolvers(&std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default()));
        Self {
            addresses: match &config.addresses {
                Addresses::Auto => interface.addresses.clone(),
                Addresses::Listed(listed) => listed.clone(),
            },
            ignore_ports: config.ignore_ports.clone(),
            ignore_sources: config.ignore_sources.iter().map(|network| network.0).collect(),
            peers,
        }
    }
}

/// The port of a resolver (RFC 1035).
const DOMAIN: u16 = 53;

/// The resolvers that the machine asks, from the text of resolv.conf(5).
fn resolvers(text: &str) -> Vec<SocketAddr> {
    let named = text.lines().filter_map(|line| line.trim().strip_prefix("nameserver"));
    let address = |rest: &str| rest.trim().split('%').next()?.parse::<IpAddr>().ok();
    named.filter_map(address).map(|address| SocketAddr::new(address, DOMAIN)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolvers_are_found_among_other_lines() {
        let text = "# nameserver 192.0.2.9\nsearch example.org\nnameserver 192.0.2.53\n nameserver 2001:db8::53%eth0\nnameserver x\n";
        let expect = ["192.0.2.53:53", "[2001:db8::53]:53"].map(|text| text.parse().unwrap());
        assert_eq!(resolvers(text), expect);
    }
}
