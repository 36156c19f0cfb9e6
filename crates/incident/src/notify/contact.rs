//! The contact book: who is added, changed, or no longer written to.

use crate::store::Connection;

use super::model::{Contact, NewContact};
use super::scope::{self, Scope};
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, history};

/// Scopes of one contact; a book that needs more has them wrong.
const SCOPES: usize = 10_000;
/// Addresses of one contact; more are a mailing list of their own.
const ADDRESSES: usize = 20;

impl Service {
    /// Adds a contact to the book, and gives its number.
    pub async fn add_contact(&self, contact: NewContact, who: &str) -> Result<i64, Error> {
        let (contact, scopes) = checked(contact)?;
        let transaction = self.inner.database.begin_write().await?;
        let id = add(&transaction, self.inner.clock.now(), &contact, &scopes, who).await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(id)
    }

    /// Changes a contact; says whether there was anything to change.
    pub async fn change_contact(&self, id: i64, contact: NewContact, who: &str) -> Result<bool, Error> {
        let (contact, scopes) = checked(contact)?;
        let transaction = self.inner.database.begin_write().await?;
        let changed = change(&transaction, self.inner.clock.now(), id, &contact, &scopes, who).await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(changed)
    }

    /// Writes to a contact no more, or again.
    pub async fn enable_contact(&self, id: i64, enabled: bool, who: &str) -> Result<(), Error> {
        let Contact { is: contact, .. } = self.contact(id).await?;
        self.change_contact(id, NewContact { enabled, ..contact }, who).await.map(drop)
    }

    /// A contact.
    pub async fn contact(&self, id: i64) -> Result<Contact, Error> {
        store::contact::get(self.inner.database.connection(), id).await
    }

    /// Contacts with a number above `after` in whose name, organisation or addresses `word` stands, `limit` at most.
    pub async fn contacts(&self, word: &str, after: i64, limit: u64) -> Result<Vec<Contact>, Error> {
        store::contact::list(self.inner.database.connection(), word.trim(), after, limit).await
    }

    /// What became of a contact, oldest first.
    pub async fn contact_history(&self, id: i64) -> Result<Vec<crate::answer::HistoryEntry>, Error> {
        crate::answer::history::of(self.inner.database.connection(), "contact", id).await
    }
}

/// A contact whose every field is fit to be used, and its scopes.
pub(super) fn checked(mut contact: NewContact) -> Result<(NewContact, Vec<Scope>), Error> {
    let refused = |reason: String| Err(Error::Refused(reason));
    contact.name = mail::one_line(&contact.name, 200);
    contact.organisation = mail::one_line(&contact.organisation, 200);
    contact.note = contact.note.trim().replace("\r\n", "\n");
    contact.openpgp = contact.openpgp.trim().replace("\r\n", "\n");
    if contact.name.is_empty() && contact.organisation.is_empty() {
        return refused("a contact needs a name or an organisation".to_owned());
    }
    contact.addresses =
        contact.addresses.iter().map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect();
    if contact.addresses.len() > ADDRESSES {
        return refused(format!("{ADDRESSES} addresses at most"));
    }
    for address in &contact.addresses {
        mail::check_address(address).map_err(|error| Error::Refused(error.to_string()))?;
    }
    if !contact.country.trim().is_empty() {
        match scope::country(&contact.country) {
            Some(code) => contact.country = code,
            None => return refused(format!("{:?}: a country has two letters", contact.country)),
        }
    }
    contact.country = contact.country.trim().to_owned();
    if contact.scopes.len() > SCOPES {
        return refused(format!("{SCOPES} scopes at most"));
    }
    let mut scopes: Vec<Scope> = Vec::with_capacity(contact.scopes.len());
    let mut seen = std::collections::HashSet::new();
    for text in contact.scopes.iter().filter(|text| !text.trim().is_empty()) {
        let scope: Scope = text.parse().map_err(Error::Refused)?;
        if seen.insert(scope.key()) {
            scopes.push(scope);
        }
    }
    contact.scopes = scopes.iter().map(ToString::to_string).collect();
    Ok((contact, scopes))
}

/// Adds a contact that was checked.
pub(super) async fn add(
    db: &impl Connection,
    at: jiff::Timestamp,
    contact: &NewContact,
    scopes: &[Scope],
    who: &str,
) -> Result<i64, Error> {
    let id = store::next_id(db, store::contact::Column::Id).await?;
    store::contact::insert(db, id, contact, at).await?;
    write_scopes(db, id, scopes).await?;
    let (after, note) = (summary(contact), contact.scopes.join(" "));
    let change =
        history::Change { about: "contact", id, who, what: "add", before: "", after: &after, note: &note };
    history::write(db, at, change).await?;
    Ok(id)
}

/// Changes a contact; the new one was checked.
pub(super) async fn change(
    db: &impl Connection,
    at: jiff::Timestamp,
    id: i64,
    contact: &NewContact,
    scopes: &[Scope],
    who: &str,
) -> Result<bool, Error> {
    let before = store::contact::get(db, id).await?.is;
    if before == *contact {
        return Ok(false);
    }
    store::contact::update(db, id, contact, at).await?;
    let mut note = String::new();
    if before.scopes != contact.scopes {
        store::scope::clear(db, id).await?;
        write_scopes(db, id, scopes).await?;
        note = format!("{} -> {}", before.scopes.join(" "), contact.scopes.join(" "));
    }
    if before.openpgp != contact.openpgp {
        note = format!("{note} OpenPGP key changed").trim().to_owned();
    }
    let what = match (before.enabled, contact.enabled) {
        (true, false) => "disable",
        (false, true) => "enable",
        _ => "change",
    };
    let (before, after) = (summary(&before), summary(contact));
    let change =
        history::Change { about: "contact", id, who, what, before: &before, after: &after, note: &note };
    history::write(db, at, change).await?;
    Ok(true)
}

async fn write_scopes(db: &impl Connection, id: i64, scopes: &[Scope]) -> Result<(), Error> {
    let rows: Vec<(i64, Scope)> = scopes.iter().map(|scope| (id, scope.clone())).collect();
    store::scope::insert(db, &rows).await
}

/// A contact in one line of its history.
fn summary(contact: &NewContact) -> String {
    let NewContact { name, organisation, addresses, lang, kind, country, enabled, note, .. } = contact;
    let addresses = addresses.join(" ");
    let enabled = if *enabled { "" } else { ", not written to" };
    format!("{name}, {organisation}, {addresses}, {lang}, {kind}, {country}{enabled}; {note}")
}
