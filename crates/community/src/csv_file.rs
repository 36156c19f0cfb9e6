//! Records as a CSV file: a line each, the columns named after the cells, UTF-8, RFC 4180.
//!
//! Columns may stand in any order and be left away, then their cells are empty. Which record a line tells of is said
//! by the cells that identify its kind; so the same file twice changes nothing, and a file says nothing of records that
//! it does not have. A record can be given another title, day or name only by its form. A cell that a spreadsheet would
//! run goes out as text ([`kernel::inert_cell`]) and comes back as it was.

use std::collections::HashMap;

use crate::entry::Draft;
use crate::error::Error;
use crate::field::{Cell, Reason};
use crate::kind::Kind;
use crate::query::EntryQuery;
use crate::service::Service;
use crate::store;
use crate::verbs::Kept;

/// Lines that are read; a longer file is cut into several.
const LINES: usize = 100_000;
/// Problems that are said; more are only counted.
const PROBLEMS: usize = 200;
/// Records between two questions to the database.
const STEP: u64 = 500;

/// What is done with a file that has lines that make no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Nothing of it is kept, unless all lines are good.
    AllOrNone,
    /// The good ones are kept.
    Good,
    /// Nothing is kept: only to see what would become of it.
    Look,
}

/// A place of a file that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// The line on which its record begins, counted from 1.
    pub line: u64,
    /// The column; empty where the whole line is meant.
    pub column: String,
    /// Why.
    pub reason: LineReason,
}

/// Why a place of a file can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineReason {
    /// As in a form.
    #[error(transparent)]
    Cell(#[from] Reason),
    /// An earlier line tells of the same record.
    #[error("line {0} tells of the same record")]
    Twice(u64),
    /// There is no such column.
    #[error("there is no such column")]
    Column,
    /// The column is there twice.
    #[error("the column is there twice")]
    ColumnTwice,
    /// The line has more cells than there are columns.
    #[error("there are {0} cells more than columns")]
    TooMany(usize),
    /// Not a line of CSV, or not UTF-8.
    #[error("{0}")]
    Unreadable(String),
}

impl std::fmt::Display for LineProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.column.as_str() {
            "" => write!(f, "line {}: {}", self.line, self.reason),
            column => write!(f, "line {}, {column}: {}", self.line, self.reason),
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// New records.
    pub added: u64,
    /// Known records that are different now.
    pub changed: u64,
    /// Known records that were just so.
    pub unchanged: u64,
    /// Whether that is so: not where it was only looked at, or refused for its problems.
    pub kept: bool,
    /// Lines that make no record.
    pub wrong_lines: u64,
    /// What is wrong, the first two hundred.
    pub problems: Vec<LineProblem>,
    /// All of these.
    pub problem_count: u64,
}

impl Imported {
    const fn new() -> Self {
        Self {
            added: 0,
            changed: 0,
            unchanged: 0,
            kept: false,
            wrong_lines: 0,
            problems: Vec::new(),
            problem_count: 0,
        }
    }

    fn problem(&mut self, line: u64, column: &str, reason: LineReason) {
        self.problem_count += 1;
        if self.problems.len() < PROBLEMS {
            self.problems.push(LineProblem { line, column: column.to_owned(), reason });
        }
    }

    fn count(&mut self, kept: Kept) {
        match kept {
            Kept::Added => self.added += 1,
            Kept::Changed => self.changed += 1,
            Kept::Unchanged => self.unchanged += 1,
        }
    }
}

