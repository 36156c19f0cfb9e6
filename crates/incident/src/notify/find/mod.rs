//! Who can act about an address or host, and how we know.
//!
//! The chain ends with the first link that knows somebody: our own book, the registry, the site itself, the CSIRT of
//! the country. Others are asked through [`Ask`], their answers are kept until they expire, and no registry is asked
//! more often than it likes; how often it was asked stands in the database, so that neither a restart nor a second
//! process forgets it.

mod ask;
mod book;
mod outside;
mod rdap;
mod registry;
mod security_txt;

use std::collections::BTreeMap;
use std::net::IpAddr;

pub use ask::{Answer, Ask, Asking};
pub use registry::Registry;

use kernel::Lang;
use psl::Psl as _;
use serde::Serialize;

use self::book::Book;
use self::outside::Outside;
use super::model::{Found, Source};
use super::scope;
use crate::candidate::address_of_key;
use crate::error::Error;
use crate::inner::Inner;
use crate::service::Service;
use crate::store;

/// About whom contacts are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Target {
    /// The address.
    pub address: Option<IpAddr>,
    /// The host name.
    pub host: Option<String>,
    /// The autonomous system, if known.
    pub system: Option<u32>,
    /// The country, if known.
    pub country: Option<String>,
}

/// Who can act, and what came in between.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Contacts {
    /// Those who can act; empty where nobody is known.
    pub found: Vec<Found>,
    /// Who was asked in vain, and why.
    pub notes: Vec<String>,
}

impl Service {
    /// Who can act about an incident. Without `ask`, only the book and kept answers are looked at.
    pub async fn contacts_for(&self, incident: i64, ask: Option<&dyn Ask>) -> Result<Contacts, Error> {
        let row = store::incident::get(self.inner.database.connection(), incident).await?;
        Finder::new(&self.inner, ask).find(&target(&row)).await
    }

    /// Who can act about an address or host of which no incident is known.
    pub async fn contacts_of(&self, target: &Target, ask: Option<&dyn Ask>) -> Result<Contacts, Error> {
        Finder::new(&self.inner, ask).find(target).await
    }
}

/// What an incident's contacts are looked for by.
pub(super) fn target(row: &store::incident::Model) -> Target {
    let details: BTreeMap<String, String> = serde_json::from_str(&row.details).unwrap_or_default();
    let detail = |keys: [&str; 2]| keys.iter().find_map(|key| details.get(*key));
    let host = || (row.subject_kind == "host").then(|| row.subject.clone());
    Target {
        address: row.address_key.as_deref().and_then(address_of_key),
        host: row.host.clone().or_else(host),
        system: detail(["asn", "source_asn"])
            .and_then(|text| text.trim().trim_start_matches(['A', 'S', 'a', 's']).parse().ok()),
        country: detail(["country", "geo"]).and_then(|code| scope::country(code)),
    }
}

/// Looks for contacts, and remembers what it has seen: a batch asks the book once for each target.
#[derive(Debug)]
pub(super) struct Finder<'a> {
    book: Book<'a>,
    outside: Outside<'a>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(inner: &'a Inner, ask: Option<&'a dyn Ask>) -> Self {
        Self { book: Book::new(inner.database.connection()), outside: Outside { inner, ask } }
    }

    /// Who can act about `target`.
    pub(super) async fn find(&mut self, target: &Target) -> Result<Contacts, Error> {
        let mut notes = Vec::new();
        // A host that is none would be taken for a part of a URL.
        let target = &Target { host: target.host.as_deref().and_then(clean), ..target.clone() };
        let found = self.book.find(target).await?;
        if !found.is_empty() {
            return Ok(Contacts { found, notes });
        }
        let host = target.host.as_deref().and_then(registrable);
        let mut country = target.country.clone();
        let mut registered = Vec::new();
        if let Some(address) = target.address {
            registered.extend(self.outside.about_address(address, &mut notes).await?);
        }
        if let Some(domain) = &host
            && !registered.iter().any(|(_, one)| !one.addresses.is_empty())
        {
            registered.extend(self.outside.about_domain(domain, &mut notes).await?);
        }
        for (row, one) in registered {
            country = country.or(one.country.clone());
            // The registry knows which systems announce a network; the book may know one of these.
            for system in one.systems.iter().take(8) {
                let found = self.book.find(&Target { system: Some(*system), ..Target::default() }).await?;
                if !found.is_empty() {
                    return Ok(Contacts { found, notes });
                }
            }
            if one.addresses.is_empty() {
                notes.push(format!("{}: no address for {}", row.server, one.handle));
                continue;
            }
            notes.extend(one.notes.iter().map(|note| format!("{}: {note}", row.server)));
            let source = Source::Rdap {
                server: row.server.clone(),
                handle: one.handle.clone(),
                role: one.role.clone(),
                fetched: store::time(row.asked_us),
            };
            let lang = language(one.country.as_deref());
            let found = Found {
                contact: None,
                name: one.name.clone(),
                organisation: String::new(),
                addresses: one.addresses.clone(),
                lang,
                source,
            };
            return Ok(Contacts { found: vec![found], notes });
        }
        if let Some(host) = target.host.as_deref().filter(|_| host.is_some())
            && let Some((url, file)) = self.outside.security_txt(host, &mut notes).await?
        {
            let japanese = file.languages.first().is_some_and(|one| one.starts_with("ja"))
                || (file.languages.is_empty() && host.ends_with(".jp"));
            let source = Source::SecurityTxt { url, expires: file.expires, signed: file.signed };
            let found = Found {
                contact: None,
                name: String::new(),
                organisation: host.to_owned(),
                addresses: file.addresses,
                lang: if japanese { Lang::Ja } else { Lang::En },
                source,
            };
            return Ok(Contacts { found: vec![found], notes });
        }
        // A domain under a country's own top-level domain tells the country as well.
        let country = country.or_else(|| {
            let last = target.host.as_deref()?.rsplit('.').next()?;
            scope::country(last).map(|code| if code == "UK" { "GB".to_owned() } else { code })
        });
        if let Some(country) = country {
            let found = self.book.of_country(&country).await?;
            if found.is_empty() {
                notes.push(format!("the book has no CSIRT for {country}"));
            }
            return Ok(Contacts { found, notes });
        }
        Ok(Contacts { found: Vec::new(), notes })
    }
}

/// The language to write in to somebody of whom only the country is known.
fn language(country: Option<&str>) -> Lang {
    if country == Some("JP") { Lang::Ja } else { Lang::En }
}

/// A host name in its canonical form; none for an address, or for what is no host name.
fn clean(host: &str) -> Option<String> {
    match url::Host::parse(host.trim_matches('.')) {
        Ok(url::Host::Domain(host)) => Some(host),
        _ => None,
    }
}

/// The domain that somebody registered (Public Suffix List); none for a mere suffix.
pub(super) fn registrable(host: &str) -> Option<String> {
    let domain = psl::List.domain(host.as_bytes())?;
    std::str::from_utf8(domain.trim().as_bytes()).ok().map(str::to_owned)
}
