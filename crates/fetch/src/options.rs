//! How far a fetcher goes.

use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;

use crate::resolve::{Lookup, Resolve};

/// What a fetcher is allowed, and how long it waits.
#[derive(Debug, Clone)]
pub struct Options {
    /// The `User-Agent` that it says.
    pub user_agent: String,
    /// Networks that may be reached although they are denied to all: an organisation's inner sites, a test's
    /// loopback.
    pub allow: Vec<IpNet>,
    /// Further networks that may not be reached: an organisation's own public ones, say.
    pub deny: Vec<IpNet>,
    /// How long a look-up of a name may take.
    pub resolve_time: Duration,
    /// How long a connection may take to stand, with TLS.
    pub connect_time: Duration,
    /// How long all of it may take, redirects and body included.
    pub whole_time: Duration,
    /// How many bytes of a body are kept, as sent and when unpacked.
    pub body_bytes: usize,
    /// How many bytes of names and values an answer's headers may have. HTTP/1 never takes more than about 400 KiB.
    pub header_bytes: usize,
    /// How many redirects are followed.
    pub redirects: usize,
    /// An HTTP proxy, as a URL. It then resolves the names itself: addresses written in URLs are still judged, but
    /// what a name leads to is judged by the proxy alone, which has to keep inner networks closed.
    pub proxy: Option<String>,
    /// Whether any certificate will do. For looking at a harmful site, whose certificate is of no matter; never for
    /// asking somebody whose answer is believed.
    pub any_certificate: bool,
    /// Who resolves names.
    pub resolver: Arc<dyn Resolve>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent: concat!("Hinomi/", env!("CARGO_PKG_VERSION")).to_owned(),
            allow: Vec::new(),
            deny: Vec::new(),
            resolve_time: Duration::from_secs(10),
            connect_time: Duration::from_secs(10),
            whole_time: Duration::from_secs(30),
            body_bytes: 1 << 20,
            header_bytes: 64 << 10,
            redirects: 10,
            proxy: None,
            any_certificate: false,
            resolver: Arc::new(Lookup),
        }
    }
}
