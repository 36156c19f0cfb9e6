//! Watched ports as one JSON text, out and in: to write them in an editor, and to carry them elsewhere.
//!
//! ```json
//! {"watched": [{"title": {"ja": "…", "en": "…"}, "ports": ["2967/tcp"], "first-seen": "2006-12-02", …,
//!   "decisions": [{"quarter": "2008Q1", "choice": "keep", "note": {"ja": "…", "en": "…"}}]}]}
//! ```

use jiff::civil::Date;
use kernel::Text;
use serde::{Deserialize, Serialize};

use super::model::{Choice, Decision, Reference, Watched, WatchedPort};
use super::quarter::Quarter;
use crate::error::Error;
use crate::port::Port;
use crate::service::Service;
use crate::store;

/// Records of one book. More are a mistake.
const ENTRIES: usize = 1000;

/// Watched ports to be carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// One entry each.
    pub watched: Vec<BookEntry>,
}

/// One watched port of a book, with what was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct BookEntry {
    title: Text,
    ports: Vec<Port>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_seen: Option<Date>,
    chart_from: Date,
    thought: Text,
    advice: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    references: Vec<Reference>,
    entered: Quarter,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<BookDecision>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BookDecision {
    quarter: Quarter,
    choice: Choice,
    #[serde(default = "silence")]
    note: Text,
}

/// No note.
fn silence() -> Text {
    Text { ja: String::new(), en: String::new() }
}

/// What came of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Imported {
    /// Entries that are new.
    pub entered: usize,
    /// Entries that were known by their English title and quarter, and were left as they are.
    pub known: usize,
}

impl Service {
    /// Enters the watched ports of a book with their decisions: all, or none where one is wrong. Those that are
    /// known stay as they are.
    pub async fn import_watched_ports(&self, book: &str, who: &str) -> Result<Imported, Error> {
        let book: Book = serde_json::from_str(book).map_err(|error| Error::Refused(error.to_string()))?;
        if book.watched.len() > ENTRIES {
            return Err(Error::Refused(format!("more than {ENTRIES} entries")));
        }
        let transaction = self.inner.database.begin_write().await?;
        let now = self.inner.clock.now();
        let mut imported = Imported::default();
        for (place, entry) in (1..).zip(book.watched) {
            let (port, decisions) = entry.parts();
            let in_place = |error: Error| Error::Refused(format!("entry {place}: {error}"));
            port.check().map_err(in_place)?;
            if store::watched::same(&transaction, &port, None).await? {
                imported.known += 1;
                continue;
            }
            let id = self.enter(&transaction, &port, who, now).await?;
            let watched = Watched { id, is: port, decisions: Vec::new() };
            for BookDecision { quarter, choice, note } in decisions {
                let decision = Decision { quarter, choice, note, who: who.to_owned() };
                self.decide(&transaction, &watched, &decision, now).await.map_err(in_place)?;
            }
            imported.entered += 1;
        }
        transaction.commit().await?;
        Ok(imported)
    }

    /// All watched ports with their decisions, as they can be imported elsewhere.
    pub async fn watched_book(&self) -> Result<Book, Error> {
        let watched = self.watched_ports().await?.into_iter().map(BookEntry::from).collect();
        Ok(Book { watched })
    }
}

impl BookEntry {
    fn parts(self) -> (WatchedPort, Vec<BookDecision>) {
        let Self { title, ports, first_seen, chart_from, thought, advice, references, entered, decisions } =
            self;
        let port = WatchedPort { title, ports, first_seen, chart_from, thought, advice, references, entered };
        (port, decisions)
    }
}

impl From<Watched> for BookEntry {
    fn from(watched: Watched) -> Self {
        let WatchedPort { title, ports, first_seen, chart_from, thought, advice, references, entered } =
            watched.is;
        let decisions = watched.decisions.into_iter().map(|decision| BookDecision {
            quarter: decision.quarter,
            choice: decision.choice,
            note: decision.note,
        });
        let decisions = decisions.collect();
        Self { title, ports, first_seen, chart_from, thought, advice, references, entered, decisions }
    }
}
