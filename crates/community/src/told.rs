//! What stands in a field, as a reader is told: days and words of the language instead of the canonical form.

use kernel::Lang;

use crate::country::Country;
use crate::entry::Draft;
use crate::field::Field;
use crate::kinds::Person;
use crate::shape::{Choice, Shape};
use crate::when::When;

impl Draft {
    /// What stands in `field`; empty where nothing does.
    pub fn told(&self, field: &Field, lang: Lang) -> String {
        let text = self.cell(field.name);
        match field.shape {
            Shape::BothLines | Shape::BothParagraphs => self.text(field.name).get(lang).to_owned(),
            Shape::Day | Shape::When => {
                self.when(field.name).map(|when: When| when.written(lang)).unwrap_or_default()
            }
            Shape::Choice(choices) => Choice::told(choices, text).get(lang).to_owned(),
            Shape::Country | Shape::Countries => {
                joined(text.lines().filter_map(Country::find).map(Country::text), lang)
            }
            Shape::People => {
                let people = text.lines().filter_map(|line| line.parse::<Person>().ok());
                joined(people.map(|person| person.name), lang)
            }
            Shape::Associations | Shape::Fingerprints => text.lines().collect::<Vec<_>>().join(", "),
            Shape::Line | Shape::Paragraphs | Shape::Days | Shape::Url => text.to_owned(),
        }
    }
}

fn joined(texts: impl Iterator<Item = kernel::Text>, lang: Lang) -> String {
    let between = match lang {
        Lang::Ja => "、",
        Lang::En => ", ",
    };
    texts.map(|text| text.get(lang).to_owned()).collect::<Vec<_>>().join(between)
}
