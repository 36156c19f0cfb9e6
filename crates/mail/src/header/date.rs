//! Dates (RFC 5322, 3.3, and what came before it).

use jiff::Timestamp;
use mail_parser::DateTime;

/// Longer ones are no dates.
const LENGTH: usize = 200;

/// The time in `value`, behind its last semicolon where there is one (`Received`).
pub(crate) fn date(value: &str) -> Option<Timestamp> {
    let value = value.rsplit(';').next()?.trim();
    if value.len() > LENGTH {
        return None;
    }
    // Old programs in Japan gave their zone as a word, which no standard knows.
    let named = value.strip_suffix("JST").map(|before| format!("{before}+0900"));
    let value = named.as_deref().unwrap_or(value);
    let mut date = match value.split_once(':') {
        // Seconds may be left out (RFC 5322), which the parser does not know.
        Some((before, after)) if !after.contains(':') && after.is_char_boundary(2) => {
            let (minute, after) = after.split_at(2);
            DateTime::parse_rfc822(&format!("{before}:{minute}:00{after}"))?
        }
        _ => DateTime::parse_rfc822(value)?,
    };
    // A leap second is the second after it.
    let leap = i64::from(date.second == 60);
    date.second -= u8::from(date.second == 60);
    if !date.is_valid() {
        return None;
    }
    Timestamp::from_second(date.to_timestamp() + leap).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expect: Option<&str>) {
        assert_eq!(date(value).map(|at| at.to_string()).as_deref(), expect, "{value}");
    }

    #[test]
    fn dates_are_read() {
        check("Tue, 1 Jan 2008 09:00:00 +0900", Some("2008-01-01T00:00:00Z"));
        check("Tue, 1 Jan 2008 09:00:00 +0900 (JST)", Some("2008-01-01T00:00:00Z"));
        check("Tue, 1 Jan 2008 09:00:00 JST", Some("2008-01-01T00:00:00Z"));
        check("1 Jan 2008 00:00 GMT", Some("2008-01-01T00:00:00Z"));
        check("1 Jan 08 00:00:00 GMT", Some("2008-01-01T00:00:00Z"));
        check("1:", None);
        check("1 Jan 2008 00:00:00 EST", Some("2008-01-01T05:00:00Z"));
        check("from a by b; Wed, 31 Dec 2008 23:59:60 +0000", Some("2009-01-01T00:00:00Z"));
        check("Tue, 99 Jan 2008 09:00:00 +0900", None);
        check("yesterday", None);
        check("", None);
    }
}
