//! Help that was given to those who build a team. Whom is for staff alone.

use kernel::Text;
use serde::Serialize;

use super::with;
use super::word::words;
use crate::entry::{Draft, Entry};
use crate::field::Field;
use crate::shape::{Choice, Shape};
use crate::when::When;

words! {
    /// What sort of organisation was helped.
    Sort {
        /// A company.
        Company = "company", "企業", "company";
        /// A public organisation.
        Organisation = "organisation", "組織", "organisation";
        /// A group of companies or people.
        Group = "group", "団体", "group";
    }
}

/// What was helped with.
const WHAT: &[Choice] = &[
    Choice { word: "survey", ja: "調査", en: "survey" },
    Choice { word: "build", ja: "構築", en: "building a team" },
    Choice { word: "strengthen", ja: "強化", en: "strengthening a team" },
];

pub(crate) const FIELDS: &[Field] = &[
    Field::new("organisation", Shape::Line).required().identifies().internal().listed(),
    Field::new("sort", Shape::Choice(Sort::CHOICES)).required().listed(),
    Field::new("day", Shape::When).identifies().listed(),
    Field::new("what", Shape::Choice(WHAT)).listed(),
    Field::new("note", Shape::Paragraphs).internal(),
];

/// Help that was given, as far as readers may know of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Support {
    /// Its number.
    pub id: i64,
    /// Whom.
    pub sort: Sort,
    /// When.
    pub day: Option<When>,
    /// What with, such as "survey"; may be empty.
    pub what: Text,
}

fn what(draft: &Draft) -> Text {
    Choice::told(WHAT, draft.cell("what"))
}

impl Support {
    /// Nothing where the record has words that this program does not know; it writes none such.
    pub(crate) fn of(entry: &Entry) -> Option<Self> {
        let is = &entry.is;
        Some(Self { id: entry.id, sort: Sort::of(is.cell("sort"))?, day: is.when("day"), what: what(is) })
    }
}

pub(crate) fn public(draft: &Draft) -> Text {
    let sort = Choice::told(Sort::CHOICES, draft.cell("sort"));
    let title = Text {
        ja: format!("CSIRT構築支援:{}", sort.ja),
        en: format!("CSIRT building support: {}", sort.en),
    };
    with(&title, &[what(draft)])
}
