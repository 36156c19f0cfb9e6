//! Somebody who spoke or wrote, as a line of a cell.

use std::fmt;
use std::str::FromStr;

use kernel::Text;
use serde::Serialize;

use crate::field::Reason;

/// Characters of a name or a role at most.
const PART: usize = 200;

/// Somebody who spoke or wrote: `name | name in English | role | role in English`, of which all but the name may be
/// left away. A group is written as a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name; that in English is the same where it is not said.
    pub name: Text,
    /// The role, such as the part of the organisation; may be empty.
    pub role: Text,
}

impl FromStr for Person {
    type Err = Reason;

    fn from_str(line: &str) -> Result<Self, Reason> {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let fits = |part: &&str| part.chars().count() <= PART && !part.chars().any(char::is_control);
        if parts.len() > 4 || parts[0].is_empty() || !parts.iter().all(fits) {
            return Err(Reason::NoPerson);
        }
        let part = |place: usize| parts.get(place).copied().unwrap_or_default();
        let or = |one: &str, other: &str| if one.is_empty() { other.to_owned() } else { one.to_owned() };
        Ok(Self {
            name: Text { ja: parts[0].to_owned(), en: or(part(1), parts[0]) },
            role: Text { ja: or(part(2), part(3)), en: or(part(3), part(2)) },
        })
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, role } = self;
        // What only repeats the Japanese is left away.
        let other = |text: &Text| if text.en == text.ja { String::new() } else { text.en.clone() };
        let parts = [name.ja.clone(), other(name), role.ja.clone(), other(role)];
        let said = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |last| last + 1);
        f.write_str(parts[..said].join(" | ").trim_end())
    }
}

/// The people of a cell.
pub(super) fn people(cell: &str) -> Vec<Person> {
    cell.lines().filter_map(|line| line.parse().ok()).collect()
}

/// Their names, one after the other.
pub(super) fn names(people: &[Person]) -> Text {
    let ja: Vec<&str> = people.iter().map(|person| person.name.ja.as_str()).collect();
    let en: Vec<&str> = people.iter().map(|person| person.name.en.as_str()).collect();
    Text { ja: ja.join("、"), en: en.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_people() {
        let check = |line: &str, expect: Option<[&str; 4]>| {
            let person = line.parse::<Person>().ok();
            let parts =
                person.as_ref().map(|p| [&p.name.ja, &p.name.en, &p.role.ja, &p.role.en].map(String::as_str));
            assert_eq!(parts, expect, "{line:?}");
            if let Some(person) = person {
                assert_eq!(person.to_string().parse(), Ok(person), "{line:?} comes back");
            }
        };
        check("見本太郎", Some(["見本太郎", "見本太郎", "", ""]));
        check("見本太郎|Taro Mihon", Some(["見本太郎", "Taro Mihon", "", ""]));
        check("見本太郎 | | 代表", Some(["見本太郎", "見本太郎", "代表", "代表"]));
        check("見本太郎|Taro Mihon|代表|Director", Some(["見本太郎", "Taro Mihon", "代表", "Director"]));
        check("Team | | | Group", Some(["Team", "Team", "Group", "Group"]));
        check("| Taro", None);
        check("a|b|c|d|e", None);
    }
}
