//! From a name to addresses, each of them judged.
//!
//! The HTTP client has no other way to an address: it connects to what comes out of here, at once and without
//! asking again. So a name that first leads outside and then inside (DNS rebinding) gains nothing.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::place::{Networks, Refusal};

/// What a resolver promises.
pub type Resolving<'a> = Pin<Box<dyn Future<Output = Result<Vec<IpAddr>, LookupError>> + Send + 'a>>;

/// Finds the addresses of a name.
pub trait Resolve: fmt::Debug + Send + Sync {
    /// All addresses of `host`. None at all is the same as [`LookupError::NotFound`].
    fn resolve<'a>(&'a self, host: &'a str) -> Resolving<'a>;
}

/// Why a name has no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// There is no such name, or it has no address.
    #[error("the name has no address")]
    NotFound,
    /// Nobody could tell: our resolver does not answer, or theirs.
    #[error("the name could not be looked up: {0}")]
    Unknown(String),
}

/// The resolver of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lookup;

impl Resolve for Lookup {
    fn resolve<'a>(&'a self, host: &'a str) -> Resolving<'a> {
        Box::pin(async move {
            match tokio::net::lookup_host((host, 0)).await {
                Ok(found) => Ok(found.map(|socket| socket.ip()).collect()),
                Err(error) => Err(lookup_error(&error)),
            }
        })
    }
}

/// `getaddrinfo` tells the two kinds apart, but Rust hands on its text alone: that of glibc and BSD, and of musl.
fn lookup_error(error: &io::Error) -> LookupError {
    let text = error.to_string();
    let unknown = ["Temporary failure", "Try again", "timed out", "Non-recoverable"];
    if unknown.iter().any(|part| text.contains(part)) {
        LookupError::Unknown(text)
    } else {
        LookupError::NotFound
    }
}

/// So many addresses of a name are judged; a name with more is refused nothing, but the rest is not tried.
const ADDRESSES: usize = 32;

/// What stands between the HTTP client and the resolver.
#[derive(Debug, Clone)]
pub(crate) struct Guarded {
    pub resolver: Arc<dyn Resolve>,
    /// None where a proxy is asked: then only the proxy's own name comes by here.
    pub networks: Option<Arc<Networks>>,
    pub time: Duration,
}

/// What came of it, inside the HTTP client's own error.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Stopped {
    #[error("{0}")]
    Refused(Refusal),
    #[error("{0}")]
    Lookup(LookupError),
}

impl Guarded {
    async fn addresses(&self, host: &str) -> Result<Vec<SocketAddr>, Stopped> {
        let asked = tokio::time::timeout(self.time, self.resolver.resolve(host)).await;
        let mut found = asked
            .unwrap_or_else(|_| Err(LookupError::Unknown("no answer in time".to_owned())))
            .map_err(Stopped::Lookup)?;
        found.truncate(ADDRESSES);
        if found.is_empty() {
            return Err(Stopped::Lookup(LookupError::NotFound));
        }
        if let Some(networks) = &self.networks {
            // One that is denied spoils all: a name with an inner address is a trap or a mistake.
            found.iter().try_for_each(|address| networks.check(*address)).map_err(Stopped::Refused)?;
        }
        Ok(found.into_iter().map(|address| SocketAddr::new(address.to_canonical(), 0)).collect())
    }
}

impl reqwest::dns::Resolve for Guarded {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let guarded = self.clone();
        Box::pin(async move {
            let found = guarded.addresses(name.as_str()).await?;
            Ok(Box::new(found.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_there_differs_from_a_resolver_that_is_not_there() {
        let failed = |text: &str| io::Error::other(format!("failed to lookup address information: {text}"));
        for (text, expect) in [
            ("Name or service not known", true),
            ("No address associated with hostname", true),
            ("Name does not resolve", true),
            ("Temporary failure in name resolution", false),
            ("Try again", false),
        ] {
            assert_eq!(lookup_error(&failed(text)) == LookupError::NotFound, expect, "{text}");
        }
    }
}
