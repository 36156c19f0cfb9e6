//! Lectures that were given.

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
    Field::new("speakers", Shape::People).required().listed(),
    Field::new("event", Shape::BothLines).identifies().listed(),
    Field::new("day", Shape::When).identifies().listed(),
    Field::new("link", Shape::Url),
    Field::new("note", Shape::Paragraphs).internal(),
];

/// A lecture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lecture {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: Text,
    /// Who spoke.
    pub speakers: Vec<Person>,
    /// Where it was given; may be empty.
    pub event: Text,
    /// When.
    pub day: Option<When>,
    /// Where more is to be read.
    pub link: Option<String>,
}

impl Lecture {
    pub(crate) fn of(entry: &Entry) -> Self {
        let is = &entry.is;
        Self {
            id: entry.id,
            title: is.text("title"),
            speakers: people(is.cell("speakers")),
            event: is.text("event"),
            day: is.when("day"),
            link: link(is),
        }
    }
}

pub(crate) fn public(draft: &Draft) -> Text {
    with(&draft.text("title"), &[draft.text("event"), names(&people(draft.cell("speakers")))])
}
