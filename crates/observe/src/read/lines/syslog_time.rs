//! Times as syslog lines and tables write them, made into microseconds since the epoch.
//!
//! - RFC 3164, `Mar  5 20:55:15`, has no year and no zone: the year comes from the reading's options and
//!   goes on by one where the month falls by half a year or more (December to January); the zone is the
//!   options'. With a year (`Mar  5 2024 20:55:15`, `Tue Mar  5 20:55:15 2024`) it needs no option.
//! - RFC 3339 and ISO 8601, `2024-03-05T20:55:15.25+09:00`: a space for the `T`, a comma for the point,
//!   slashes in the date, an offset without colon, and none at all (then the options' zone) are allowed.
//! - Unix time: seconds with or without fraction; 13, 16 and 19 digits are milli-, micro- and nanoseconds.
//!
//! A civil time that its zone has twice is the earlier one; one that it skips lies after the gap.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The years that are taken; a time outside is a wrong column or a broken clock, and would make a day of
/// the lake for itself.
const YEARS: std::ops::Range<i16> = 1970..2200;

/// A month that falls by this much within one file begins a new year.
const FALL: i8 = 6;

/// Why there is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TimeError {
    #[error("no time that is known here")]
    Unknown,
    #[error("the time has no year: say which with --year")]
    NoYear,
    #[error("no such date or time of day")]
    NoSuchTime,
    #[error("the time is before 1970 or after 2199")]
    OutOfRange,
    #[error("only the time since the machine started, which tells no date: read the log with syslog's times")]
    Uptime,
}

/// A time, and how many bytes it took.
type Taken = Result<(i64, usize), TimeError>;

/// Date and time of day without zone.
#[derive(Debug, Clone, Copy)]
struct Civil {
    year: i16,
    month: i8,
    day: i8,
    clock: Clock,
}

/// Time of day.
#[derive(Debug, Clone, Copy)]
struct Clock {
    hour: i8,
    minute: i8,
    second: i8,
    micros: i32,
}

/// Reads the times of one input.
#[derive(Debug)]
pub(super) struct Times {
    zone: TimeZone,
    /// Seconds east of Greenwich, in zones that never change.
    fixed: Option<i64>,
    /// The year that the last time without one was in.
    year: Option<i16>,
    /// The month of the last time without year.
    month: Option<i8>,
    /// By how many years [`Self::year`] has gone on.
    advanced: u16,
    /// The last civil minute, in minutes as if it were UTC, and the Unix time of its beginning.
    cached: Option<(i64, i64)>,
}

impl Times {
    pub(super) fn new(zone: TimeZone, year: Option<i16>) -> Self {
        let fixed = zone.to_fixed_offset().ok().map(|offset| i64::from(offset.seconds()));
        Self { zone, fixed, year, month: None, advanced: 0, cached: None }
    }

    /// A time that is all of `bytes`: Unix time or ISO 8601.
    pub(super) fn whole(&mut self, bytes: &[u8]) -> Result<i64, TimeError> {
        let bytes = bytes.trim_ascii();
        let (micros, length) = if bytes.get(4).is_some_and(|&byte| byte == b'-' || byte == b'/') {
            self.iso(bytes)?
        } else {
            unix(bytes)?
        };
        if length == bytes.len() { Ok(micros) } else { Err(TimeError::Unknown) }
    }

    /// The time at the beginning of a syslog line, after `<priority>` and RFC 5424's version if they are there.
    pub(super) fn header(&mut self, line: &[u8]) -> Taken {
        let bytes = skip_priority(line);
        let skipped = line.len() - bytes.len();
        let (micros, length) = match bytes {
            [b'[', rest @ ..] => match self.named_month(rest) {
                Err(TimeError::Unknown) => Err(TimeError::Uptime),
                Ok((micros, length)) if rest.get(length) == Some(&b']') => Ok((micros, length + 2)),
                other => other,
            },
            [b'0'..=b'9', ..] if bytes.get(4).is_some_and(|&byte| byte == b'-' || byte == b'/') => {
                self.iso(bytes)
            }
            [b'0'..=b'9', ..] => unix(bytes),
            _ => self.named_month(bytes),
        }?;
        Ok((micros, skipped + length))
    }

    /// `2024-03-05 20:55:15`, with fraction and zone if they are there.
    pub(super) fn iso(&mut self, bytes: &[u8]) -> Taken {
        let (civil, zone, length) = iso(bytes).ok_or(TimeError::Unknown)?;
        let micros = match zone {
            Some(offset) => micros(civil.minutes()? * 60 - i64::from(offset), civil.clock),
            None => self.in_zone(civil)?,
        };
        Ok((micros, length))
    }

