//! What a reader makes of a message.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

use jiff::Timestamp;

use crate::kind::{Kind, Refinement};
use crate::model::{Disposition, Format};

/// What an incident is counted by: once in a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// An IP address.
    Address(IpAddr),
    /// A URL, in the canonical form of the URL Standard where it can be brought to it.
    Site(String),
    /// A host name, where neither address nor URL is known.
    Host(String),
}

impl Subject {
    /// What it is, in a word.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Address(_) => "address",
            Self::Site(_) => "site",
            Self::Host(_) => "host",
        }
    }

    /// Its canonical text.
    pub fn text(&self) -> String {
        match self {
            Self::Address(address) => address.to_string(),
            Self::Site(text) | Self::Host(text) => text.clone(),
        }
    }
}

/// An address as 32 hexadecimal digits, IPv4 as mapped IPv6 (RFC 4291, 2.5.5.2): texts that sort as addresses do.
pub fn address_key(address: IpAddr) -> String {
    let bits = match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    };
    format!("{bits:032x}")
}

/// The address behind a key of [`address_key`].
pub fn address_of_key(key: &str) -> Option<IpAddr> {
    u128::from_str_radix(key, 16).ok().map(|bits| Ipv6Addr::from_bits(bits).to_canonical())
}

/// A destination port.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Port {
    /// `tcp`, `udp` or what else the source says, in lower case; empty where it does not say.
    pub protocol: String,
    /// The number.
    pub number: u16,
}

impl std::fmt::Display for Port {
    /// `22/tcp`, or the number alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.protocol.as_str() {
            "" => write!(f, "{}", self.number),
            protocol => write!(f, "{}/{protocol}", self.number),
        }
    }
}

/// An incident as found in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is counted.
    pub subject: Subject,
    /// Of what kind.
    pub kind: Kind,
    /// Its type in the RSIT, `classification:type`, such as `information-gathering:scanner`.
    pub rsit: &'static str,
    /// Its later kind, if it has one.
    pub refinement: Option<Refinement>,
    /// The address behind it, if said: the subject itself, or that of a site.
    pub address: Option<IpAddr>,
    /// The host name behind it, if said.
    pub host: Option<String>,
    /// The brand that a phishing site abuses, as the source names it.
    pub brand: Option<String>,
    /// Destination ports.
    pub ports: Vec<Port>,
    /// Whether the source tells of many ports at once.
    pub many_ports: bool,
    /// Who was attacked, if said.
    pub victim: Option<String>,
    /// First sighting.
    pub first: Option<Timestamp>,
    /// Last sighting.
    pub last: Option<Timestamp>,
    /// Whether the source said the zone of these times. What did not is taken in the organisation's zone, and is
    /// no evidence to send to anybody.
    pub zone_known: bool,
    /// Log lines and the like, as they stood.
    pub evidence: String,
    /// What else the source said.
    pub details: BTreeMap<String, String>,
}

impl Candidate {
    /// A candidate of which nothing else is known.
    pub fn new(subject: Subject, kind: Kind, rsit: &'static str) -> Self {
        let address = match &subject {
            Subject::Address(address) => Some(*address),
            _ => None,
        };
        Self {
            subject,
            kind,
            rsit,
            address,
            refinement: None,
            host: None,
            brand: None,
            ports: Vec::new(),
            many_ports: false,
            victim: None,
            first: None,
            last: None,
            zone_known: false,
            evidence: String::new(),
            details: BTreeMap::new(),
        }
    }
}

/// A place in a message that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Where: a part, a line, a field.
    pub place: String,
    /// Why.
    pub reason: String,
}

/// An address or URL of which the text does not say what part it had: a person decides.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct OpenIndicator {
    /// In canonical form.
    pub text: String,
    /// The line that it stands in, as it is.
    pub line: String,
}

/// How many indicators are left open with their line.
pub(crate) const KEPT_OPEN: usize = 100;

/// How many problems are kept with their place; more are only counted.
pub(crate) const KEPT_PROBLEMS: usize = 100;

/// What a reader made of a message, besides the candidates, which it hands on one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// How it was read.
    pub format: Format,
    /// What it turned out to be.
    pub disposition: Disposition,
    /// Whether the reporter asks us to contact the other side.
    pub mediation: bool,
    /// The reporter's address, where the message has a better one than its sender: a form's field.
    pub reporter: Option<String>,
    /// The reporter's name, likewise.
    pub reporter_name: Option<String>,
    /// Indicators that became no incident, because the text does not say their part. The first ones.
    pub open: Vec<OpenIndicator>,
    /// The first problems.
    pub problems: Vec<Problem>,
    /// All of them.
    pub problem_count: u64,
}

impl Reading {
    /// A reading without a problem so far.
    pub fn new(format: Format, disposition: Disposition) -> Self {
        Self {
            format,
            disposition,
            mediation: false,
            reporter: None,
            reporter_name: None,
            open: Vec::new(),
            problems: Vec::new(),
            problem_count: 0,
        }
    }

    /// Notes what could not be read.
    pub fn problem(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.problem_count += 1;
        if self.problems.len() < KEPT_PROBLEMS {
            self.problems.push(Problem { place: place.into(), reason: reason.into() });
        }
    }
}

/// Where a reader hands its candidates to. The same subject may come more than once; it is counted once.
pub type Sink<'a> = dyn FnMut(Candidate) + 'a;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_addresses_do_and_lead_back() {
        let addresses: Vec<IpAddr> = ["::1", "9.255.255.255", "10.0.0.0", "192.0.2.1", "2001:db8::1"]
            .map(|a| a.parse().unwrap())
            .into();
        let keys: Vec<_> = addresses.iter().copied().map(address_key).collect();
        assert!(keys.is_sorted());
        assert_eq!(keys.iter().map(|key| address_of_key(key).unwrap()).collect::<Vec<_>>(), addresses);
    }
}