impl Service {
    /// All records of a kind as a file, those that the list shows first at its top.
    pub async fn export(&self, kind: Kind) -> Result<String, Error> {
        let refused = |error: csv::Error| Error::Refused(error.to_string());
        let db = self.inner.database.begin().await?;
        let mut lines = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        lines.write_record(kind.cells().map(Cell::name)).map_err(refused)?;
        let mut skip = 0;
        loop {
            let some =
                store::entry::list(&db, kind, &EntryQuery { skip, limit: STEP, ..EntryQuery::default() })
                    .await?;
            if some.is_empty() {
                break;
            }
            for entry in &some {
                lines
                    .write_record(entry.is.cells().map(|(_, text)| kernel::inert_cell(text)))
                    .map_err(refused)?;
            }
            skip += STEP;
        }
        let bytes = lines.into_inner().map_err(|error| Error::Refused(error.to_string()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Takes a file in: what is new is added, what is known is changed, nothing is removed.
    pub async fn import(&self, kind: Kind, bytes: &[u8], lines: Lines, who: &str) -> Result<Imported, Error> {
        let mut imported = Imported::new();
        let drafts = read(kind, bytes, &mut imported);
        let transaction = self.inner.database.begin_write().await?;
        for draft in &drafts {
            imported.count(self.keep(&transaction, draft, who).await?);
        }
        let keep = match lines {
            Lines::AllOrNone => imported.problem_count == 0,
            Lines::Good => true,
            Lines::Look => false,
        };
        if keep {
            transaction.commit().await?;
        }
        imported.kept = keep;
        Ok(imported)
    }
}

/// The good lines of a file; the others are said in `imported`.
fn read(kind: Kind, bytes: &[u8], imported: &mut Imported) -> Vec<Draft> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let mut drafts = Vec::new();
    let names: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_ascii_lowercase()).collect(),
        Err(error) => {
            imported.problem(1, "", LineReason::Unreadable(error.to_string()));
            return drafts;
        }
    };
    let known: Vec<String> = kind.cells().map(Cell::name).collect();
    for (place, name) in names.iter().enumerate() {
        if !known.contains(name) {
            imported.problem(1, name, LineReason::Column);
        } else if names[..place].contains(name) {
            imported.problem(1, name, LineReason::ColumnTwice);
        }
    }
    // Without a single column of ours it is another file: its lines would all be said to lack everything.
    if !names.iter().any(|name| known.contains(name)) {
        return drafts;
    }
    let mut seen: HashMap<String, u64> = HashMap::new();
    for (index, record) in reader.records().enumerate() {
        let before = imported.problem_count;
        let draft = match record {
            _ if index >= LINES => {
                let reason = LineReason::Unreadable(format!("a file has {LINES} records at most"));
                imported.problem(index as u64 + 2, "", reason);
                imported.wrong_lines += 1;
                break;
            }
            Ok(record) => line(kind, &names, &record, imported),
            Err(error) => {
                let line = error.position().map_or(index as u64 + 2, csv::Position::line);
                imported.problem(line, "", LineReason::Unreadable(error.to_string()));
                None
            }
        };
        if let Some((line, draft)) = draft {
            match seen.get(&draft.identity()) {
                Some(first) => imported.problem(line, "", LineReason::Twice(*first)),
                None => {
                    seen.insert(draft.identity(), line);
                    drafts.push(draft);
                }
            }
        }
        imported.wrong_lines += u64::from(imported.problem_count > before);
    }
    drafts
}

/// The record of a line, with the line's number.
fn line(
    kind: Kind,
    names: &[String],
    record: &csv::StringRecord,
    imported: &mut Imported,
) -> Option<(u64, Draft)> {
    let line = record.position().map_or(0, csv::Position::line);
    if record.len() > names.len() {
        imported.problem(line, "", LineReason::TooMany(record.len() - names.len()));
        return None;
    }
    let written = |cell: &str| {
        let place = names.iter().position(|name| name == cell);
        let text = place.and_then(|place| record.get(place)).unwrap_or_default();
        kernel::original_cell(text).to_owned()
    };
    match Draft::check(kind, written) {
        Ok(draft) => Some((line, draft)),
        Err(problems) => {
            for problem in problems {
                imported.problem(line, &problem.cell, LineReason::Cell(problem.reason));
            }
            None
        }
    }
}