    /// `Mar  5 20:55:15`, with weekday and year if they are there.
    fn named_month(&mut self, bytes: &[u8]) -> Taken {
        let (weekday, rest) = match bytes {
            [a, b, c, b' ', rest @ ..] if is_weekday([*a, *b, *c]) => (true, rest),
            _ => (false, bytes),
        };
        let (month, rest) = month(rest).ok_or(TimeError::Unknown)?;
        let (day, rest) = day(rest).ok_or(TimeError::Unknown)?;
        let (before, rest) = match year(rest) {
            Some((year, [b' ', rest @ ..])) => (Some(year), rest),
            _ => (None, rest),
        };
        let (clock, mut rest) = clock(rest).ok_or(TimeError::Unknown)?;
        let mut after = None;
        if let (true, [b' ', tail @ ..]) = (weekday, rest)
            && let Some((year, tail)) = year(tail)
        {
            (after, rest) = (Some(year), tail);
        }
        let year = match before.or(after) {
            Some(year) => year,
            None => self.year_of(month)?,
        };
        Ok((self.in_zone(Civil { year, month, day, clock })?, bytes.len() - rest.len()))
    }

    /// The year that a time of this month, which does not tell its own, is in.
    fn year_of(&mut self, month: i8) -> Result<i16, TimeError> {
        let year = self.year.as_mut().ok_or(TimeError::NoYear)?;
        let before = self.month.replace(month).unwrap_or(month);
        if before - month >= FALL {
            *year = year.saturating_add(1);
            self.advanced = self.advanced.saturating_add(1);
        } else if (before, month) == (1, 12) && self.advanced > 0 {
            // A line that came late, across the turn of the year.
            *year -= 1;
            self.advanced -= 1;
        }
        Ok(*year)
    }

    fn in_zone(&mut self, civil: Civil) -> Result<i64, TimeError> {
        let minute = civil.minutes()?;
        if let Some(offset) = self.fixed {
            return Ok(micros(minute * 60 - offset, civil.clock));
        }
        let start = match self.cached {
            Some((cached, start)) if cached == minute => start,
            _ => {
                let Civil { year, month, day, clock } = civil;
                let start = DateTime::new(year, month, day, clock.hour, clock.minute, 0, 0)
                    .and_then(|at| self.zone.to_ambiguous_timestamp(at).compatible())
                    .map_err(|_| TimeError::NoSuchTime)?
                    .as_second();
                self.cached = Some((minute, start));
                start
            }
        };
        Ok(micros(start, civil.clock))
    }
}

impl Civil {
    /// Minutes since 1970-01-01 00:00 of the same zone.
    fn minutes(&self) -> Result<i64, TimeError> {
        let Clock { hour, minute, second, .. } = self.clock;
        // Second 60 is a leap second; it falls together with the first of the next minute.
        if hour > 23 || minute > 59 || second > 60 {
            return Err(TimeError::NoSuchTime);
        }
        if !(1..=12).contains(&self.month) || self.day < 1 || self.day > days_in(self.year, self.month) {
            return Err(TimeError::NoSuchTime);
        }
        if !YEARS.contains(&self.year) {
            return Err(TimeError::OutOfRange);
        }
        let days = days_before(self.year, self.month) + i64::from(self.day) - 1;
        Ok((days * 24 + i64::from(hour)) * 60 + i64::from(minute))
    }
}

/// Days from 1970-01-01 to the first of the month, in the Gregorian calendar.
fn days_before(year: i16, month: i8) -> i64 {
    // Years begin with March here, so that the leap day is the last of its year.
    let (year, month) = (i64::from(year), i64::from(month));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days_to_month = (153 * month + 2) / 5;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + days_to_month - 719_468
}

