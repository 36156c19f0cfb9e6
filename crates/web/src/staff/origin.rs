//! Whether a request that changes something comes from a page of this site.
//!
//! Browsers say so themselves: `Sec-Fetch-Site` on https and on this machine, `Origin` with every POST. A request
//! with neither is from no browser that could be tricked, but it is not from a form of ours either: refused.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// Whether it does.
pub(crate) fn is_ours(headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return site == "same-origin";
    }
    match (header(ORIGIN.as_str()), header(HOST.as_str())) {
        // The scheme is left out: a proxy may have ended TLS. Another scheme of the same host and port can't be.
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], expect: bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        assert_eq!(is_ours(&map), expect, "{headers:?}");
    }

    #[test]
    fn other_sites_forms_are_not_ours() {
        let host = ("host", "desk.example:8080");
        check(&[host, ("sec-fetch-site", "same-origin")], true);
        for site in ["cross-site", "same-site", "none", ""] {
            check(&[host, ("sec-fetch-site", site), ("origin", "http://desk.example:8080")], false);
        }
        check(&[host, ("origin", "http://desk.example:8080")], true);
        check(&[host, ("origin", "https://desk.example:8080")], true);
        for origin in [
            "null",
            "",
            "http://desk.example",
            "http://evil.example",
            "http://desk.example:8080.evil.example",
            "desk.example:8080",
        ] {
            check(&[host, ("origin", origin)], false);
        }
        check(&[host], false);
        check(&[("origin", "http://desk.example:8080")], false);
    }
}
