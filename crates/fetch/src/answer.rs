//! What came back.

use std::net::IpAddr;

/// One request and how it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// What was asked for.
    pub url: String,
    /// The HTTP status.
    pub status: u16,
    /// Who answered; with a proxy, the proxy.
    pub address: Option<IpAddr>,
}

/// Why a body is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is longer than the limit.
    Size,
    /// The time was up, or the connection broke, while it came.
    Ended,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// All requests, the last one answered with this.
    pub chain: Vec<Hop>,
    /// The HTTP status.
    pub status: u16,
    /// Who answered; with a proxy, the proxy.
    pub address: Option<IpAddr>,
    /// Those headers that somebody may ask for: names in lower case, values as far as they are text.
    pub headers: Vec<(String, String)>,
    /// The body, unpacked where it came in gzip or deflate, up to the limit.
    pub body: Vec<u8>,
    /// Why the body is not whole, if it is not.
    pub cut: Option<Cut>,
}

impl Answer {
    /// The URL that answered in the end.
    pub fn url(&self) -> &str {
        self.chain.last().map_or("", |hop| &hop.url)
    }

    /// The first value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a part of the body is missing.
    pub const fn truncated(&self) -> bool {
        self.cut.is_some()
    }
}

/// The headers that are handed on. No cookie is among them: none is ever kept or sent.
pub(crate) const HEADERS: &[&str] = &[
    "cache-control",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "server",
];