fn days_in(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Microseconds since the epoch, from the Unix time of a minute's beginning.
fn micros(minute_start: i64, clock: Clock) -> i64 {
    (minute_start + i64::from(clock.second)) * 1_000_000 + i64::from(clock.micros)
}

/// Unix time at the beginning of `bytes`.
fn unix(bytes: &[u8]) -> Taken {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole: i64 = super::value::number(&bytes[..digits]).ok_or(TimeError::Unknown)?;
    let (micros, length) = match digits {
        // Fewer digits than nine are a port or a count in the wrong column, not a time before March 1973.
        9..=10 => {
            let (fraction, length) = fraction(&bytes[digits..]);
            (whole * 1_000_000 + i64::from(fraction), digits + length)
        }
        13 => (whole * 1000, digits),
        16 => (whole, digits),
        19 => (whole / 1000, digits),
        _ => return Err(TimeError::Unknown),
    };
    match bytes.get(length) {
        None | Some(b' ' | b'\t') => {}
        Some(_) => return Err(TimeError::Unknown),
    }
    if micros >= micros_of_year(YEARS.end) { Err(TimeError::OutOfRange) } else { Ok((micros, length)) }
}

fn micros_of_year(year: i16) -> i64 {
    days_before(year, 1) * 86_400_000_000
}

/// A civil time with its offset in seconds east of Greenwich, if told, and the bytes it takes.
fn iso(bytes: &[u8]) -> Option<(Civil, Option<i32>, usize)> {
    let (date, rest) = bytes.split_at_checked(11)?;
    let separator = date[4];
    if date[7] != separator || !matches!(separator, b'-' | b'/') || !matches!(date[10], b'T' | b't' | b' ') {
        return None;
    }
    let year = i16::from(two(&date[..2])?) * 100 + i16::from(two(&date[2..4])?);
    let (month, day) = (two(&date[5..7])?, two(&date[8..10])?);
    let (clock, rest) = clock(rest)?;
    let (offset, length) = offset(rest);
    Some((Civil { year, month, day, clock }, offset, bytes.len() - rest.len() + length))
}

/// The zone after a time of day, in seconds east of Greenwich, and the bytes it takes.
fn offset(bytes: &[u8]) -> (Option<i32>, usize) {
    if let [b'Z' | b'z', ..] = bytes {
        return (Some(0), 1);
    }
    let (space, rest) = match bytes {
        [b' ', rest @ ..] => (1, rest),
        _ => (0, bytes),
    };
    if rest.starts_with(b"UTC") || rest.starts_with(b"GMT") {
        let ends = rest.get(3).is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"+-_.".contains(byte));
        return if ends { (Some(0), space + 3) } else { (None, 0) };
    }
    let sign = match rest {
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return (None, 0),
    };
    let Some(hours) = rest.get(1..3).and_then(two).filter(|&hours| hours < 24) else { return (None, 0) };
    let (minutes, length) = match rest.get(3..) {
        Some([b':', tail @ ..]) if tail.get(..2).and_then(two).is_some() => (tail.get(..2).and_then(two), 6),
        Some(tail) if tail.get(..2).and_then(two).is_some() => (tail.get(..2).and_then(two), 5),
        _ => (Some(0), 3),
    };
    match minutes {
        Some(minutes) if minutes < 60 => {
            (Some(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)), space + length)
        }
        _ => (None, 0),
    }
}

/// `20:55:15` with a fraction if it is there, and what follows.
fn clock(bytes: &[u8]) -> Option<(Clock, &[u8])> {
    let (clock, rest) = bytes.split_at_checked(8)?;
    if clock[2] != b':' || clock[5] != b':' {
        return None;
    }
    let (micros, length) = fraction(rest);
    let (hour, minute, second) = (two(&clock[..2])?, two(&clock[3..5])?, two(&clock[6..])?);
    Some((Clock { hour, minute, second, micros }, &rest[length..]))
}

/// A fraction of a second in microseconds, cut off and not rounded, and the bytes it takes.
fn fraction(bytes: &[u8]) -> (i32, usize) {
    let [b'.' | b',', rest @ ..] = bytes else { return (0, 0) };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return (0, 0);
    }
    let micros =
        (0..6).fold(0, |micros, at| micros * 10 + if at < digits { i32::from(rest[at] - b'0') } else { 0 });
    (micros, digits + 1)
}

/// Two digits.
fn two(bytes: &[u8]) -> Option<i8> {
    match bytes {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => i8::try_from((a - b'0') * 10 + (b - b'0')).ok(),
        _ => None,
    }
}

/// A year of four digits and what follows.
fn year(bytes: &[u8]) -> Option<(i16, &[u8])> {
    let (year, rest) = bytes.split_at_checked(4)?;
    if rest.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some((i16::from(two(&year[..2])?) * 100 + i16::from(two(&year[2..])?), rest))
}

/// A month's English name, a space, and what follows.
fn month(bytes: &[u8]) -> Option<(i8, &[u8])> {
    let month = match bytes.first_chunk::<3>()? {
        b"Jan" => 1,
        b"Feb" => 2,
        b"Mar" => 3,
        b"Apr" => 4,
        b"May" => 5,
        b"Jun" => 6,
        b"Jul" => 7,
        b"Aug" => 8,
        b"Sep" => 9,
        b"Oct" => 10,
        b"Nov" => 11,
        b"Dec" => 12,
        _ => return None,
    };
    Some((month, bytes[3..].strip_prefix(b" ")?))
}

/// A day of the month in one or two places, a space, and what follows.
fn day(bytes: &[u8]) -> Option<(i8, &[u8])> {
    match bytes {
        [b' ', d @ b'0'..=b'9', b' ', rest @ ..] | [d @ b'0'..=b'9', b' ', rest @ ..] => {
            Some((i8::try_from(d - b'0').ok()?, rest))
        }
        [a, b, b' ', rest @ ..] => Some((two(&[*a, *b])?, rest)),
        _ => None,
    }
}

fn is_weekday(name: [u8; 3]) -> bool {
    matches!(&name, b"Mon" | b"Tue" | b"Wed" | b"Thu" | b"Fri" | b"Sat" | b"Sun")
}

/// Skips `<4>` (RFC 3164) and `<4>1 ` (RFC 5424).
fn skip_priority(line: &[u8]) -> &[u8] {
    let Some(rest) = line.strip_prefix(b"<") else { return line };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match &rest[digits..] {
        [b'>', b'1', b' ', rest @ ..] | [b'>', rest @ ..] if (1..=3).contains(&digits) => rest,
        _ => line,
    }
}

#[cfg(test)]
#[path = "syslog_time_tests.rs"]
mod tests;
