//! What a contact is for, and by which keys it is found.
//!
//! A scope is found by its key alone, never by a range: an address lies in at most 33 (IPv4) or 129 (IPv6) networks,
//! a host name in as many domains as it has labels. All of these keys are asked for at once, so that a lookup costs
//! the same among fifty and among fifty thousand scopes, however they are nested.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use crate::candidate::address_key;

/// What a contact is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A network.
    Network(IpNet),
    /// An autonomous system.
    System(u32),
    /// A domain and all below it.
    Domain(String),
    /// A country, by its ISO 3166 code.
    Country(String),
}

/// Labels of a host name that are looked at; more have no name in the DNS (RFC 1035, 2.3.4).
const LABELS: usize = 127;

impl Scope {
    /// What it is stored and found by.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Network(network) => {
                let offset = if network.addr().is_ipv4() { 96 } else { 0 };
                network_key(network.network(), network.prefix_len() + offset)
            }
            Self::System(number) => format!("as:{number}"),
            Self::Domain(domain) => format!("domain:{domain}"),
            Self::Country(code) => format!("country:{code}"),
        }
    }
}

fn network_key(first: IpAddr, bits: u8) -> String {
    format!("net:{}/{bits}", address_key(first))
}

/// The keys of all networks that an address can lie in, the longest prefix first.
pub(crate) fn keys_of_address(address: IpAddr) -> Vec<String> {
    let (all, offset) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
    (0..=all)
        .rev()
        .filter_map(|bits| IpNet::new(address, bits).ok())
        .map(|network| network_key(network.network(), network.prefix_len() + offset))
        .collect()
}

/// The keys of all domains that a host lies in, the longest first.
pub(crate) fn keys_of_host(host: &str) -> Vec<String> {
    let host = host.trim_matches('.').to_ascii_lowercase();
    let mut rest = host.as_str();
    let mut keys = Vec::new();
    while !rest.is_empty() && keys.len() < LABELS {
        keys.push(format!("domain:{rest}"));
        rest = rest.split_once('.').map_or("", |(_, rest)| rest);
    }
    keys
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(network) => write!(f, "{network}"),
            Self::System(number) => write!(f, "AS{number}"),
            Self::Domain(domain) => f.write_str(domain),
            Self::Country(code) => write!(f, "country:{code}"),
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if let Some(code) = lower.strip_prefix("country:") {
            return country(code)
                .map(Self::Country)
                .ok_or_else(|| format!("{text:?}: a country has two letters"));
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self::Network(IpNet::from(address)));
        }
        if text.contains('/') {
            let network: IpNet = text.parse().map_err(|_| format!("{text:?} is no network"))?;
            return Ok(Self::Network(network.trunc()));
        }
        if let Some(number) = lower.strip_prefix("as")
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            return number.parse().map(Self::System).map_err(|_| format!("{text:?} is no AS number"));
        }
        let domain = text.trim_start_matches("*.").trim_matches('.');
        match url::Host::parse(domain) {
            Ok(url::Host::Domain(domain)) => Ok(Self::Domain(domain)),
            _ => Err(format!("{text:?} is no network, AS number, domain or country:XX")),
        }
    }
}

/// An ISO 3166 code in capitals.
pub(crate) fn country(code: &str) -> Option<String> {
    let code = code.trim();
    (code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic())).then(|| code.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        let scope = text.parse::<Scope>().ok().map(|scope| scope.to_string());
        assert_eq!(scope.as_deref(), expect, "{text:?}");
    }

    #[test]
    fn scopes_are_read() {
        check("192.0.2.0/24", Some("192.0.2.0/24"));
        check("192.0.2.77/24", Some("192.0.2.0/24"));
        check("192.0.2.1", Some("192.0.2.1/32"));
        check("2001:DB8::/32", Some("2001:db8::/32"));
        check("0.0.0.0/0", Some("0.0.0.0/0"));
        check("as64500", Some("AS64500"));
        check("example.jp", Some("example.jp"));
        check(".JP", Some("jp"));
        check("*.example.jp.", Some("example.jp"));
        check("見本.example", Some("xn--fhq75d.example"));
        check("country:jp", Some("country:JP"));
        check("country:jpn", None);
        check("192.0.2.0/33", None);
        check("AS99999999999", None);
        check("", None);
        check("a b", None);
    }

    #[test]
    fn an_address_asks_for_all_its_networks_the_longest_first() {
        let keys = keys_of_address("192.0.2.77".parse().unwrap());
        assert_eq!(keys.len(), 33);
        assert_eq!(keys[0], "192.0.2.77".parse::<Scope>().unwrap().key());
        assert_eq!(keys[8], "192.0.2.0/24".parse::<Scope>().unwrap().key());
        assert_eq!(keys[32], "0.0.0.0/0".parse::<Scope>().unwrap().key());
        let keys = keys_of_address("2001:db8::1".parse().unwrap());
        assert_eq!(
            (keys.len(), keys[96].as_str()),
            (129, "2001:db8::/32".parse::<Scope>().unwrap().key().as_str())
        );
        assert_eq!(keys_of_host("a.Example.jp."), ["domain:a.example.jp", "domain:example.jp", "domain:jp"]);
        assert_eq!(keys_of_host(&"a.".repeat(10_000)).len(), LABELS);
    }
}
