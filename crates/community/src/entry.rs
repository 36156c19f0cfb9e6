//! A record as cells: what a form or a line brings, and what is kept.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Lang, Text};
use serde::Serialize;

use crate::error::Error;
use crate::field::{Cell, CellProblem, Reason};
use crate::kind::Kind;
use crate::kinds;
use crate::when::When;

/// Stands between the parts of an identity; no cell has it, as control characters are refused.
const BETWEEN: &str = "\u{1f}";

/// Cells that were checked, in their canonical form: what can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// In the order of [`Kind::cells`].
    pub(crate) cells: Vec<String>,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number within its kind.
    pub id: i64,
    /// What it says.
    #[serde(flatten)]
    pub is: Draft,
}

impl Draft {
    /// Checks what was written, by the names of the cells; cells that were not written are empty. All problems are
    /// said, not only the first.
    pub fn check(kind: Kind, written: impl Fn(&str) -> String) -> Result<Self, Vec<CellProblem>> {
        let mut problems = Vec::new();
        let mut cells = Vec::new();
        for cell in kind.cells() {
            let name = cell.name();
            match cell.field.shape.canonical(&written(&name)) {
                Ok(text) => cells.push(text),
                Err(reason) => {
                    problems.push(CellProblem { cell: name, reason });
                    cells.push(String::new());
                }
            }
        }
        let draft = Self { kind, cells };
        problems.extend(draft.missing(&problems));
        problems.extend(draft.contradictions());
        if problems.is_empty() { Ok(draft) } else { Err(problems) }
    }

    /// Fields that are needed and are not there; those that were refused are not said again.
    fn missing(&self, refused: &[CellProblem]) -> Vec<CellProblem> {
        let mut missing = Vec::new();
        for field in self.kind.fields().iter().filter(|field| field.required) {
            let empty = field.cells().all(|cell| self.cell(&cell.name()).is_empty());
            let said = field.cells().any(|cell| refused.iter().any(|problem| problem.cell == cell.name()));
            if let Some(first) = field.cells().next().filter(|_| empty && !said) {
                let reason = if field.shape.is_both() { Reason::MissingBoth } else { Reason::Missing };
                missing.push(CellProblem { cell: first.name(), reason });
            }
        }
        missing
    }

    /// Days that can't be.
    fn contradictions(&self) -> Vec<CellProblem> {
        let mut found = Vec::new();
        let (begins, ends) = self.kind.days();
        let (first, last) = (self.when(begins).map(When::first), self.when(ends).map(When::last));
        if let (Some(first), Some(last)) = (first, last) {
            if last < first {
                found.push(CellProblem { cell: ends.to_owned(), reason: Reason::Backwards });
            } else if kinds::training::more_days(self) {
                found.push(CellProblem { cell: "days".to_owned(), reason: Reason::MoreDays });
            }
        }
        found
    }

    /// The cell of this name; empty where there is none.
    pub fn cell(&self, name: &str) -> &str {
        let found = self.kind.cells().zip(&self.cells).find(|(cell, _)| cell.name() == name);
        found.map_or("", |(_, text)| text)
    }

    /// All cells with what stands in them.
    pub fn cells(&self) -> impl Iterator<Item = (Cell, &str)> {
        self.kind.cells().zip(self.cells.iter().map(String::as_str))
    }

    /// The names of the cells, with what stands in them.
    pub fn by_name(&self) -> BTreeMap<String, String> {
        self.cells().map(|(cell, text)| (cell.name(), text.to_owned())).collect()
    }

    /// The field of this name in both languages; where one is empty, the other stands for it.
    pub fn text(&self, field: &str) -> Text {
        let of = |lang: Lang| self.cell(&format!("{field}_{lang}"));
        let either = |one: &str, other: &str| if one.is_empty() { other.to_owned() } else { one.to_owned() };
        Text { ja: either(of(Lang::Ja), of(Lang::En)), en: either(of(Lang::En), of(Lang::Ja)) }
    }

    /// The day or month of the field of this name, where it says one.
    pub fn when(&self, field: &str) -> Option<When> {
        self.cell(field).parse().ok()
    }

    /// The things of the list of this name.
    pub fn list(&self, field: &str) -> impl Iterator<Item = &str> {
        self.cell(field).lines()
    }

    /// The first of its days.
    pub fn first_day(&self) -> Option<Date> {
        self.when(self.kind.days().0).map(When::first)
    }

    /// The last of its days: of one that stands, none while no end is said.
    pub fn last_day(&self) -> Option<Date> {
        let (begins, ends) = self.kind.days();
        let last = self.when(ends).map(When::last);
        if self.kind.is_dated() { last.or_else(|| self.when(begins).map(When::last)) } else { last }
    }

    /// What makes two records the same one: the identifying fields, without regard to case and blanks; of both
    /// languages the Japanese where it is there.
    pub(crate) fn identity(&self) -> String {
        let part = |field: &crate::field::Field| {
            let text = if field.shape.is_both() {
                self.text(field.name).ja
            } else {
                self.cell(field.name).to_owned()
            };
            text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let fields = self.kind.fields().iter().filter(|field| field.identifies);
        fields.map(part).collect::<Vec<_>>().join(BETWEEN)
    }

    /// The line that anybody may read of it.
    pub fn public(&self) -> Text {
        match self.kind {
            Kind::Organisation => kinds::organisation::public(self),
            Kind::Event => kinds::event::public(self),
            Kind::Training => kinds::training::public(self),
            Kind::Support => kinds::support::public(self),
            Kind::Lecture => kinds::lecture::public(self),
            Kind::Article => kinds::article::public(self),
            Kind::Engagement => kinds::engagement::public(self),
        }
    }

    /// The names of the cells in which `other` differs.
    pub(crate) fn differing(&self, other: &Self) -> Vec<String> {
        let pairs = self.cells().zip(&other.cells);
        pairs.filter(|((_, one), other)| one != other).map(|((cell, _), _)| cell.name()).collect()
    }
}

impl From<Vec<CellProblem>> for Error {
    fn from(problems: Vec<CellProblem>) -> Self {
        Self::Cells(problems)
    }
}
