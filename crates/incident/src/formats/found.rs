//! From what a format calls its subject to a [`Candidate`].

use std::net::IpAddr;

use ipnet::IpNet;
use url::{Host, Url};

use crate::candidate::{Candidate, Subject};
use crate::kind::Kind;
use crate::rsit::{self, Rsit};

/// Longest URL that is taken. Longer ones are no addresses of pages; the database keeps each in an index.
const LONGEST_URL: usize = 8 << 10;
/// Longest host name (RFC 1035, 2.3.4).
const LONGEST_HOST: usize = 253;
/// Longest value of a detail, in bytes. The original has the whole.
const LONGEST_DETAIL: usize = 2 << 10;
/// So many details are kept of a candidate.
const DETAILS: usize = 40;
/// Longest evidence of one candidate, in bytes. The original has the whole.
const LONGEST_EVIDENCE: usize = 16 << 10;

/// Schemes as people write them so that nobody clicks, or mistype them: these stand in published lists.
const SCHEMES: &[(&str, &str)] = &[
    ("hxxp", "http"),
    ("hxxps", "https"),
    ("ttp", "http"),
    ("ttps", "https"),
    ("htp", "http"),
    ("htps", "https"),
    ("hhttp", "http"),
    ("hhttps", "https"),
];

/// A candidate of a type of the taxonomy, which says kind and refinement.
pub(super) fn of(subject: Subject, id: &'static str) -> Candidate {
    let rsit = Rsit::parse(id);
    let mut candidate = Candidate::new(subject, rsit.map_or(Kind::Other, |rsit| rsit.kind), id);
    candidate.refinement = rsit.and_then(|rsit| rsit.refinement);
    candidate
}

/// Whether incidents of this type are counted by URL where there is one: sites that somebody visits.
pub(super) fn is_of_sites(id: &str) -> bool {
    matches!(
        id,
        rsit::PHISHING
            | rsit::MALWARE_DISTRIBUTION
            | rsit::MALWARE_CONFIGURATION
            | rsit::INFORMATION_MODIFICATION
    )
}

/// A candidate about a URL, with the host and the address that stand in it.
pub(super) fn site(written: &str, id: &'static str) -> Result<Candidate, String> {
    let written = written.trim();
    let url = url(written)?;
    let text = url.to_string();
    let mut candidate = of(Subject::Site(text), id);
    candidate.host = url.host_str().map(|host| host.trim_start_matches('[').trim_end_matches(']').to_owned());
    candidate.address = match url.host() {
        Some(Host::Ipv4(address)) => Some(address.into()),
        Some(Host::Ipv6(address)) => Some(address.into()),
        _ => None,
    };
    // People read an international name, not its ASCII form; a text that only lacks the last slash is the same.
    let same = url.as_str().strip_suffix('/').unwrap_or(url.as_str());
    if !written.is_ascii() || !same.eq_ignore_ascii_case(written.strip_suffix('/').unwrap_or(written)) {
        detail(&mut candidate, "url-as-written", written);
    }
    Ok(candidate)
}

/// A URL of the web in the URL Standard's form. Defanged and mistyped ones (`hxxp://`, `[.]`) are taken
/// as what they mean.
pub(super) fn url(written: &str) -> Result<Url, String> {
    let written = written.trim();
    if written.len() > LONGEST_URL {
        return Err(format!("a URL of {} bytes", written.len()));
    }
    let mut whole = written.replace("[.]", ".");
    if let Some((scheme, _)) = whole.split_once("://")
        && let Some((_, meant)) = SCHEMES.iter().find(|(known, _)| scheme.eq_ignore_ascii_case(known))
    {
        whole.replace_range(..scheme.len(), meant);
    }
    let url = Url::parse(&whole).map_err(|error| format!("{}: {error}", short(written)))?;
    match url.scheme() {
        "http" | "https" | "ftp" if url.host().is_some() => Ok(url),
        scheme => Err(format!("{}: no URL of a site, but of {scheme}", short(written))),
    }
}

/// A host name in lower case and ASCII form; none where it can't be one.
pub(super) fn host(written: &str) -> Option<String> {
    let written = written.trim().trim_end_matches('.').replace("[.]", ".");
    // `Host` would take `198` for an address.
    let last = written.rsplit('.').next()?;
    if !written.contains('.') || last.bytes().all(|b| b.is_ascii_digit()) || written.contains(':') {
        return None;
    }
    match Host::parse(&written).ok()? {
        Host::Domain(name) if name.len() <= LONGEST_HOST && is_host(&name) => Some(name),
        _ => None,
    }
}

/// Letters, digits, hyphens, and underscores, which DNS has though RFC 1123 hasn't.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    name.split('.').all(label)
}

/// An address, also in brackets or defanged.
pub(super) fn address(written: &str) -> Option<IpAddr> {
    let written = written.trim();
    if written.len() > 64 {
        return None;
    }
    let bare = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(written);
    let bare = bare.strip_prefix("IPv6:").unwrap_or(bare);
    let parsed: IpAddr = bare.parse().or_else(|_| bare.replace("[.]", ".").parse()).ok()?;
    Some(parsed.to_canonical())
}

