//! Times and sizes as the desk writes them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::Lang;

use crate::texts::{text, text_with};

/// A moment in the organisation's zone: `2008-01-07 10:00:05`. The page's foot names the zone.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A moment as lists show it: to the minute.
pub(super) fn minute(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// A moment as a field of a form has it (HTML, `datetime-local`).
pub(super) fn field(at: Option<Timestamp>, zone: &TimeZone) -> String {
    at.map_or_else(String::new, |at| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S").to_string())
}

/// What a field of a form says, in the organisation's zone; an error says what was written.
pub(super) fn from_field(written: &str, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
    if written.is_empty() {
        return Ok(None);
    }
    let civil: DateTime = written.parse().map_err(|_| written.to_owned())?;
    let known = (1970..2200).contains(&civil.year());
    let zoned = civil.to_zoned(zone.clone()).ok().filter(|_| known);
    zoned.map(|zoned| Some(zoned.timestamp())).ok_or_else(|| written.to_owned())
}

/// A length in bytes, for people.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} kB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

/// The word for a change in a record's history; the word itself where there is none in the language.
pub(super) fn deed(what: &str, lang: Lang) -> String {
    let key = format!("deed-{what}");
    let said = text(lang, &key);
    if said == key { what.to_owned() } else { said }
}

/// What a failed field says.
pub(super) fn no_time(written: &str, lang: Lang) -> String {
    text_with(lang, "desk-no-time", [("written", written)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_goes_into_a_field_and_comes_back() {
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        let at: Timestamp = "2008-01-06T15:00:05Z".parse().unwrap();
        assert_eq!(moment(at, &zone), "2008-01-07 00:00:05");
        assert_eq!(field(Some(at), &zone), "2008-01-07T00:00:05");
        assert_eq!(from_field("2008-01-07T00:00:05", &zone), Ok(Some(at)));
        assert_eq!(
            from_field("2008-01-07T00:00", &zone).unwrap().unwrap().to_string(),
            "2008-01-06T15:00:00Z"
        );
        assert_eq!(from_field("", &zone), Ok(None));
        for wrong in ["yesterday", "1960-01-01T00:00", "2008-13-01T00:00"] {
            assert!(from_field(wrong, &zone).is_err(), "{wrong}");
        }
        assert_eq!([0, 1023, 1536, 5_242_880].map(size), ["0 B", "1023 B", "1.5 kB", "5.0 MB"]);
    }
}
