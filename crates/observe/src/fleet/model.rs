//! What people say of a sensor.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Most characters of a name: it stands in paths of pages and in every row of the lake.
const NAME: usize = 40;
/// Most characters of a title.
const TITLE: usize = 100;
/// Most characters of a note.
const NOTE: usize = 4000;
/// Most addresses, or networks, of one sensor.
const ADDRESSES: usize = 256;

/// Names that are pages of the fleet.
const TAKEN: [&str; 2] = ["invite", "alarms"];

/// What kind of network a sensor stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NetworkKind {
    /// A university or another place of research.
    University,
    /// An internet provider's own network.
    Provider,
    /// Lines of households.
    Home,
    /// A company.
    Company,
    /// Public administration.
    Government,
    /// Rented machines.
    Cloud,
    /// Anything else.
    Other,
}

impl NetworkKind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::University,
        Self::Provider,
        Self::Home,
        Self::Company,
        Self::Government,
        Self::Cloud,
        Self::Other,
    ];

    /// The word that it is stored and asked for by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::University => "university",
            Self::Provider => "provider",
            Self::Home => "home",
            Self::Company => "company",
            Self::Government => "government",
            Self::Cloud => "cloud",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for NetworkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for NetworkKind {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|kind| kind.name() == word).ok_or_else(|| {
            let all = Self::ALL.map(Self::name).join(", ");
            Error::Refused(format!("there is no kind of network {word:?}: {all}"))
        })
    }
}

/// What is written down about a sensor, and may change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// What people call it; its name where this is empty.
    pub title: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Kind of network.
    pub network: Option<NetworkKind>,
    /// Addresses or networks that it listens on.
    pub addresses: Vec<String>,
    /// Anything else: who hosts it, whom to call.
    pub note: String,
}

/// A sensor that is to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invitation {
    /// Its name for ever; that of a sensor that is there already gives it a new key.
    pub name: String,
    /// What is known of it.
    pub about: About,
}

impl About {
    /// Checks it and writes it in the one way that it is stored in.
    pub(super) fn checked(self, name: &str) -> Result<Self, Error> {
        let title = self.title.trim();
        let title = if title.is_empty() { name } else { title };
        if title.chars().count() > TITLE || title.chars().any(char::is_control) {
            return Err(Error::Refused(format!("a title has at most {TITLE} characters, in one line")));
        }
        if self.note.chars().count() > NOTE {
            return Err(Error::Refused(format!("a note has at most {NOTE} characters")));
        }
        let addresses: Vec<_> =
            self.addresses.iter().map(|text| text.trim()).filter(|t| !t.is_empty()).collect();
        if addresses.len() > ADDRESSES {
            return Err(Error::Refused(format!("at most {ADDRESSES} addresses; write networks instead")));
        }
        Ok(Self {
            title: title.to_owned(),
            country: self.country.as_deref().map(country).transpose()?,
            network: self.network,
            addresses: addresses.into_iter().map(address).collect::<Result<_, _>>()?,
            note: self.note.trim().to_owned(),
        })
    }
}

/// Two letters, in capitals.
fn country(text: &str) -> Result<String, Error> {
    let letters = text.trim().to_ascii_uppercase();
    if letters.len() == 2 && letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(letters)
    } else {
        Err(Error::Refused(format!("{text:?} is no country: two letters of ISO 3166-1, such as JP")))
    }
}

/// An address, or a network as ADDRESS/LENGTH.
fn address(text: &str) -> Result<String, Error> {
    let wrong = || Error::Refused(format!("{text:?} is no address and no network"));
    let (head, length) = match text.split_once('/') {
        Some((head, length)) => (head, Some(length.parse::<u8>().map_err(|_| wrong())?)),
        None => (text, None),
    };
    let head: IpAddr = head.parse().map_err(|_| wrong())?;
    let most = if head.is_ipv4() { 32 } else { 128 };
    match length {
        None => Ok(head.to_string()),
        Some(length) if length <= most => Ok(format!("{head}/{length}")),
        Some(_) => Err(wrong()),
    }
}

/// Checks a sensor's name.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    let fits = (1..=NAME).contains(&name.len())
        && name.bytes().all(inner)
        && name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    if !fits {
        return Err(Error::Refused(format!(
            "{name:?} can't be a sensor's name: up to {NAME} of a-z, 0-9, '-', '_' and '.', beginning with a letter \
             or a digit"
        )));
    }
    if TAKEN.contains(&name) {
        return Err(Error::Refused(format!("{name:?} can't be a sensor's name: a page is called so")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        let check = |name: &str, fits: bool| assert_eq!(check_name(name).is_ok(), fits, "{name:?}");
        for name in ["tokyo-1", "a", "7.de_x", &"x".repeat(40)] {
            check(name, true);
        }
        for name in ["", "Tokyo", "-a", "..", "a b", "a/b", "é", "invite", "alarms", &"x".repeat(41)] {
            check(name, false);
        }
    }

    #[test]
    fn addresses_and_countries_are_read_or_refused() {
        let check = |addresses: &[&str], country: &str, expect: Option<(&[&str], &str)>| {
            let addresses = addresses.iter().map(|text| (*text).to_owned()).collect();
            let about = About { country: Some(country.to_owned()), addresses, ..About::default() };
            let checked = about.checked("x").ok();
            let seen = checked.as_ref().map(|about| {
                assert_eq!(about.title, "x");
                (
                    about.addresses.iter().map(String::as_str).collect::<Vec<_>>(),
                    about.country.as_deref().unwrap(),
                )
            });
            assert_eq!(seen, expect.map(|(addresses, country)| (addresses.to_vec(), country)));
        };
        check(
            &[" 192.0.2.1 ", "", "2001:DB8:0::1", "198.51.100.0/24"],
            "jp",
            Some((&["192.0.2.1", "2001:db8::1", "198.51.100.0/24"], "JP")),
        );
        check(&["192.0.2.1/33"], "JP", None);
        check(&["tokyo.example"], "JP", None);
        check(&[], "JPN", None);
        check(&[], "日本", None);
    }
}
