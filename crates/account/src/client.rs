//! From where somebody signs in.

use std::net::{IpAddr, Ipv6Addr};

/// A client, as far as the program can tell one from another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// Its address; none where nobody knows.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub agent: String,
}

/// Characters of a browser's name that are kept.
const AGENT: usize = 200;

impl Client {
    /// What counts as one client: an IPv4 address, or an IPv6 /64, of which a household has all addresses.
    pub(crate) fn network(&self) -> String {
        match self.address.map(|address| address.to_canonical()) {
            None => "unknown".to_owned(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        }
    }

    pub(crate) fn address_text(&self) -> String {
        self.address.map(|address| address.to_canonical().to_string()).unwrap_or_default()
    }

    pub(crate) fn agent_text(&self) -> String {
        self.agent.chars().filter(|c| !c.is_control()).take(AGENT).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expect: &str) {
        let client = Client { address: address.parse().ok(), agent: String::new() };
        assert_eq!(client.network(), expect, "{address}");
    }

    #[test]
    fn a_household_is_one_client() {
        check("192.0.2.7", "192.0.2.7");
        check("::ffff:192.0.2.7", "192.0.2.7");
        check("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64");
        check("", "unknown");
    }
}
