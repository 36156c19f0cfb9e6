//! Addresses of pages and of the API, written in one place and in one way.
//!
//! The same question always has the same address, so that caches, ours and others', know it again.

use kernel::{BucketSize, Lang, Period};
use observe::{Class, Port};

/// Percent-encodes a query's value (RFC 3986, 3.4); `/` may stay.
pub(crate) fn encode(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut out, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte.into());
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

/// An address under construction.
#[derive(Debug, Clone)]
pub(crate) struct Address(String);

impl Address {
    pub(crate) fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// Adds a parameter.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(&encode(value));
        self
    }

    /// Adds the days.
    #[must_use]
    pub(crate) fn period(self, period: Period) -> Self {
        self.with("from", &period.from.to_string()).with("to", &period.to.to_string())
    }

    /// Adds the class, where there is one.
    #[must_use]
    pub(crate) fn class(self, class: Option<Class>) -> Self {
        match class {
            Some(class) => self.with("class", class.name()),
            None => self,
        }
    }

    /// Adds the width of the points.
    #[must_use]
    pub(crate) fn bucket(self, size: BucketSize) -> Self {
        self.with("bucket", size.name())
    }

    /// Adds the language.
    #[must_use]
    pub(crate) fn lang(self, lang: Lang) -> Self {
        self.with("lang", lang.tag())
    }

    /// Adds the ports.
    #[must_use]
    pub(crate) fn ports(self, ports: &[Port]) -> Self {
        ports.iter().fold(self, |address, port| address.with("port", &port.to_string()))
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.0
    }
}

/// The path of a port's page.
pub(crate) fn port_page(port: Port) -> String {
    let written = port.to_string();
    match written.split_once('/') {
        Some((number, protocol)) => format!("/observe/port/{protocol}/{number}"),
        None => "/observe/icmp".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_place() {
        let address = Address::new("/x").with("a", "b&c=d#e f\"<").with("ü", "ü");
        assert_eq!(String::from(address), "/x?a=b%26c%3Dd%23e%20f%22%3C&ü=%C3%BC");
        assert_eq!(port_page(Port::tcp(445)), "/observe/port/tcp/445");
        assert_eq!(port_page(Port::new(47, 0)), "/observe/port/47/0");
    }
}
