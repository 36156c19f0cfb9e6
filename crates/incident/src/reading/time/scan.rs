//! Finding times in a line: from every number or month's name, a date is tried, and a time behind it.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::Parts;
use super::zone::zone_at;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The times of a line, `most` at most, from left to right.
pub(super) fn times(line: &str, most: usize) -> Vec<Parts> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() && found.len() < most {
        let byte = bytes[at];
        let starts = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        let era = byte == 0xE5 || byte == 0xE4 || byte == 0xE6;
        if !(starts && byte.is_ascii_alphanumeric() || era) {
            at += 1;
            continue;
        }
        let mut cursor = Cursor { line, at };
        match cursor.moment() {
            Some(parts) => {
                found.push(parts);
                at = cursor.at.max(at + 1);
            }
            // Over the rest of the word, or the one byte of another letter.
            None if byte.is_ascii() => {
                at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            }
            None => at += 1,
        }
    }
    found
}

/// A date before its time is found.
struct Day {
    year: Option<i16>,
    month: i8,
    day: i8,
}

/// A place in a line that moves on as it reads.
#[derive(Clone)]
struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.line.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, word: &str) -> bool {
        let eats = self.rest().starts_with(word);
        self.at += if eats { word.len() } else { 0 };
        eats
    }

    fn eat_any(&mut self, set: &[u8]) -> Option<u8> {
        let byte = self.byte().filter(|byte| set.contains(byte))?;
        self.at += 1;
        Some(byte)
    }

    fn spaces(&mut self) {
        while self.byte() == Some(b' ') || self.byte() == Some(b'\t') {
            self.at += 1;
        }
    }

    /// A number of so many digits, and how many they were.
    fn number(&mut self, most: usize) -> Option<(i16, usize)> {
        let bytes = self.line.as_bytes().get(self.at..)?;
        let digits = bytes.iter().take(most + 1).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > most {
            return None;
        }
        let number = self.line[self.at..self.at + digits].parse().ok()?;
        self.at += digits;
        Some((number, digits))
    }

    fn small(&mut self) -> Option<i8> {
        self.number(2).and_then(|(number, _)| i8::try_from(number).ok())
    }

    fn month_name(&mut self) -> Option<i8> {
        let rest = self.rest().as_bytes();
        let letters = rest.iter().take(10).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = self.rest().get(..letters)?.to_ascii_lowercase();
        let sept = word == "sept";
        let index = MONTHS.iter().position(|month| {
            (letters == 3 && month.starts_with(&word)) || *month == word || (sept && *month == "september")
        })?;
        self.at += letters;
        self.eat(".");
        i8::try_from(index + 1).ok()
    }

    /// A date, a time behind it, and a zone behind that.
    fn moment(&mut self) -> Option<Parts> {
        let first = self.byte()?;
        let mut day = if first.is_ascii_alphabetic() {
            self.named()?
        } else if first.is_ascii_digit() {
            let start = self.clone();
            match self.numbers() {
                Some(day) => day,
                None => {
                    *self = start;
                    self.japanese(None)?
                }
            }
        } else {
            let base = [("平成", 1988), ("令和", 2018), ("昭和", 1925)]
                .into_iter()
                .find(|(era, _)| self.eat(era))?
                .1;
            self.japanese(Some(base))?
        };
        let time = self.time()?;
        let mut offset = self.zone();
        // `Jan 15 03:12:45 2008`, `Tue Jan 15 03:12:45 JST 2008`.
        if day.year.is_none() {
            let mut after = self.clone();
            after.spaces();
            if let Some((year, 4)) = after.number(4)
                && (1980..2100).contains(&year)
                && !after.byte().is_some_and(|byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/' | b':')
                })
            {
                day.year = Some(year);
                *self = after;
                offset = offset.or_else(|| self.zone());
            }
        }
        Some(Parts { year: day.year, month: day.month, day: day.day, time, offset })
    }

    /// `Jan 15`, `Jan 15 2008`, `January 15, 2008`.
    fn named(&mut self) -> Option<Day> {
        let month = self.month_name()?;
        self.spaces();
        let day = self.small()?;
        let _ = self.eat("st") || self.eat("nd") || self.eat("rd") || self.eat("th");
        let mut after = self.clone();
        after.eat(",");
        after.spaces();
        let year = match after.number(4) {
            Some((year, 4)) if after.byte() != Some(b':') => {
                *self = after;
                Some(year)
            }
            _ => None,
        };
        Some(Day { year, month, day })
    }

    /// `2008-01-15`, `01/15/2008`, `15.01.2008`, `01/15`, `15/Jan/2008`, `15 January 2008`.
    fn numbers(&mut self) -> Option<Day> {
        let (first, digits) = self.number(4)?;
        let separator = self.eat_any(b"-/. ")?;
        if separator == b' ' || self.byte().is_some_and(|byte| byte.is_ascii_alphabetic()) {
            let month = self.month_name()?;
            let _ = self.eat_any(b"-/ ,");
            let (year, 4) = self.number(4)? else { return None };
            return Some(Day { year: Some(year), month, day: i8::try_from(first).ok()? });
        }
        let second = self.small()?;
        let again = self.byte() == Some(separator);
        match (digits, again) {
            (4, true) => {
                self.at += 1;
                Some(Day { year: Some(first), month: second, day: self.small()? })
            }
            (1 | 2, true) => {
                self.at += 1;
                let (year, digits) = self.number(4)?;
                let year = if digits == 2 { year + 2000 } else { year };
                let first = i8::try_from(first).ok()?;
                // Slashes are America's, unless they can't be; dots and hyphens have the day first.
                let (month, day) =
                    if separator == b'/' && first <= 12 { (first, second) } else { (second, first) };
                Some(Day { year: Some(year), month, day })
            }
            // Snort: `01/15-03:12:45`.
            (1 | 2, false) if separator == b'/' => {
                Some(Day { year: None, month: i8::try_from(first).ok()?, day: second })
            }
            _ => None,
        }
    }

    /// `20年1月15日`, `1月15日`.
    fn japanese(&mut self, era: Option<i16>) -> Option<Day> {
        let mut year = None;
        let (mut number, _) = if self.eat("元") { (1, 1) } else { self.number(4)? };
        self.spaces();
        if self.eat("年") {
            year = Some(number.checked_add(era.unwrap_or(0))?);
            self.spaces();
            number = self.number(2)?.0;
            self.spaces();
        }
        self.eat("月").then_some(())?;
        self.spaces();
        let day = self.small()?;
        self.spaces();
        self.eat("日").then_some(())?;
        // The day of the week.
        if self.byte() == Some(b'(')
            && let Some(close) = self.rest().bytes().take(12).position(|byte| byte == b')')
        {
            self.at += close + 1;
        }
        Some(Day { year, month: i8::try_from(number).ok()?, day })
    }

    fn time(&mut self) -> Option<Time> {
        self.eat(",");
        let _ = self.eat_any(b"T:-_t");
        self.spaces();
        let _ = self.eat("の") || self.eat("at ");
        let mut half = if self.eat("午前") {
            Some(0)
        } else if self.eat("午後") {
            Some(12)
        } else {
            None
        };
        self.spaces();
        let hour = self.small()?;
        let (minute, mut second, mut nanosecond) = (|| {
            if self.eat("時") {
                self.spaces();
                if self.eat("半") {
                    return Some((30, 0, 0));
                }
                let mut after = self.clone();
                let minute = after.small().filter(|_| after.eat("分"));
                if minute.is_some() {
                    *self = after.clone();
                    after.spaces();
                    let second = after.small().filter(|_| after.eat("秒"));
                    if second.is_some() {
                        *self = after;
                    }
                    return Some((minute.unwrap_or(0), second.unwrap_or(0), 0));
                }
                return Some((0, 0, 0));
            }
            self.eat(":").then_some(())?;
            let minute = self.number(2).filter(|(_, digits)| *digits == 2)?.0;
            Some((i8::try_from(minute).ok()?, 0, 0))
        })()?;
        if self.byte() == Some(b':') {
            let mut after = self.clone();
            after.at += 1;
            if let Some(seconds) = after.small() {
                second = seconds;
                *self = after;
                if self.byte() == Some(b'.')
                    && self.line.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit)
                {
                    self.at += 1;
                    let mut scale = 100_000_000;
                    while let Some(digit) = self.byte().filter(u8::is_ascii_digit) {
                        nanosecond += i32::from(digit - b'0') * scale;
                        scale /= 10;
                        self.at += 1;
                    }
                } else if self.byte() == Some(b',')
                    && self.line.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit)
                {
                    self.at += 1;
                    let _ = self.number(6);
                }
            }
        }
        let rest = self.rest().trim_start_matches(' ');
        for (word, hours) in [("AM", 0), ("am", 0), ("PM", 12), ("pm", 12)] {
            if rest.starts_with(word) && !rest.as_bytes().get(2).is_some_and(u8::is_ascii_alphanumeric) {
                half = Some(hours);
                self.at = self.line.len() - rest.len() + 2;
            }
        }
        let hour = match half {
            Some(12) if hour < 12 => hour + 12,
            Some(0) if hour == 12 => 0,
            _ => hour,
        };
        // A leap second is the last of its minute.
        Time::new(hour, minute, second.min(59), nanosecond).ok()
    }

    fn zone(&mut self) -> Option<Offset> {
        let (_, offset) = (self.eat("頃") || self.eat("ごろ"), zone_at(self.rest()));
        let (offset, length) = offset?;
        let end = self.at + length;
        let follows = self.line.get(end..).and_then(|rest| rest.chars().next());
        if follows.is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        self.at = end;
        Some(offset)
    }
}
