//! What can be chosen in a form.

use std::fmt::Display;

use kernel::Lang;
use serde::Serialize;

use crate::texts::text;

/// One of a select's choices.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// The words of an enumeration, as `PREFIX-WORD` of the texts.
pub(crate) fn of<T: Copy + PartialEq + Display>(
    all: &[T],
    chosen: Option<T>,
    prefix: &str,
    lang: Lang,
) -> Vec<Choice> {
    let one = |word: &T| Choice {
        value: word.to_string(),
        label: text(lang, &format!("{prefix}-{word}")),
        chosen: chosen == Some(*word),
    };
    all.iter().map(one).collect()
}

/// The same, after a first choice that narrows nothing.
pub(crate) fn or_all<T: Copy + PartialEq + Display>(
    all: &[T],
    chosen: Option<T>,
    prefix: &str,
    lang: Lang,
) -> Vec<Choice> {
    with_first(text(lang, "desk-all"), of(all, chosen, prefix, lang))
}

/// A first choice of nothing.
pub(crate) fn with_first(label: String, mut choices: Vec<Choice>) -> Vec<Choice> {
    let chosen = choices.iter().all(|choice| !choice.chosen);
    choices.insert(0, Choice { value: String::new(), label, chosen });
    choices
}
