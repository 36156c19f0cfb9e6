//! Why nothing came back.

use thiserror::Error;

use crate::place::Refusal;

/// Why there is no answer. Each says at which URL, which after redirects is not the one asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The name has no address.
    #[error("{url}: the name has no address")]
    Dns {
        /// Where.
        url: String,
    },
    /// Nobody could say whether the name has an address. That may well be our side's fault.
    #[error("{url}: {reason}")]
    DnsUnknown {
        /// Where.
        url: String,
        /// What the resolver says.
        reason: String,
    },
    /// The guard does not let it out; nothing was sent there.
    #[error("{url}: not fetched: {why}")]
    Refused {
        /// Where.
        url: String,
        /// Why.
        why: Refusal,
    },
    /// No connection came to stand.
    #[error("{url}: no connection: {reason}")]
    Connect {
        /// Where.
        url: String,
        /// What the system says.
        reason: String,
    },
    /// TLS could not be agreed upon, or the certificate is not good.
    #[error("{url}: TLS: {reason}")]
    Tls {
        /// Where.
        url: String,
        /// What TLS says.
        reason: String,
    },
    /// The time was up before there was a status.
    #[error("{url}: no answer in time")]
    Timeout {
        /// Where.
        url: String,
    },
    /// The headers, or a document that must be whole, are longer than the limit.
    #[error("{url}: {what} longer than {limit} bytes")]
    TooLarge {
        /// Where.
        url: String,
        /// What is too large: the headers, the document.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// It is led on and on.
    #[error("{url}: more than {limit} redirects")]
    Redirects {
        /// Where it ended.
        url: String,
        /// The limit.
        limit: usize,
    },
    /// What came is not HTTP.
    #[error("{url}: not HTTP: {reason}")]
    Http {
        /// Where.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A document was asked for, and another status than 200 came.
    #[error("{url}: status {status}")]
    Status {
        /// Where.
        url: String,
        /// The HTTP status.
        status: u16,
        /// The header `Retry-After`, in seconds, where it says so.
        retry_after: Option<u64>,
    },
    /// The document is not what it should be.
    #[error("{url}: {reason}")]
    Document {
        /// Where.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The options can't be followed.
    #[error("{0}")]
    Options(String),
}
