//! Trainings, with the countries that took part.

use jiff::civil::{Date, Weekday};
use kernel::{Period, Text};
use serde::Serialize;

use super::{link, with};
use crate::country::Country;
use crate::entry::{Draft, Entry};
use crate::field::Field;
use crate::shape::Shape;
use crate::when::When;

pub(crate) const FIELDS: &[Field] = &[
    Field::new("title", Shape::BothLines).required().identifies().listed(),
    Field::new("begins", Shape::When).identifies().listed(),
    Field::new("ends", Shape::Day).listed(),
    Field::new("days", Shape::Days).listed(),
    Field::new("organiser", Shape::BothLines).listed(),
    Field::new("countries", Shape::Countries).listed(),
    Field::new("what", Shape::BothParagraphs),
    Field::new("link", Shape::Url),
    Field::new("note", Shape::Paragraphs).internal(),
];

/// A training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Training {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: Text,
    /// Its first day, or its month.
    pub begins: Option<When>,
    /// Its last day, where it is said.
    pub ends: Option<Date>,
    /// Days on which there was training, as the record says or Mondays to Fridays from the first to the last; none
    /// where the days are not known.
    pub days: Option<u32>,
    /// Who held it; may be empty.
    pub organiser: Text,
    /// The countries that took part, in the order of the record.
    pub countries: Vec<&'static Country>,
    /// What was done there: paragraphs; may be empty.
    pub what: Text,
    /// Where more is to be read.
    pub link: Option<String>,
}

impl Training {
    pub(crate) fn of(entry: &Entry) -> Self {
        let is = &entry.is;
        Self {
            id: entry.id,
            title: is.text("title"),
            begins: is.when("begins"),
            ends: is.cell("ends").parse().ok(),
            days: days(is),
            organiser: is.text("organiser"),
            countries: is.list("countries").filter_map(Country::find).collect(),
            what: is.text("what"),
            link: link(is),
        }
    }
}

/// The days from the first to the last, where both are known.
fn span(draft: &Draft) -> Option<Period> {
    let Some(When::Day(first)) = draft.when("begins") else { return None };
    Period::new(first, draft.cell("ends").parse().ok()?).ok()
}

/// Days of training.
fn days(draft: &Draft) -> Option<u32> {
    if let Ok(said) = draft.cell("days").parse() {
        return Some(said);
    }
    let Period { from, to } = span(draft)?;
    let each = from.series(jiff::Span::new().days(1)).take_while(|day| *day <= to);
    let working = each.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
    u32::try_from(working.take(1000).count()).ok()
}

/// Whether it says more days of training than there are days.
pub(crate) fn more_days(draft: &Draft) -> bool {
    let said = draft.cell("days").parse::<u32>().ok();
    said.zip(span(draft)).is_some_and(|(said, span)| said > span.days())
}

pub(crate) fn public(draft: &Draft) -> Text {
    with(&draft.text("title"), &[draft.text("organiser")])
}
