//! Whether a form was sent from a page of ours, as far as the browser says (Fetch Standard, `Origin`; Fetch
//! Metadata, `Sec-Fetch-Site`).

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// False where the browser says that another site's page has sent this.
pub(crate) fn same_origin(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = value("sec-fetch-site")
        && !matches!(site, "same-origin" | "none")
    {
        return false;
    }
    match value(ORIGIN.as_str()) {
        None => true,
        // Our own policy `no-referrer` makes browsers send this for forms; `Sec-Fetch-Site` has decided above.
        Some("null") => value("sec-fetch-site").is_some(),
        Some(origin) => {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            host.is_some() && host == value(HOST.as_str())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], expect: bool) {
        let mut map = HeaderMap::new();
        map.insert(HOST, "desk.example:8080".parse().unwrap());
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        assert_eq!(same_origin(&map), expect, "{headers:?}");
    }

    #[test]
    fn what_another_site_sends_is_told() {
        check(&[], true);
        check(&[("origin", "https://desk.example:8080"), ("sec-fetch-site", "same-origin")], true);
        check(&[("origin", "http://desk.example:8080")], true);
        check(&[("origin", "null"), ("sec-fetch-site", "same-origin")], true);
        check(&[("origin", "null")], false);
        check(&[("origin", "https://evil.example")], false);
        check(&[("origin", "https://desk.example")], false);
        check(&[("origin", "desk.example:8080")], false);
        check(&[("sec-fetch-site", "cross-site")], false);
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("origin", "https://desk.example:8080"), ("sec-fetch-site", "cross-site")], false);
    }
}