/// A candidate about a whole network (`192.0.2.0/24`), where this is one. It is counted once, by the network, and
/// has its first address, by which its owner can be found.
pub(super) fn network(written: &str, id: &'static str) -> Option<Candidate> {
    let network: IpNet = written.trim().parse().ok()?;
    let network = network.trunc();
    if network.prefix_len() == network.max_prefix_len() {
        return Some(of(Subject::Address(network.addr()), id));
    }
    let mut candidate = of(Subject::Host(network.to_string()), id);
    candidate.address = Some(network.addr());
    Some(candidate)
}

/// A candidate about whatever this text is: an address, a network, a URL or a host name.
pub(super) fn anything(written: &str, id: &'static str) -> Result<Candidate, String> {
    if let Some(address) = address(written) {
        return Ok(of(Subject::Address(address), id));
    }
    if written.contains("://") {
        return site(written, id);
    }
    if let Some(candidate) = network(written, id) {
        return Ok(candidate);
    }
    let name = host(written).ok_or_else(|| format!("{}: no address, URL or host name", short(written)))?;
    let mut candidate = of(Subject::Host(name.clone()), id);
    candidate.host = Some(name);
    Ok(candidate)
}

/// Notes what else the source said. Empty values are none.
pub(super) fn detail(candidate: &mut Candidate, key: &str, value: impl AsRef<str>) {
    let value = value.as_ref().trim();
    if !value.is_empty() && (candidate.details.len() < DETAILS || candidate.details.contains_key(key)) {
        candidate.details.insert(key.to_owned(), cut(value, LONGEST_DETAIL));
    }
}

/// Adds to the evidence as it stood, as far as there is room.
pub(super) fn evidence(candidate: &mut Candidate, text: &str) {
    let text = text.trim_end();
    if text.is_empty() {
        return;
    }
    if !candidate.evidence.is_empty() && !candidate.evidence.ends_with('\n') {
        candidate.evidence.push('\n');
    }
    let room = LONGEST_EVIDENCE.saturating_sub(candidate.evidence.len());
    candidate.evidence += &cut(text, room);
}

/// The first `room` bytes, to the end of a character, with a mark where something is missing.
fn cut(text: &str, room: usize) -> String {
    if text.len() <= room {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(room)])
}

/// A value as a problem quotes it.
pub(super) fn short(written: &str) -> String {
    format!("{:?}", cut(written, 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_told_by_their_looks() {
        let check = |written: &str, expect: Option<(&str, &str)>| {
            let found = anything(written, rsit::OTHER).ok().map(|c| (c.subject.kind(), c.subject.text()));
            assert_eq!(found, expect.map(|(kind, text)| (kind, text.to_owned())), "{written}");
        };
        check("192.0.2.1", Some(("address", "192.0.2.1")));
        check(" 192[.]0[.]2[.]1 ", Some(("address", "192.0.2.1")));
        check("::ffff:192.0.2.1", Some(("address", "192.0.2.1")));
        check("[2001:DB8::1]", Some(("address", "2001:db8::1")));
        check("hxxp://login[.]example/a b", Some(("site", "http://login.example/a%20b")));
        check(
            "hhttps://a.example/?x=http://b.example",
            Some(("site", "https://a.example/?x=http://b.example")),
        );
        check("HTTP://例え.example.jp", Some(("site", "http://xn--r8jz45g.example.jp/")));
        check("Example.COM.", Some(("host", "example.com")));
        check("192.0.2.77/24", Some(("host", "192.0.2.0/24")));
        check("2001:db8::/32", Some(("host", "2001:db8::/32")));
        check("192.0.2.77/32", Some(("address", "192.0.2.77")));
        check("192.0.2.0/33", None);
        check("198", None);
        check("1.2", None);
        check("192.0.2.256", None);
        check("this is not a hostname", None);
        check("javascript://x/", None);
        check("http://", None);
        check("", None);
        check("a..example", None);
        check(&format!("http://a.example/{}", "x".repeat(9000)), None);
    }

    #[test]
    fn an_international_name_stays_readable() {
        let candidate = site("https://例え.example.jp/あ", rsit::PHISHING).unwrap();
        assert_eq!(candidate.host.as_deref(), Some("xn--r8jz45g.example.jp"));
        assert_eq!(candidate.details["url-as-written"], "https://例え.example.jp/あ");
        assert!(site("https://a.example", rsit::PHISHING).unwrap().details.is_empty());
    }

    #[test]
    fn what_is_long_is_cut_between_characters() {
        let mut candidate = of(Subject::Host("a.example".to_owned()), rsit::OTHER);
        evidence(&mut candidate, &"あ".repeat(6000));
        evidence(&mut candidate, "more");
        assert!(candidate.evidence.len() <= LONGEST_EVIDENCE + 10 && candidate.evidence.contains('…'));
    }
}
