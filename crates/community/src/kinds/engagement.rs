//! Standing parts in associations: a secretariat, a seat in a committee.

use kernel::Text;
use serde::Serialize;

use super::event::Section;
use super::{link, with};
use crate::entry::{Draft, Entry};
use crate::field::Field;
use crate::shape::Shape;
use crate::when::When;

pub(crate) const FIELDS: &[Field] = &[
    Field::new("association", Shape::BothLines).required().identifies().listed(),
    Field::new("role", Shape::BothLines).required().identifies().listed(),
    Field::new("section", Shape::Choice(Section::CHOICES)).required().listed(),
    Field::new("since", Shape::When).listed(),
    Field::new("until", Shape::When).listed(),
    Field::new("what", Shape::BothParagraphs),
    Field::new("link", Shape::Url),
    Field::new("note", Shape::Paragraphs).internal(),
];

/// A standing part in an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Engagement {
    /// Its number.
    pub id: i64,
    /// The association.
    pub association: Text,
    /// What we are to it.
    pub role: Text,
    /// Where the report tells of it.
    pub section: Section,
    /// When it began, where it is said.
    pub since: Option<When>,
    /// When it ended, where it did.
    pub until: Option<When>,
    /// What we do: paragraphs; may be empty.
    pub what: Text,
    /// Where more is to be read.
    pub link: Option<String>,
}

impl Engagement {
    /// Nothing where the record has words that this program does not know; it writes none such.
    pub(crate) fn of(entry: &Entry) -> Option<Self> {
        let is = &entry.is;
        Some(Self {
            id: entry.id,
            association: is.text("association"),
            role: is.text("role"),
            section: Section::of(is.cell("section"))?,
            since: is.when("since"),
            until: is.when("until"),
            what: is.text("what"),
            link: link(is),
        })
    }
}

pub(crate) fn public(draft: &Draft) -> Text {
    with(&draft.text("association"), &[draft.text("role")])
}
