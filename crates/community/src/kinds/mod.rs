//! The kinds of records, a file each: what a record has, what anybody may read of it, and the record as the report
//! asks for it.

pub(crate) mod article;
pub(crate) mod engagement;
pub(crate) mod event;
pub(crate) mod lecture;
pub(crate) mod organisation;
mod person;
pub(crate) mod support;
pub(crate) mod training;
mod word;

pub use article::Article;
pub use engagement::Engagement;
pub use event::{Event, Role, Section};
pub use lecture::Lecture;
pub use organisation::Organisation;
pub use person::Person;
pub use support::{Sort, Support};
pub use training::Training;

use kernel::Text;

use crate::entry::Draft;

/// A title, and in brackets what is known besides.
fn with(title: &Text, besides: &[Text]) -> Text {
    let besides: Vec<&Text> = besides.iter().filter(|text| !text.ja.is_empty()).collect();
    if besides.is_empty() {
        return title.clone();
    }
    let ja: Vec<&str> = besides.iter().map(|text| text.ja.as_str()).collect();
    let en: Vec<&str> = besides.iter().map(|text| text.en.as_str()).collect();
    Text { ja: format!("{}({})", title.ja, ja.join("、")), en: format!("{} ({})", title.en, en.join(", ")) }
}

/// What is the same in both languages.
fn same(text: &str) -> Text {
    Text { ja: text.to_owned(), en: text.to_owned() }
}

/// The address for readers, where there is one.
fn link(draft: &Draft) -> Option<String> {
    let link = draft.cell("link");
    (!link.is_empty()).then(|| link.to_owned())
}
