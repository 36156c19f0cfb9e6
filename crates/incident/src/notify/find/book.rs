//! Our own contact book.

use std::collections::HashMap;

use super::super::model::{Contact, Found, Source};
use super::super::scope::{Scope, keys_of_address, keys_of_host};
use super::Target;
use crate::error::Error;
use crate::store;
use kernel::Connection;

/// Targets whose answers are remembered.
const REMEMBERED: usize = 10_000;

/// The book, with what was looked up in it so far.
#[derive(Debug)]
pub(super) struct Book<'a> {
    db: &'a Connection,
    contacts: HashMap<i64, Option<Contact>>,
    targets: HashMap<Target, Vec<Found>>,
}

impl<'a> Book<'a> {
    pub(super) fn new(db: &'a Connection) -> Self {
        Self { db, contacts: HashMap::new(), targets: HashMap::new() }
    }

    /// Everybody in the longest domain, else network, else system that has somebody to write to.
    pub(super) async fn find(&mut self, target: &Target) -> Result<Vec<Found>, Error> {
        if let Some(known) = self.targets.get(target) {
            return Ok(known.clone());
        }
        let mut keys = target.host.as_deref().map(keys_of_host).unwrap_or_default();
        keys.extend(target.address.map(keys_of_address).unwrap_or_default());
        keys.extend(target.system.map(|number| Scope::System(number).key()));
        let found = self.first_of(keys).await?;
        if self.targets.len() >= REMEMBERED {
            self.targets.clear();
        }
        self.targets.insert(target.clone(), found.clone());
        Ok(found)
    }

    /// Everybody who looks after a country.
    pub(super) async fn of_country(&mut self, country: &str) -> Result<Vec<Found>, Error> {
        let mut found = self.first_of(vec![Scope::Country(country.to_owned()).key()]).await?;
        for one in &mut found {
            one.source = Source::NationalCsirt { country: country.to_owned() };
        }
        Ok(found)
    }

    async fn first_of(&mut self, keys: Vec<String>) -> Result<Vec<Found>, Error> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let rows = store::scope::with_keys(self.db, keys.clone()).await?;
        let unknown: Vec<i64> =
            rows.iter().map(|(id, ..)| *id).filter(|id| !self.contacts.contains_key(id)).collect();
        if !unknown.is_empty() {
            let mut known = store::contact::enabled(self.db, &unknown).await?;
            known.retain(|contact| !contact.is.addresses.is_empty());
            self.contacts.extend(unknown.into_iter().map(|id| (id, None)));
            self.contacts.extend(known.into_iter().map(|contact| (contact.id, Some(contact))));
        }
        for key in keys {
            let here = rows.iter().filter(|(.., of)| *of == key);
            let found: Vec<Found> = here
                .filter_map(|(id, scope, _)| Some(found(self.contacts.get(id)?.as_ref()?, scope)))
                .collect();
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }
}

fn found(contact: &Contact, scope: &str) -> Found {
    Found {
        contact: Some(contact.id),
        name: contact.is.name.clone(),
        organisation: contact.is.organisation.clone(),
        addresses: contact.is.addresses.clone(),
        lang: contact.is.lang,
        source: Source::Book { scope: scope.to_owned() },
    }
}
