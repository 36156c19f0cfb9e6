//! URLs (RFC 3986, and the WHATWG's URL Standard for their canonical form).

use std::net::IpAddr;

use ::url::{Host, Url};

use super::host::is_host;

/// A URL and what its host is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading) struct Link {
    pub url: Url,
    /// Whether it was written with its scheme.
    pub whole: bool,
}

impl Link {
    /// The address that it leads to, where it says one.
    pub(in crate::reading) fn address(&self) -> Option<IpAddr> {
        match self.url.host()? {
            Host::Ipv4(v4) => Some(v4.into()),
            Host::Ipv6(v6) => Some(v6.into()),
            Host::Domain(_) => None,
        }
    }

    /// Its host.
    pub(in crate::reading) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }
}

/// The text that a site is counted by: the URL without its fragment, which no server sees.
pub(in crate::reading) fn site(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

/// A URL is so long at most, in bytes; what browsers take.
const LONGEST: usize = 8_192;

/// The URL that begins at a word: with a scheme, or a host name with a path. Gives its end.
pub(super) fn url_at(line: &str, at: usize, word_end: usize) -> Option<(usize, Link)> {
    let bytes = line.as_bytes();
    let schemes: [&[u8]; 3] = [b"http://", b"https://", b"ftp://"];
    let starts =
        |scheme: &[u8]| bytes.get(at..at + scheme.len()).is_some_and(|b| b.eq_ignore_ascii_case(scheme));
    let whole = schemes.into_iter().find(|scheme| starts(scheme)).map(<[u8]>::len);
    let start = match whole {
        Some(length) => at + length,
        None => {
            // `www.example.com/login.php`, but not `and/or`, nor `22/tcp`, nor `192.0.2.1/24`.
            let host = &line[at..word_end];
            let path = bytes.get(word_end) == Some(&b'/')
                && bytes.get(word_end + 1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'~');
            let before = at.checked_sub(1).map(|at| bytes[at]);
            if !path || matches!(before, Some(b'/' | b'@' | b'.' | b'-')) || !is_host(host) {
                return None;
            }
            at
        }
    };
    // A name in other letters stands directly behind the scheme.
    let rest = &line[start..];
    let mut international = 0;
    if rest.chars().next().is_some_and(|c| !c.is_ascii() && c.is_alphanumeric()) {
        let name =
            rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(rest.len());
        let last = rest[..name].rsplit('.').next().unwrap_or_default();
        if name < 260 && rest[..name].contains('.') && last.is_ascii() {
            international = name;
        }
    }
    let from = start + international;
    let ends = |byte: &u8| {
        !byte.is_ascii()
            || byte.is_ascii_whitespace()
            || byte.is_ascii_control()
            || matches!(byte, b'<' | b'>' | b'"' | b'`' | b'|' | b'\\' | b'^' | b'{' | b'}')
    };
    let length =
        bytes[from..].iter().take(LONGEST).position(ends).unwrap_or((bytes.len() - from).min(LONGEST));
    let mut end = from + length;
    // What ends a sentence or closes a bracket around it is not of it.
    let count = |byte: u8| memchr::memchr_iter(byte, &bytes[at..end]).count();
    let mut round = count(b')').saturating_sub(count(b'('));
    let mut square = count(b']').saturating_sub(count(b'['));
    while end > start {
        match bytes[end - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' => {}
            b')' if round > 0 => round -= 1,
            b']' if square > 0 => square -= 1,
            _ => break,
        }
        end -= 1;
    }
    if end <= start {
        return None;
    }
    let written = &line[at..end];
    let url = match whole {
        Some(_) => Url::parse(written),
        None => Url::parse(&format!("http://{written}")),
    }
    .ok()?;
    url.host_str().filter(|host| !host.is_empty())?;
    Some((end, Link { url, whole: whole.is_some() }))
}
