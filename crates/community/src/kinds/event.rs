//! Events that were held or joined.

use jiff::civil::Date;
use kernel::Text;
use serde::Serialize;

use super::{link, with, word::words};
use crate::country::Country;
use crate::entry::{Draft, Entry};
use crate::field::Field;
use crate::shape::{Choice, Shape};
use crate::when::When;

words! {
    /// What we were to an event.
    Role {
        /// We held it.
        Held = "held", "開催", "held";
        /// We took part.
        Joined = "joined", "参加", "joined";
        /// We helped others to hold it.
        Organised = "organised", "運営協力", "helped to organise";
    }
}

words! {
    /// Where the report tells of it.
    Section {
        /// Coordination with others abroad.
        International = "international", "国際連携", "international coordination";
        /// Coordination within the country.
        National = "national", "国内連携", "national coordination";
        /// Handling of vulnerabilities.
        Vulnerability = "vulnerability", "脆弱性関連情報流通", "vulnerability handling";
    }
}

/// What an event is.
const KINDS: &[Choice] = &[
    Choice { word: "conference", ja: "会議", en: "conference" },
    Choice { word: "general-meeting", ja: "総会", en: "general meeting" },
    Choice { word: "meeting", ja: "会合", en: "meeting" },
    Choice { word: "workshop", ja: "ワークショップ", en: "workshop" },
    Choice { word: "seminar", ja: "セミナー", en: "seminar" },
    Choice { word: "forum", ja: "フォーラム", en: "forum" },
    Choice { word: "other", ja: "その他", en: "other" },
];

pub(crate) const FIELDS: &[Field] = &[
    Field::new("title", Shape::BothLines).required().identifies().listed(),
    Field::new("begins", Shape::When).identifies().listed(),
    Field::new("ends", Shape::Day).listed(),
    Field::new("place", Shape::BothLines).listed(),
    Field::new("country", Shape::Country),
    Field::new("role", Shape::Choice(Role::CHOICES)).required().listed(),
    Field::new("kind", Shape::Choice(KINDS)),
    Field::new("section", Shape::Choice(Section::CHOICES)).required().listed(),
    Field::new("what", Shape::BothParagraphs),
    Field::new("link", Shape::Url),
    Field::new("note", Shape::Paragraphs).internal(),
];

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: Text,
    /// Its first day, or its month.
    pub begins: Option<When>,
    /// Its last day, where it is said.
    pub ends: Option<Date>,
    /// Its place; may be empty.
    pub place: Text,
    /// Its country.
    pub country: Option<&'static Country>,
    /// What we were to it.
    pub role: Role,
    /// What it is, such as "workshop"; may be empty.
    pub kind: Text,
    /// Where the report tells of it.
    pub section: Section,
    /// What we did there: paragraphs; may be empty.
    pub what: Text,
    /// Where more is to be read.
    pub link: Option<String>,
}

impl Event {
    /// Nothing where the record has words that this program does not know; it writes none such.
    pub(crate) fn of(entry: &Entry) -> Option<Self> {
        let is = &entry.is;
        Some(Self {
            id: entry.id,
            title: is.text("title"),
            begins: is.when("begins"),
            ends: is.cell("ends").parse().ok(),
            place: is.text("place"),
            country: Country::find(is.cell("country")),
            role: Role::of(is.cell("role"))?,
            kind: Choice::told(KINDS, is.cell("kind")),
            section: Section::of(is.cell("section"))?,
            what: is.text("what"),
            link: link(is),
        })
    }
}

pub(crate) fn public(draft: &Draft) -> Text {
    let role = Role::of(draft.cell("role")).map(Role::text);
    let besides: Vec<Text> = [Some(draft.text("place")), role].into_iter().flatten().collect();
    with(&draft.text("title"), &besides)
}
