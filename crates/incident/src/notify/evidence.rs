//! What may be said of an incident to others: its times with their zone, and its log lines without the people who
//! must not be named.
//!
//! A time without a zone is no evidence: an address may have had another user an hour before. So a time is written
//! only where its zone is known, as RFC 3339 with its offset and again in UTC; log lines whose zone nobody knows are
//! held back with their incident until a person sets it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use kernel::Lang;

use crate::store::{incident, message};

/// The detail by which a reporter asks that the victim is not named either.
const ANONYMOUS: &str = "anonymous";
/// The detail by which a reporter allows to be named.
const DISCLOSE: &str = "disclose";
/// The detail that tells the zone of the log lines, as a person or a reader has set it.
pub(super) const ZONE: &str = "zone";

/// The longest log line in characters; what is longer is cut, visibly.
const LINE: usize = 500;
/// Log lines of one incident in a notification.
const LINES: usize = 50;
/// Texts of fewer bytes are not blotted out: too much else would go with them. Two kanji are a name.
const SHORTEST: usize = 4;

/// An incident's details.
pub(super) fn details(row: &incident::Model) -> BTreeMap<String, String> {
    serde_json::from_str(&row.details).unwrap_or_default()
}

fn is_yes(details: &BTreeMap<String, String>, key: &str) -> bool {
    let value = details.get(key).map(|value| value.trim().to_ascii_lowercase());
    matches!(value.as_deref(), Some("yes" | "true" | "1" | "はい"))
}

/// Whether it has log lines whose zone nobody knows. Words without any time need none.
pub(super) fn lacks_zone(row: &incident::Model) -> bool {
    !row.zone_known && row.first_us.is_some() && !row.evidence.trim().is_empty()
}

/// A time with its offset, and in UTC.
pub(super) fn time(at: Timestamp, zone: &TimeZone) -> String {
    let local = zone.to_offset(at);
    let plain = |at: Timestamp, offset: Offset| at.display_with_offset(offset).to_string();
    let utc = at.to_string();
    // Records are in seconds; fractions are kept where there are any.
    if local == Offset::UTC { utc } else { format!("{} ({utc})", plain(at, local)) }
}

/// A site's URL or a host that nobody opens by accident, and that is read back as what it is.
pub(super) fn defanged(subject: &str) -> String {
    let (scheme, rest) = match subject.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, subject),
    };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let scheme = match scheme {
        Some("http") => "hxxp://",
        Some("https") => "hxxps://",
        Some(_) => "xxx://",
        None => "",
    };
    format!("{scheme}{}{path}", host.replace('.', "[.]"))
}

/// Log lines that may be shown, with a line before them that tells their zone.
pub(super) fn lines(
    row: &incident::Model,
    message: Option<&message::Model>,
    zone: &TimeZone,
    lang: Lang,
) -> Vec<String> {
    if !row.zone_known || row.evidence.trim().is_empty() {
        return Vec::new();
    }
    let details = details(row);
    let hidden = hidden(row, &details, message);
    let mut lines = Vec::new();
    let mut head = format!(
        "[{}]",
        if row.subject_kind == "address" { row.subject.clone() } else { defanged(&row.subject) }
    );
    if let Some(first) = row.first_us.map(crate::store::time) {
        head = format!("{head} {}", time(first, zone));
        if let Some(last) = row.last_us.map(crate::store::time).filter(|last| *last != first) {
            head = format!("{head} - {}", time(last, zone));
        }
    }
    if let Some(name) = details.get(ZONE) {
        let label = if lang == Lang::Ja { "記録の時刻" } else { "times of the lines" };
        head = format!("{head}; {label}: {name}");
    }
    lines.push(head);
    let all: Vec<&str> = row.evidence.lines().filter(|line| !line.trim().is_empty()).collect();
    for line in all.iter().take(LINES) {
        let line = blot(line, &hidden, lang);
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        let cut: String = line.chars().take(LINE).collect();
        lines.push(if cut.len() < line.len() { format!("{cut} [...]") } else { cut });
    }
    if all.len() > LINES {
        let more = all.len() - LINES;
        lines.push(match lang {
            Lang::Ja => format!("（ほか {more} 行）"),
            Lang::En => format!("({more} more lines)"),
        });
    }
    lines
}

/// What must not be said: the reporter, unless allowed, and the victim, where the reporter wants it.
fn hidden(
    row: &incident::Model,
    details: &BTreeMap<String, String>,
    message: Option<&message::Model>,
) -> Vec<String> {
    let mut hidden = Vec::new();
    let anonymous = is_yes(details, ANONYMOUS);
    if anonymous || !is_yes(details, DISCLOSE) {
        let reporter = message.into_iter().flat_map(|message| [&message.sender, &message.sender_name]);
        hidden.extend(reporter.flatten().cloned());
    }
    if anonymous {
        hidden.extend(row.victim.iter().flat_map(|victim| victim.split([' ', ',', ';'])).map(str::to_owned));
        hidden.extend(
            details.iter().filter(|(key, _)| key.starts_with("victim")).map(|(_, value)| value.clone()),
        );
        // The reporter's own domain names them as well.
        let sender = message.and_then(|message| message.sender.as_deref());
        hidden.extend(sender.and_then(|sender| Some(sender.rsplit_once('@')?.1.to_owned())));
    }
    hidden.retain(|text| text.len() >= SHORTEST && *text != row.subject);
    // The longest first, so that an address goes before the domain within it.
    hidden.sort_by_key(|text| std::cmp::Reverse(text.len()));
    hidden.dedup();
    hidden
}

/// A line without these texts, whatever their case.
pub(super) fn blot(line: &str, hidden: &[String], lang: Lang) -> String {
    let mask = if lang == Lang::Ja { "［非公開］" } else { "[hidden]" };
    let mut line = line.to_owned();
    for text in hidden {
        // ASCII case alone is folded, so that places in both texts stay the same.
        let (lower, small) = (line.to_ascii_lowercase(), text.to_ascii_lowercase());
        let mut out = String::with_capacity(line.len());
        let mut from = 0;
        for (at, _) in lower.match_indices(&small) {
            out.push_str(&line[from..at]);
            out.push_str(mask);
            from = at + small.len();
        }
        out.push_str(&line[from..]);
        line = out;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_say_their_offset_and_utc() {
        let at: Timestamp = "2008-01-07T01:00:00Z".parse().unwrap();
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        assert_eq!(time(at, &tokyo), "2008-01-07T10:00:00+09:00 (2008-01-07T01:00:00Z)");
        assert_eq!(time(at, &TimeZone::UTC), "2008-01-07T01:00:00Z");
    }

    #[test]
    fn sites_are_not_opened_by_accident() {
        for (site, safe) in [
            ("http://www.a.example/x.html?y=b.c", "hxxp://www[.]a[.]example/x.html?y=b.c"),
            ("https://192.0.2.1", "hxxps://192[.]0[.]2[.]1"),
            ("a.example", "a[.]example"),
            ("javascript:alert(1)", "javascript:alert(1)"),
            ("ftp://a.example/", "xxx://a[.]example/"),
        ] {
            assert_eq!(defanged(site), safe);
        }
    }

    #[test]
    fn names_are_blotted_out_in_any_case() {
        let hidden = ["aoki@example.jp".to_owned(), "example.jp".to_owned()];
        let line = blot("to=<AOKI@Example.JP> via mx.example.jp 見本", &hidden, Lang::En);
        assert_eq!(line, "to=<[hidden]> via mx.[hidden] 見本");
    }
}
