//! From where a request comes.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use crate::site::Site;

/// Who asks: the connection's address or, behind a proxy of ours, what that proxy says; and the browser.
#[derive(Debug, Clone)]
pub(crate) struct From(pub(crate) account::Client);

impl FromRequestParts<Site> for From {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let address = client(peer, &parts.headers, &site.app.settings.proxies);
        let agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self(account::Client { address, agent: agent.to_owned() }))
    }
}

/// The address nearest to us that is no proxy of ours. What stands further left in `X-Forwarded-For` is whatever
/// the client wrote there.
fn client(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    let is_proxy = |address: &IpAddr| proxies.iter().any(|proxy| proxy.to_canonical() == *address);
    let peer = peer?.to_canonical();
    if !is_proxy(&peer) {
        return Some(peer);
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let mut hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    while let Some(hop) = hops.pop() {
        match hop.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(address) if is_proxy(&address) => {}
            Ok(address) => return Some(address),
            Err(_) => break,
        }
    }
    Some(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(peer: &str, forwarded: &str, expect: &str) {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let proxies = ["192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap()];
        let found = client(peer.parse().ok(), &headers, &proxies);
        assert_eq!(
            found.map(|address| address.to_string()).unwrap_or_default(),
            expect,
            "{peer} {forwarded}"
        );
    }

    #[test]
    fn only_our_proxies_are_believed() {
        check("198.51.100.9", "203.0.113.5", "198.51.100.9");
        check("192.0.2.1", "203.0.113.5", "203.0.113.5");
        check("::ffff:192.0.2.1", "203.0.113.5", "203.0.113.5");
        check("192.0.2.1", "10.0.0.1, 203.0.113.5, 2001:db8::1", "203.0.113.5");
        check("192.0.2.1", "203.0.113.5, nonsense", "192.0.2.1");
        check("192.0.2.1", "", "192.0.2.1");
        check("", "203.0.113.5", "");
    }
}
