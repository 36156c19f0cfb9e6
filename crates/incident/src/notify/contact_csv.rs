//! The contact book as CSV, out and in; what goes out comes in again as it was.
//!
//! Columns: `name,organisation,addresses,lang,kind,country,scopes,note,enabled,openpgp`. Addresses and scopes are
//! separated by spaces. The first three columns alone make a contact; columns are told by the header line. A contact
//! is known by its name and organisation: a line about a known one changes it.

use std::collections::HashSet;

use kernel::Lang;

use super::contact::{add, change, checked};
use super::model::{Contact, ContactKind, NewContact};
use crate::candidate::Problem;
use crate::error::Error;
use crate::service::Service;
use crate::store;

const COLUMNS: [&str; 10] =
    ["name", "organisation", "addresses", "lang", "kind", "country", "scopes", "note", "enabled", "openpgp"];

/// Problems that are said; more are only counted.
const PROBLEMS: usize = 100;
/// Lines that are read; a longer book is cut into several files.
const LINES: usize = 100_000;

/// What became of a book that came in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// New contacts.
    pub added: u64,
    /// Known contacts that are different now.
    pub changed: u64,
    /// Known contacts that were so already.
    pub unchanged: u64,
    /// Lines that make no contact; the first hundred, with the reason.
    pub problems: Vec<Problem>,
    /// All of these.
    pub problem_count: u64,
}

impl Service {
    /// The whole book.
    pub async fn export_contacts(&self) -> Result<String, Error> {
        let db = self.inner.database.begin().await?;
        let mut lines = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        lines.write_record(COLUMNS).map_err(written)?;
        let mut after = 0;
        loop {
            let some = store::contact::list(&db, "", after, 500).await?;
            let Some(last) = some.last() else { break };
            after = last.id;
            for contact in &some {
                lines
                    .write_record(line(contact).iter().map(|cell| kernel::inert_cell(cell)))
                    .map_err(written)?;
            }
        }
        let bytes = lines.into_inner().map_err(|error| Error::Refused(error.to_string()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Takes in a book: what is new is added, what is known is changed, nothing is removed. Lines that make no
    /// contact are said and left out.
    pub async fn import_contacts(&self, text: &str, who: &str) -> Result<Imported, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let header = lines.headers().map_err(|error| Error::Refused(error.to_string()))?.clone();
        let place: Vec<Option<usize>> = COLUMNS
            .iter()
            .map(|column| header.iter().position(|name| name.trim().eq_ignore_ascii_case(column)))
            .collect();
        if place[0].is_none() && place[1].is_none() {
            return Err(Error::Refused(format!("no contact book: the columns are {}", COLUMNS.join(","))));
        }
        let mut imported = Imported::default();
        let problem = |imported: &mut Imported, line: u64, reason: String| {
            imported.problem_count += 1;
            if imported.problems.len() < PROBLEMS {
                imported.problems.push(Problem { place: format!("line {line}"), reason });
            }
        };
        let now = self.inner.clock.now();
        let mut seen = HashSet::new();
        let transaction = self.inner.database.begin_write().await?;
        for (index, record) in lines.records().enumerate() {
            if index >= LINES {
                return Err(Error::Refused(format!("a book has {LINES} lines at most")));
            }
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    problem(&mut imported, index as u64 + 2, error.to_string());
                    continue;
                }
            };
            let number = record.position().map_or(0, csv::Position::line);
            let field = |column: usize| {
                place[column]
                    .and_then(|at| record.get(at))
                    .map_or("", kernel::original_cell)
                    .trim()
                    .to_owned()
            };
            let contact = contact(field).and_then(|contact| checked(contact).map_err(|e| e.to_string()));
            let (contact, scopes) = match contact {
                Ok(contact) => contact,
                Err(reason) => {
                    problem(&mut imported, number, reason);
                    continue;
                }
            };
            if !seen.insert((contact.name.clone(), contact.organisation.clone())) {
                let reason = "another line is about the same name and organisation".to_owned();
                problem(&mut imported, number, reason);
                continue;
            }
            match store::contact::named(&transaction, &contact.name, &contact.organisation).await? {
                None => {
                    add(&transaction, now, &contact, &scopes, who).await?;
                    imported.added += 1;
                }
                Some(id) if change(&transaction, now, id, &contact, &scopes, who).await? => {
                    imported.changed += 1;
                }
                Some(_) => imported.unchanged += 1,
            }
        }
        transaction.commit().await.map_err(Error::from)?;
        Ok(imported)
    }
}

fn line(contact: &Contact) -> [String; 10] {
    let NewContact { name, organisation, addresses, lang, kind, country, openpgp, note, enabled, scopes } =
        &contact.is;
    [
        name.clone(),
        organisation.clone(),
        addresses.join(" "),
        lang.tag().to_owned(),
        kind.name().to_owned(),
        country.clone(),
        scopes.join(" "),
        note.clone(),
        if *enabled { "yes" } else { "no" }.to_owned(),
        openpgp.clone(),
    ]
}

/// The contact of a line.
fn contact(field: impl Fn(usize) -> String) -> Result<NewContact, String> {
    let list = |text: String| -> Vec<String> {
        text.split([' ', ';', '\n', '\r', '\t']).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    let (lang, kind, enabled) = (field(3), field(4), field(8));
    Ok(NewContact {
        name: field(0),
        organisation: field(1),
        addresses: list(field(2)),
        lang: if lang.is_empty() { Lang::En } else { lang.parse()? },
        kind: match kind.as_str() {
            "" => ContactKind::Network,
            word => word.parse().map_err(|error: crate::UnknownWord| error.to_string())?,
        },
        country: field(5),
        scopes: list(field(6)),
        note: field(7),
        enabled: match enabled.to_ascii_lowercase().as_str() {
            "" | "yes" | "true" | "1" => true,
            "no" | "false" | "0" => false,
            other => return Err(format!("enabled is yes or no, not {other:?}")),
        },
        openpgp: field(9),
    })
}

fn written(error: csv::Error) -> Error {
    Error::Refused(error.to_string())
}
