//! What may stand in a cell, and its one canonical form.
//!
//! A cell is text, in CSV files, in forms and in the database. It is checked and brought to its canonical form on the
//! way in, here alone: two ways to write the same thing are one record then.

use kernel::Text;
use url::Url;

use crate::country::Country;
use crate::field::Reason;
use crate::kinds::Person;
use crate::when::{self, When};

/// Characters of a line at most: a title of three lines in print.
const LINE: usize = 300;
/// Characters of paragraphs at most; a longer text belongs on a page of its own.
const PARAGRAPHS: usize = 20_000;
/// Things in a list at most.
const LIST: usize = 300;
/// Days of a training at most.
const DAYS: u32 = 366;

/// A word that may stand in a cell, and what readers are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub word: &'static str,
    /// In Japanese.
    pub ja: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Choice {
    /// As readers are told.
    pub fn text(&self) -> Text {
        Text { ja: self.ja.to_owned(), en: self.en.to_owned() }
    }

    /// What readers are told of a word of `choices`; nothing for any other.
    pub(crate) fn told(choices: &[Self], word: &str) -> Text {
        let found = choices.iter().find(|choice| choice.word == word);
        found.map_or_else(|| Text { ja: String::new(), en: String::new() }, Self::text)
    }
}

/// What may stand in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Some words.
    Line,
    /// Some words in both languages: two cells, of which one is enough.
    BothLines,
    /// Lines, with empty ones between paragraphs.
    Paragraphs,
    /// Paragraphs in both languages.
    BothParagraphs,
    /// A day: `2008-03-19`.
    Day,
    /// A day, or a month: `2008-03`.
    When,
    /// A number of days.
    Days,
    /// One of these words.
    Choice(&'static [Choice]),
    /// A country's code of ISO 3166-1.
    Country,
    /// Codes of countries.
    Countries,
    /// Short names of associations in ASCII, such as `APCERT`.
    Associations,
    /// An absolute `https:` or `http:` URL without a password in it.
    Url,
    /// Fingerprints of OpenPGP keys: 40 or 64 hexadecimal digits (or the 32 of version 3).
    Fingerprints,
    /// People, one a line: `name | name in English | role | role in English`.
    People,
}

impl Shape {
    /// Whether it takes a cell for each language.
    pub const fn is_both(self) -> bool {
        matches!(self, Self::BothLines | Self::BothParagraphs)
    }

    /// Whether a cell may have several lines.
    pub const fn has_lines(self) -> bool {
        matches!(
            self,
            Self::Paragraphs
                | Self::BothParagraphs
                | Self::Countries
                | Self::Associations
                | Self::Fingerprints
                | Self::People
        )
    }

    /// The canonical form of what somebody wrote; an empty cell is always one.
    pub(crate) fn canonical(self, text: &str) -> Result<String, Reason> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(String::new());
        }
        match self {
            Self::Line | Self::BothLines => line(text),
            Self::Paragraphs | Self::BothParagraphs => paragraphs(text),
            Self::Day => when::day(text).map(|day| day.to_string()),
            Self::When => text.parse::<When>().map(|when| when.to_string()),
            Self::Days => match text.parse::<u32>() {
                Ok(days) if (1..=DAYS).contains(&days) => Ok(days.to_string()),
                _ => Err(Reason::NoDays),
            },
            Self::Choice(choices) => {
                let choice = choices.iter().find(|choice| choice.word.eq_ignore_ascii_case(text));
                choice.map(|choice| choice.word.to_owned()).ok_or(Reason::NoChoice)
            }
            Self::Country => {
                Country::find(text).map(|country| country.code.to_owned()).ok_or(Reason::NoCountry)
            }
            Self::Countries => list(text, &[' ', ',', ';', '、'], |code| Self::Country.canonical(code)),
            Self::Associations => list(text, &[',', ';', '、'], association),
            Self::Url => address(text),
            Self::Fingerprints => list(text, &[',', ';'], fingerprint),
            Self::People => list(text, &[], |line| line.parse::<Person>().map(|person| person.to_string())),
        }
    }
}

fn line(text: &str) -> Result<String, Reason> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    match text.chars().count() {
        _ if text.chars().any(char::is_control) => Err(Reason::Control),
        0..=LINE => Ok(text),
        _ => Err(Reason::TooLong),
    }
}

fn paragraphs(text: &str) -> Result<String, Reason> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    match text.chars().count() {
        _ if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) => Err(Reason::Control),
        0..=PARAGRAPHS => Ok(text),
        _ => Err(Reason::TooLong),
    }
}

