//! The list of teams of FIRST, as its public interface gives it (<https://api.first.org/v1/get-teams>).
//!
//! A file that somebody has fetched is read; this program never asks FIRST. It is JSON: an envelope whose `data` is the
//! list, or the list alone (`envelope=false`). Of a team are taken `team` (the short name), `team-full`, `country`,
//! `website`, `constituency` and `establishment`. A team is the organisation of the same short name and country. What
//! FIRST says replaces our whole name and address for readers, and it becomes a member of FIRST; what it does not know
//! (contacts, keys, the Japanese name, notes) stays, and the other cells are filled only where they were empty.

use serde_json::Value;

use crate::entry::{Draft, Entry};
use crate::error::Error;
use crate::kind::Kind;
use crate::query::EntryQuery;
use crate::service::Service;
use crate::store;
use crate::verbs::Kept;

/// The association that a team on the list is a member of.
const FIRST: &str = "FIRST";
/// Teams that are read; the list has under a thousand.
const TEAMS: usize = 20_000;
/// Names and problems that are said; more are only counted.
const SAID: usize = 200;

/// What became of a list of FIRST's teams.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstImported {
    /// Teams that are new to us, by their short names.
    pub added: Vec<String>,
    /// Organisations that are different now.
    pub changed: Vec<String>,
    /// How many were just so.
    pub unchanged: u64,
    /// Teams that can't be read: their place in the list from 1, and why.
    pub problems: Vec<(usize, String)>,
    /// All of these.
    pub problem_count: u64,
    /// Members of FIRST in our register that the list does not have; they stay as they are, since a list may be of one
    /// country alone.
    pub absent: Vec<String>,
    /// Whether it was kept, and not only looked at.
    pub kept: bool,
}

impl FirstImported {
    fn problem(&mut self, place: usize, reason: String) {
        self.problem_count += 1;
        if self.problems.len() < SAID {
            self.problems.push((place, reason));
        }
    }
}

impl Service {
    /// Takes in FIRST's list of teams; with `look`, only says what would become of it.
    pub async fn import_first(&self, bytes: &[u8], look: bool, who: &str) -> Result<FirstImported, Error> {
        let teams = teams(bytes)?;
        let mut imported = FirstImported::default();
        let mut listed = Vec::new();
        let transaction = self.inner.database.begin_write().await?;
        for (place, team) in (1..).zip(&teams) {
            let draft = match draft(team) {
                Ok(draft) => draft,
                Err(reason) => {
                    imported.problem(place, reason);
                    continue;
                }
            };
            if listed.contains(&draft.identity()) {
                imported.problem(place, format!("{} is in the list twice", draft.cell("short_name")));
                continue;
            }
            listed.push(draft.identity());
            let before = store::entry::same(&transaction, &draft).await?;
            let draft = match &before {
                Some(before) => merged(before, &draft)?,
                None => draft,
            };
            let name = draft.cell("short_name").to_owned();
            match self.keep(&transaction, &draft, who).await? {
                Kept::Added => imported.added.push(name),
                Kept::Changed => imported.changed.push(name),
                Kept::Unchanged => imported.unchanged += 1,
            }
        }
        let query = EntryQuery { limit: u64::MAX >> 1, ..EntryQuery::default() };
        let ours = store::entry::list(&transaction, Kind::Organisation, &query).await?;
        let absent = ours.iter().filter(|entry| is_member(entry) && !listed.contains(&entry.is.identity()));
        imported.absent = absent.map(|entry| entry.is.cell("short_name").to_owned()).collect();
        imported.kept = !look;
        if imported.kept {
            transaction.commit().await?;
        }
        Ok(imported)
    }
}

fn is_member(entry: &Entry) -> bool {
    entry.is.list("associations").any(|association| association == FIRST)
}

/// The list in a file.
fn teams(bytes: &[u8]) -> Result<Vec<Value>, Error> {
    let refused = |reason: &str| Error::Refused(format!("this is no list of FIRST's teams: {reason}"));
    let file: Value = serde_json::from_slice(bytes).map_err(|error| refused(&error.to_string()))?;
    let teams = match file {
        Value::Array(teams) => teams,
        Value::Object(mut envelope) => match envelope.remove("data") {
            Some(Value::Array(teams)) => teams,
            _ => return Err(refused("it has no list named data")),
        },
        _ => return Err(refused("it is neither a list nor an envelope with one")),
    };
    if teams.len() > TEAMS { Err(refused("it has more than 20,000 teams")) } else { Ok(teams) }
}

/// The organisation that a team is.
fn draft(team: &Value) -> Result<Draft, String> {
    if !team.is_object() {
        return Err("this is no team".to_owned());
    }
    let said = |name: &str| team.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let cell = |name: &str| match name {
        "short_name" => said("team"),
        "name_en" => said("team-full"),
        "country" => said("country"),
        "constituency_en" => said("constituency"),
        "website" => said("website"),
        "since" => said("establishment"),
        "kind" => "csirt".to_owned(),
        "associations" => FIRST.to_owned(),
        _ => String::new(),
    };
    match Draft::check(Kind::Organisation, cell) {
        Ok(draft) => Ok(draft),
        // What is only additional must not cost the team: it is left away where it can't be read.
        Err(problems) => {
            let additional = |name: &str| matches!(name, "website" | "since" | "constituency_en");
            let needed = problems.iter().find(|problem| !additional(&problem.cell));
            if let Some(problem) = needed {
                let name = said("team");
                return Err(if name.is_empty() { problem.to_string() } else { format!("{name}: {problem}") });
            }
            let wrong = |name: &str| problems.iter().any(|problem| problem.cell == name);
            let cell = |name: &str| if wrong(name) { String::new() } else { cell(name) };
            Draft::check(Kind::Organisation, cell).map_err(|problems| Error::from(problems).to_string())
        }
    }
}

/// Our record with what FIRST says.
fn merged(before: &Entry, team: &Draft) -> Result<Draft, Error> {
    let written = |name: &str| {
        let (ours, theirs) = (before.is.cell(name), team.cell(name));
        match name {
            "name_en" | "website" if !theirs.is_empty() => theirs.to_owned(),
            "associations" => format!("{ours}\n{theirs}"),
            _ if ours.is_empty() => theirs.to_owned(),
            _ => ours.to_owned(),
        }
    };
    Ok(Draft::check(Kind::Organisation, written)?)
}
