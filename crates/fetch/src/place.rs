//! Which URLs are fetched at all, before a name is resolved.
//!
//! The host is read by the URL Standard, as browsers do: `http://0x7f.1/`, `http://2130706433/` and
//! `http://[::ffff:127.0.0.1]/` are addresses there, and are judged as such.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use url::{Host, Url};

use crate::address::{Denied, judge};

/// Ports of services that a request could be made to talk to: the "bad ports" of the Fetch Standard, which
/// browsers refuse, and 0. Sorted.
const OTHER_SERVICES: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514,
    515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
    2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/// Longer URLs are not fetched: no site needs them, and each hop is kept.
const LONGEST_URL: usize = 8192;

/// Why the guard does not let a request out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Neither `http` nor `https`.
    Scheme(String),
    /// The port of another service.
    Port(u16),
    /// It carries a user name or password.
    UserInfo,
    /// It is no URL, or has no host.
    Unreadable(String),
    /// It is longer than the limit.
    TooLong,
    /// The host is, or resolves to, an address that is not to be reached.
    Address {
        /// The address.
        address: IpAddr,
        /// What kind of address it is.
        why: Denied,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme(scheme) => write!(f, "{scheme} is not http or https"),
            Self::Port(port) => write!(f, "port {port} belongs to another service"),
            Self::UserInfo => f.write_str("it carries a user name or password"),
            Self::Unreadable(reason) => write!(f, "it can't be read: {reason}"),
            Self::TooLong => write!(f, "it is longer than {LONGEST_URL} bytes"),
            Self::Address { address, why } => write!(f, "{address} is {why}"),
        }
    }
}

/// Networks that the options open or close.
#[derive(Debug, Clone, Default)]
pub(crate) struct Networks {
    pub allow: Vec<IpNet>,
    pub deny: Vec<IpNet>,
}

impl Networks {
    /// Judges one address.
    pub(crate) fn check(&self, address: IpAddr) -> Result<(), Refusal> {
        judge(address, &self.allow, &self.deny).map_or(Ok(()), |why| Err(Refusal::Address { address, why }))
    }
}

/// A URL that may be asked for, if its host may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place(Url);

impl Place {
    /// Reads a URL and judges all of it but its name's addresses.
    pub(crate) fn read(text: &str, networks: &Networks) -> Result<Self, Refusal> {
        if text.len() > LONGEST_URL {
            return Err(Refusal::TooLong);
        }
        Self::of(Url::parse(text).map_err(|error| Refusal::Unreadable(error.to_string()))?, networks)
    }

    /// Where a redirect leads to.
    pub(crate) fn join(&self, location: &str, networks: &Networks) -> Result<Self, Refusal> {
        if location.len() > LONGEST_URL {
            return Err(Refusal::TooLong);
        }
        Self::of(self.0.join(location).map_err(|error| Refusal::Unreadable(error.to_string()))?, networks)
    }

    fn of(mut url: Url, networks: &Networks) -> Result<Self, Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        if url.as_str().len() > LONGEST_URL {
            return Err(Refusal::TooLong);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::UserInfo);
        }
        let port = url.port_or_known_default().unwrap_or(0);
        if OTHER_SERVICES.binary_search(&port).is_ok() {
            return Err(Refusal::Port(port));
        }
        match url.host() {
            Some(Host::Ipv4(address)) => networks.check(address.into())?,
            Some(Host::Ipv6(address)) => networks.check(address.into())?,
            Some(Host::Domain(name)) if !name.is_empty() => {}
            _ => return Err(Refusal::Unreadable("it has no host".to_owned())),
        }
        // It is the browser's own and never sent.
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The URL.
    pub(crate) const fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denied(why: Denied) -> Option<Denied> {
        Some(why)
    }

    fn check(url: &str, expect: Option<Denied>) {
        let why = match Place::read(url, &Networks::default()) {
            Ok(_) => None,
            Err(Refusal::Address { why, .. }) => Some(why),
            Err(other) => panic!("{url}: {other}"),
        };
        assert_eq!(why, expect, "{url}");
    }

    #[test]
    fn an_address_is_seen_in_every_notation() {
        for (url, expect) in [
            ("http://127.0.0.1/", denied(Denied::Loopback)),
            ("http://127.1/", denied(Denied::Loopback)),
            ("http://0x7f.1/", denied(Denied::Loopback)),
            ("http://0x7f000001/", denied(Denied::Loopback)),
            ("http://2130706433/", denied(Denied::Loopback)),
            ("http://017700000001/", denied(Denied::Loopback)),
            ("http://0177.0.0.01/", denied(Denied::Loopback)),
            ("http://127.0.0.1./", denied(Denied::Loopback)),
            ("http://%31%32%37.0.0.1/", denied(Denied::Loopback)),
            ("http://１２７.０.０.１/", denied(Denied::Loopback)),
            ("http://127。0。0。1/", denied(Denied::Loopback)),
            ("http://①②⑦.⓪.⓪.①/", denied(Denied::Loopback)),
            ("http:\\\\127.0.0.1\\", denied(Denied::Loopback)),
            ("http:127.0.0.1", denied(Denied::Loopback)),
            (" \thttp://127.0.\n0.1/", denied(Denied::Loopback)),
            ("http://0/", denied(Denied::Unspecified)),
            ("http://0xa9fea9fe/latest/meta-data/", denied(Denied::LinkLocal)),
            ("http://[::1]/", denied(Denied::Loopback)),
            ("http://[0:0:0:0:0:0:0:1]/", denied(Denied::Loopback)),
            ("http://[::ffff:127.0.0.1]/", denied(Denied::Loopback)),
            ("http://[::ffff:7f00:1]/", denied(Denied::Loopback)),
            ("http://[::127.0.0.1]/", denied(Denied::Reserved)),
            ("http://[64:ff9b::a00:1]/", denied(Denied::Private)),
            ("http://[2002:a9fe:a9fe::]/", denied(Denied::LinkLocal)),
            ("https://1.2.3.4:8443/x", None),
            ("http://www.example.com/", None),
        ] {
            check(url, expect);
        }
    }

    #[test]
    fn what_is_not_the_web_is_refused() {
        let refusal = |url: &str| Place::read(url, &Networks::default()).unwrap_err();
        for scheme in ["file", "gopher", "ftp", "javascript", "data", "ws"] {
            assert_eq!(refusal(&format!("{scheme}://www.example.com/")), Refusal::Scheme(scheme.to_owned()));
        }
        for port in [0, 22, 25, 6667, 10080] {
            assert_eq!(refusal(&format!("http://www.example.com:{port}/")), Refusal::Port(port));
        }
        for user in ["user", "user:password", ":password"] {
            assert_eq!(refusal(&format!("http://{user}@www.example.com/")), Refusal::UserInfo);
        }
        for unreadable in
            ["", "www.example.com", "http://", "http://[::1", "http://999.1.1.1/", "http://a b/"]
        {
            assert!(matches!(refusal(unreadable), Refusal::Unreadable(_)), "{unreadable}");
        }
        assert_eq!(refusal(&format!("http://www.example.com/{}", "a".repeat(9000))), Refusal::TooLong);
        assert_eq!(refusal(&format!("http://www.example.com/{}", "あ".repeat(2000))), Refusal::TooLong);
    }

    #[test]
    fn ports_are_sorted_as_the_search_needs() {
        assert!(OTHER_SERVICES.is_sorted());
    }

    #[test]
    fn a_fragment_stays_here() {
        let place = Place::read("http://www.example.com/a#b", &Networks::default()).unwrap();
        assert_eq!(place.to_string(), "http://www.example.com/a");
    }
}