/// The things of a list, each once and in the order written; `between` and line ends stand between them.
fn list(
    text: &str,
    between: &[char],
    one: impl Fn(&str) -> Result<String, Reason>,
) -> Result<String, Reason> {
    let mut things: Vec<String> = Vec::new();
    for thing in text.split(|c| matches!(c, '\n' | '\r') || between.contains(&c)) {
        let thing = thing.trim();
        if thing.is_empty() {
            continue;
        }
        let thing = one(thing)?;
        if !things.contains(&thing) {
            things.push(thing);
        }
        if things.len() > LIST {
            return Err(Reason::TooMany);
        }
    }
    Ok(things.join("\n"))
}

/// An association becomes part of a figure's name, so its letters are ASCII.
fn association(text: &str) -> Result<String, Reason> {
    let letters = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.' | b'/'));
    let named = letters && text.len() <= 40 && text.bytes().any(|b| b.is_ascii_alphanumeric());
    if named { Ok(text.to_owned()) } else { Err(Reason::NoAssociation) }
}

fn address(text: &str) -> Result<String, Reason> {
    let url = Url::parse(text).map_err(|_| Reason::NoUrl)?;
    let open = matches!(url.scheme(), "http" | "https") && url.has_host();
    let bare = url.username().is_empty() && url.password().is_none();
    if open && bare && text.len() <= 2000 { Ok(url.to_string()) } else { Err(Reason::NoUrl) }
}

fn fingerprint(text: &str) -> Result<String, Reason> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | ':')).collect::<String>().to_uppercase();
    let hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if hexadecimal && matches!(digits.len(), 32 | 40 | 64) { Ok(digits) } else { Err(Reason::NoFingerprint) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_one_form() {
        let check = |shape: Shape, text: &str, form: Result<&str, Reason>| {
            let canonical = shape.canonical(text);
            assert_eq!(canonical, form.map(str::to_owned), "{shape:?} {text:?}");
            if let Ok(form) = canonical {
                assert_eq!(shape.canonical(&form), Ok(form.clone()), "{shape:?} {text:?}: canonical stays");
            }
        };
        check(Shape::Line, "  a \n  b ", Ok("a b"));
        check(Shape::Line, "a\u{7}b", Err(Reason::Control));
        check(Shape::Line, &"あ".repeat(301), Err(Reason::TooLong));
        check(Shape::Paragraphs, "a\r\n\r\nb\r\n", Ok("a\n\nb"));
        check(Shape::Day, "2008-03-19", Ok("2008-03-19"));
        check(Shape::Day, "2008-03", Err(Reason::NoDay));
        check(Shape::When, " 2008-03 ", Ok("2008-03"));
        check(Shape::Days, "05", Ok("5"));
        check(Shape::Days, "0", Err(Reason::NoDays));
        let roles = Shape::Choice(crate::kinds::Role::CHOICES);
        check(roles, "Held", Ok("held"));
        check(roles, "was there", Err(Reason::NoChoice));
        check(Shape::Country, "jp", Ok("JP"));
        check(Shape::Country, "ZZ", Err(Reason::NoCountry));
        check(Shape::Countries, "id, KH;lk BD\nph MN id", Ok("ID\nKH\nLK\nBD\nPH\nMN"));
        check(
            Shape::Associations,
            "APCERT; Nippon CSIRT Association",
            Ok("APCERT\nNippon CSIRT Association"),
        );
        check(Shape::Associations, "日本シーサート協議会", Err(Reason::NoAssociation));
        check(Shape::Url, "https://csirt.example", Ok("https://csirt.example/"));
        for wrong in
            ["csirt.example", "ftp://csirt.example/", "javascript:alert(1)", "https://a:b@csirt.example/"]
        {
            check(Shape::Url, wrong, Err(Reason::NoUrl));
        }
        check(
            Shape::Fingerprints,
            "ba f4 d9 fa b8 fb f0 73 57 ee 3c 2b 13 f0 48 b8",
            Ok("BAF4D9FAB8FBF07357EE3C2B13F048B8"),
        );
        check(Shape::Fingerprints, "0123", Err(Reason::NoFingerprint));
        check(
            Shape::People,
            "Taro Mihon\r\n 見本花子|Hanako Mihon |主任| Chief",
            Ok("Taro Mihon\n見本花子 | Hanako Mihon | 主任 | Chief"),
        );
    }
}
