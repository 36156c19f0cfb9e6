//! Organisations and partner teams: the register.

use kernel::Text;
use serde::Serialize;

use super::{same, with};
use crate::country::Country;
use crate::entry::{Draft, Entry};
use crate::field::Field;
use crate::shape::{Choice, Shape};

/// What an organisation is.
const KINDS: &[Choice] = &[
    Choice { word: "national-csirt", ja: "National CSIRT", en: "national CSIRT" },
    Choice { word: "csirt", ja: "CSIRT", en: "CSIRT" },
    Choice { word: "association", ja: "協会・団体", en: "association" },
    Choice { word: "government", ja: "政府機関", en: "government" },
    Choice { word: "company", ja: "企業", en: "company" },
    Choice { word: "academic", ja: "研究・教育機関", en: "research and teaching" },
    Choice { word: "other", ja: "その他", en: "other" },
];

pub(crate) const FIELDS: &[Field] = &[
    Field::new("short_name", Shape::Line).required().identifies().listed(),
    Field::new("name", Shape::BothLines).listed(),
    Field::new("kind", Shape::Choice(KINDS)).required().listed(),
    Field::new("country", Shape::Country).identifies().listed(),
    Field::new("constituency", Shape::BothLines),
    Field::new("website", Shape::Url),
    Field::new("associations", Shape::Associations).listed(),
    Field::new("since", Shape::When),
    Field::new("until", Shape::When),
    Field::new("contacts", Shape::Paragraphs).internal(),
    Field::new("keys", Shape::Fingerprints),
    Field::new("note", Shape::Paragraphs).internal(),
];

/// An organisation or partner team, as far as readers may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Its number.
    pub id: i64,
    /// The name that it is known by.
    pub short_name: String,
    /// The whole name; the short one where none is said.
    pub name: Text,
    /// Where it is.
    pub country: Option<&'static Country>,
    /// The associations that it is a member of, by their short names.
    pub associations: Vec<String>,
    /// Fingerprints of its keys.
    pub keys: Vec<String>,
    /// An address for readers.
    pub website: Option<String>,
}

impl Organisation {
    pub(crate) fn of(entry: &Entry) -> Self {
        let is = &entry.is;
        let website = is.cell("website");
        Self {
            id: entry.id,
            short_name: is.cell("short_name").to_owned(),
            name: name(is),
            country: Country::find(is.cell("country")),
            associations: is.list("associations").map(str::to_owned).collect(),
            keys: is.list("keys").map(str::to_owned).collect(),
            website: (!website.is_empty()).then(|| website.to_owned()),
        }
    }
}

fn name(draft: &Draft) -> Text {
    let name = draft.text("name");
    if name.ja.is_empty() { same(draft.cell("short_name")) } else { name }
}

/// An association as part of a figure's name: `Nippon CSIRT Association` becomes `nippon-csirt-association`.
pub(crate) fn slug(association: &str) -> String {
    let words = association.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

pub(crate) fn public(draft: &Draft) -> Text {
    let country = Country::find(draft.cell("country")).map(Country::text);
    let short = same(draft.cell("short_name"));
    let name = name(draft);
    let mut besides = Vec::new();
    if name != short {
        besides.push(short);
    }
    besides.extend(country);
    with(&name, &besides)
}
