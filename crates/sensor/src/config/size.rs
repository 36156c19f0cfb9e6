//! A number of bytes as people write it.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

/// A number of bytes: `256 MiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Size(pub u64);

/// Units, the largest first.
const UNITS: [(&str, u64); 5] =
    [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];

impl TryFrom<String> for Size {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let digits = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
        let (number, unit) = trimmed.split_at(digits);
        let unit = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit.trim()));
        let size = number.parse::<u64>().ok().zip(unit).and_then(|(n, (_, unit))| n.checked_mul(*unit));
        size.map(Self).ok_or_else(|| {
            format!("{text:?} is no size; such are \"256 MiB\" and \"2 GiB\", in B, KiB, MiB, GiB or TiB")
        })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS.iter().find(|(_, unit)| self.0 >= *unit && self.0.is_multiple_of(*unit));
        let (name, unit) = unit.copied().unwrap_or(("B", 1));
        write!(f, "{} {name}", self.0 / unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_unit_and_not_without() {
        let check = |text: &str, expect: Option<u64>| {
            assert_eq!(text.parse::<Size>().ok().map(|size| size.0), expect, "{text}");
        };
        check("256 MiB", Some(256 << 20));
        check("1gib", Some(1 << 30));
        check(" 10 B ", Some(10));
        check("10", None);
        check("10 MB", None);
        check("-1 B", None);
        check("99999999999999 TiB", None);
        assert_eq!(Size(3 << 20).to_string(), "3 MiB");
        assert_eq!(Size(1025).to_string(), "1025 B");
    }
}
