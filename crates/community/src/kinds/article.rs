//! Articles that were published.

use kernel::Text;
use serde::Serialize;

use super::person::{Person, names, people};
use super::{link, with};
use crate::entry::{Draft, Entry};
use crate::field::Field;
use crate::shape::Shape;
use crate::when::When;

pub(crate) const FIELDS: &[Field] = &[
    Field::new("title", Shape::BothLines).required().identifies().listed(),
    Field::new("authors", Shape::People).required().listed(),
    Field::new("medium", Shape::BothLines).identifies().listed(),
    Field::new("pages", Shape::Line).listed(),
    Field::new("day", Shape::When).identifies().listed(),
    Field::new("link", Shape::Url),
    Field::new("note", Shape::Paragraphs).internal(),
];

/// An article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: Text,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// Where it stands; may be empty.
    pub medium: Text,
    /// The pages, as they are printed: `138-142`; may be empty.
    pub pages: String,
    /// The day or the month of issue.
    pub day: Option<When>,
    /// Where it is to be read.
    pub link: Option<String>,
}

impl Article {
    pub(crate) fn of(entry: &Entry) -> Self {
        let is = &entry.is;
        Self {
            id: entry.id,
            title: is.text("title"),
            authors: people(is.cell("authors")),
            medium: is.text("medium"),
            pages: is.cell("pages").to_owned(),
            day: is.when("day"),
            link: link(is),
        }
    }
}

pub(crate) fn public(draft: &Draft) -> Text {
    with(&draft.text("title"), &[draft.text("medium"), names(&people(draft.cell("authors")))])
}
