//! Zones by name and by number.

use jiff::tz::Offset;

/// Names that mean one offset, in minutes. Left out are those that mean several (`IST`, `BST`): a time with one of
/// these has no zone. `CST`, `EST` and the like are North America's, as in mail (RFC 5322, 4.3).
const NAMES: &[(&str, i32)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("UT", 0),
    ("WET", 0),
    ("WEST", 60),
    ("JST", 540),
    ("KST", 540),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("CET", 60),
    ("CEST", 120),
    ("MET", 60),
    ("MEST", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("MSD", 240),
    ("BRT", -180),
    ("BRST", -120),
    ("HKT", 480),
    ("SGT", 480),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
];
const JAPANESE: &[(&str, i32)] =
    &[("日本標準時", 540), ("日本時間", 540), ("協定世界時", 0), ("世界標準時", 0), ("グリニッジ標準時", 0)];

/// The zone at the start of a text, and its length in bytes.
pub(super) fn zone_at(text: &str) -> Option<(Offset, usize)> {
    let skipped = text.len() - text.trim_start_matches([' ', '(', '[', ',', '"']).len();
    // The zone stands beside its time: two signs away is another column.
    if skipped > 2 {
        return None;
    }
    let rest = &text[skipped..];
    if let Some((name, minutes)) = JAPANESE.iter().find(|(name, _)| rest.starts_with(name)) {
        return Some((offset(*minutes)?, skipped + name.len()));
    }
    if let Some((minutes, length)) = number(rest) {
        return Some((offset(minutes)?, skipped + length));
    }
    let letters = rest.bytes().take(5).take_while(u8::is_ascii_alphabetic).count();
    let (_, minutes) = NAMES.iter().find(|(name, _)| rest[..letters].eq_ignore_ascii_case(name))?;
    if rest.as_bytes().get(letters).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    // `GMT+9`, `UTC+09:00`, `UTC +0900`.
    let further = rest[letters..].strip_prefix(' ').unwrap_or(&rest[letters..]);
    match number(further) {
        Some((added, length)) if *minutes == 0 => {
            Some((offset(added)?, skipped + letters + (rest.len() - letters - further.len()) + length))
        }
        _ => Some((offset(*minutes)?, skipped + letters)),
    }
}

fn offset(minutes: i32) -> Option<Offset> {
    Offset::from_seconds(minutes * 60).ok()
}

/// `+9`, `+09`, `+0900`, `-05:00` in minutes, and its length.
fn number(text: &str) -> Option<(i32, usize)> {
    let bytes = text.as_bytes();
    let sign = match bytes.first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = bytes[1..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let value: i32 = text.get(1..=digits)?.parse().ok()?;
    let (hours, minutes, length) = match digits {
        1 | 2 => match text
            .get(1 + digits..)
            .and_then(|rest| rest.strip_prefix(':'))
            .and_then(|rest| rest.get(..2))
        {
            Some(minutes) if minutes.bytes().all(|byte| byte.is_ascii_digit()) => {
                (value, minutes.parse().ok()?, digits + 4)
            }
            _ => (value, 0, digits + 1),
        },
        4 => (value / 100, value % 100, 5),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 60 + minutes), length))
}

/// The zone that a text of nothing else says: `JST`, `+09:00`, `Asia/Tokyo (UTC+9)`.
pub(in crate::reading) fn said(text: &str) -> Option<Offset> {
    let starts =
        text.char_indices().filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric()));
    starts
        .take(40)
        .find_map(|(at, _)| zone_at(&text[at..]).filter(|(_, length)| *length > 1).map(|(offset, _)| offset))
}

/// What is said about times in general.
const ABOUT: &[&str] =
    &["時刻", "時間", "タイムゾーン", "日時", "タイムスタンプ", "ログ", "time", "timestamp", "clock", "log"];

/// The zone that a line without a time says for all: "All times are UTC", "時刻は JST です", "Timezone: GMT+9".
pub(in crate::reading) fn declared(line: &str) -> Option<Offset> {
    // Prose is short; a log line is no such statement.
    if line.len() > 300 {
        return None;
    }
    let lower = line.to_ascii_lowercase();
    let about = ABOUT.iter().filter_map(|word| lower.find(word)).min()?;
    let mut starts = line.char_indices().skip_while(|(at, _)| *at < about);
    let mut before = ' ';
    starts.find_map(|(at, c)| {
        let begins = !before.is_ascii_alphanumeric() && before != '-';
        let minus = c == '-' && matches!(before, ' ' | '(');
        before = c;
        if !begins || !(c.is_ascii_uppercase() || c == '+' || minus || matches!(c, '日' | '協' | '世' | 'グ'))
        {
            return None;
        }
        let (offset, length) = zone_at(&line[at..])?;
        let follows = line[at + length..].chars().next();
        (length > 1 && !follows.is_some_and(|c| c.is_ascii_alphanumeric())).then_some(offset)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_that_are_said_for_all() {
        for (line, expect) in [
            ("All times are UTC.", Some(0)),
            ("時刻は全てJSTです。", Some(9)),
            ("ログの時刻は日本時間です", Some(9)),
            ("Timezone: GMT+9", Some(9)),
            ("Time zone is -0500 (EST)", Some(-5)),
            ("Timestamps: EST", Some(-5)),
            ("time to go", None),
            ("ログ時刻 (+09:00)", Some(9)),
            ("Times are local (-0300), synchronised by NTP.", Some(-3)),
            ("ログのタイムスタンプは JST (UTC+9) です。", Some(9)),
            ("it took a long time - 3 days", None),
            ("LOG ZONE", None),
        ] {
            let hours = declared(line).map(|offset| offset.seconds() / 3600);
            assert_eq!(hours, expect, "{line}");
        }
    }
}
