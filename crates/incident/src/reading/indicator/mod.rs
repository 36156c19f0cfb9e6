//! Addresses, URLs and host names in a clean line.

mod address;
mod host;
mod url;

use std::net::IpAddr;
use std::ops::Range;

pub(super) use self::address::{address_at, is_public};
pub(super) use self::host::{is_host, registrable};
pub(super) use self::url::{Link, site};

/// What an indicator is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// An address, with the port that is written on it.
    Address(IpAddr, Option<u16>),
    /// A URL.
    Url(Link),
    /// A host name, in lower case.
    Host(String),
    /// A mail address: no incident, but it keeps its parts from being taken for hosts.
    Mailbox,
}

/// An indicator and its place in the line, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub span: Range<usize>,
    pub what: What,
}

/// A line has so many indicators at most; what follows in it is not looked at. Only machines write more, and what
/// they write are lists.
pub(super) const MOST_IN_LINE: usize = 2_000;

/// A word is looked at in pieces of so many bytes, so that a line without spaces is read in linear time. No host
/// name is longer than 253.
const LONGEST_WORD: usize = 300;

/// Finds all indicators of a line, from left to right, none within another. Linear in the line.
pub(super) fn find(line: &str) -> Vec<Found> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    // Nothing is an indicator without one of these.
    if memchr::memchr2(b'.', b':', bytes).is_none() {
        return found;
    }
    let mut at = 0;
    while at < bytes.len() && found.len() < MOST_IN_LINE {
        let byte = bytes[at];
        if !(byte.is_ascii_alphanumeric() || (byte == b':' && bytes.get(at + 1) == Some(&b':'))) {
            at += 1;
            continue;
        }
        let end =
            at + bytes[at..].iter().take(LONGEST_WORD).take_while(|byte| is_word(**byte)).count().max(1);
        if let Some((end, link)) = url::url_at(line, at, end) {
            found.push(Found { span: at..end, what: What::Url(link) });
            at = end;
            continue;
        }
        // A mail address: what stands before its sign is no host, and neither is what follows it.
        if bytes.get(end) == Some(&b'@') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) {
            let domain =
                bytes[end + 1..].iter().take(LONGEST_WORD).take_while(|byte| is_word(**byte)).count();
            found.push(Found { span: at..end + 1 + domain, what: What::Mailbox });
            at = end + 1 + domain;
            continue;
        }
        if let Some(one) = address_at(line, at, end).or_else(|| host::host_at(line, at, end)) {
            at = one.span.end.max(at + 1);
            found.push(one);
            continue;
        }
        // `src:192.0.2.1`, `IP=192.0.2.1`: what stands behind a mark may be one by itself.
        let inner = bytes[at..end].iter().position(|byte| matches!(byte, b':' | b'_'));
        at = match inner {
            Some(inner) if !looks_like_v6(&bytes[at..end]) => at + inner + 1,
            _ => end,
        };
    }
    found
}

/// Whether a byte is of a word that may be an indicator.
const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'+')
}

fn looks_like_v6(word: &[u8]) -> bool {
    word.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: &[&str]) {
        let clean = super::super::clean::clean(line);
        let found: Vec<String> = find(&clean)
            .into_iter()
            .filter_map(|found| match found.what {
                What::Address(address, None) => Some(address.to_string()),
                What::Address(address, Some(port)) => Some(format!("{address}#{port}")),
                What::Url(link) => Some(link.url.to_string()),
                What::Host(host) => Some(host),
                What::Mailbox => None,
            })
            .collect();
        assert_eq!(found, expect, "{line}");
    }

    #[test]
    fn addresses() {
        check("192.0.2.1", &["192.0.2.1"]);
        check("192.0.2.1:80, 192.0.2.2/32; 192.0.2.3.", &["192.0.2.1#80", "192.0.2.2", "192.0.2.3"]);
        check("(192.0.2.1)[192.0.2.2]<192.0.2.3>", &["192.0.2.1", "192.0.2.2", "192.0.2.3"]);
        check("192[.]0[.]2[.]1 と 192(.)0(.)2(.)2", &["192.0.2.1", "192.0.2.2"]);
        check("IPアドレス192.0.2.1からの", &["192.0.2.1"]);
        check("１９２．０．２．１です。", &["192.0.2.1"]);
        check("IP=192.0.2.1 src:192.0.2.2", &["192.0.2.1", "192.0.2.2"]);
        check("192.000.002.001", &["192.0.2.1"]);
        check(
            "2001:db8::1 [2001:DB8::2]:443 2001:db8::3/64 fe80::1%eth0",
            &["2001:db8::1", "2001:db8::2#443", "2001:db8::3", "fe80::1"],
        );
        check("::ffff:192.0.2.1", &["192.0.2.1"]);
    }

    #[test]
    fn what_is_no_address() {
        for line in [
            "1.2.3",
            "1.2.3.4.5",
            "1.1.1.1.1.1",
            "256.1.1.1",
            "2008.01.15",
            "03:12:45",
            "00:11:22:33:44:55",
            "Mozilla/5.0",
            "Chrome/24.0.1312.57",
            "version 2.0.0.14",
            "Ver.3.5.0.1",
            "v1.2.3.4",
            "バージョン 2.0.0.14",
            "03-1234-5678",
            "20080115031245.1234@example.jp",
            "a::b std::vec",
            "1.3.6.1.4.1.311",
            "03.1234.5678",
            "Firefox 2.0.0.14",
        ] {
            check(line, &[]);
        }
    }

    #[test]
    fn urls() {
        check("see http://www.example.com/a?b=c。次", &["http://www.example.com/a?b=c"]);
        check(
            "<http://www.example.com/a>, (http://192.0.2.1/x).",
            &["http://www.example.com/a", "http://192.0.2.1/x"],
        );
        check("「http://example.com/login」を", &["http://example.com/login"]);
        check("hxxp://www[.]example[.]com:8080/x.php", &["http://www.example.com:8080/x.php"]);
        check(
            "http://example.com/a_(b) ftp://example.org/x",
            &["http://example.com/a_(b)", "ftp://example.org/x"],
        );
        check("http://www.bank.example@192.0.2.1/", &["http://www.bank.example@192.0.2.1/"]);
        check("http://見本.example/ のサイト", &["http://xn--8pvz87e.example/"]);
        check("http://http://example.com/", &["http://http//example.com/"]);
        check("URL:http://example.com/", &["http://example.com/"]);
        check("http:// と https", &[]);
        check("www.example.com/login.php にあります", &["http://www.example.com/login.php"]);
    }

    #[test]
    fn hosts() {
        check("host.example.net から", &["host.example.net"]);
        check(
            "mail evil.example.co.jp, 202x0.ap.example.ne.jp",
            &["evil.example.co.jp", "202x0.ap.example.ne.jp"],
        );
        check("readme.txt index.php virus.exe evil.sh e.g. i.e. a.b", &[]);
        check("aoki@example.jp <a.b@mail.example.com>", &[]);
    }
}
