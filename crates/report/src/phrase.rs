//! Phrases become words and numbers of one language: Fluent messages in `locales/{ja,en}/*.ftl`.
//!
//! A message says a whole sentence, in the order that its language wants. The places of figures are found again
//! after that by private signs that were put around them, so that a number can be a link wherever it stands.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid};
use kernel::{Figure, Lang, Text, words};

use crate::document::Span;
use crate::model::{ActivityReport, Phrase, Value};

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks (U+2068, U+2069) would end up in copied text; no text here is right-to-left.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// Stands before a figure's number while a sentence is made: `OPEN id BETWEEN number CLOSE`. Of a private use area,
/// and taken out of what people wrote.
const OPEN: char = '\u{F0000}';
/// Stands between a figure's id and its number.
const BETWEEN: char = '\u{F0001}';
/// Stands after a figure's number.
const CLOSE: char = '\u{F0002}';

const fn identifier(lang: Lang) -> LanguageIdentifier {
    match lang {
        Lang::Ja => langid!("ja"),
        Lang::En => langid!("en"),
    }
}

/// A text without the private signs, without control characters but line feeds and tabs, and without what nobody sees
/// but turns the order of other characters round or makes two words look alike.
pub(crate) fn plain(text: &str) -> String {
    let kept = |c: &char| {
        !matches!(*c, OPEN..=CLOSE) && !misleads(*c) && (!c.is_control() || matches!(*c, '\n' | '\t'))
    };
    text.chars().filter(kept).collect()
}

/// Marks of direction (Unicode, UAX #9) and spaces without width; joiners, which people's writing needs, are none.
const fn misleads(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The phrase in `lang`, with the numbers of `report`. A message that no language has is shown by its key, which a
/// test forbids; a figure that is not there by a dash.
pub(crate) fn say(report: &ActivityReport, phrase: &Phrase, lang: Lang) -> Vec<Span> {
    say_with(|id| report.figure(id).map(|reported| &reported.figure), phrase, lang)
}

fn say_with<'a>(figure: impl Fn(&str) -> Option<&'a Figure>, phrase: &Phrase, lang: Lang) -> Vec<Span> {
    let mut arguments: HashMap<Cow<'static, str>, FluentValue<'static>> = HashMap::new();
    for (place, value) in &phrase.places {
        let written = match value {
            Value::Figure(id) => match figure(id) {
                Some(figure) => {
                    arguments.insert(Cow::Owned(format!("{place}-number")), FluentValue::from(figure.value));
                    format!("{OPEN}{id}{BETWEEN}{}{CLOSE}", figure.written())
                }
                None => "–".to_owned(),
            },
            Value::Text(text) => plain(text.get(lang)),
            Value::Day(day) => words::day(*day, lang),
            Value::Days(from, to) => words::days(kernel::Period { from: *from, to: *to }, lang),
            Value::Months(period) => words::months(*period, lang),
            Value::Sign(sign) => plain(sign),
        };
        arguments.insert(Cow::Owned(place.clone()), FluentValue::from(written));
    }
    let said = LOCALES.try_lookup_complete(&identifier(lang), &phrase.key, Some(&arguments));
    spans(&said.unwrap_or_else(|| phrase.key.clone()))
}

/// The phrase as text alone, where no link can stand.
pub(crate) fn say_plainly(report: &ActivityReport, phrase: &Phrase, lang: Lang) -> String {
    say(report, phrase, lang).into_iter().map(|span| span.text).collect()
}

impl Phrase {
    /// The words in both languages, where no figure has its place in them.
    pub fn text(&self) -> Text {
        let say = |lang| {
            let spans = say_with(|_| None, self, lang);
            spans.into_iter().map(|span| span.text).collect()
        };
        Text { ja: say(Lang::Ja), en: say(Lang::En) }
    }
}

/// A message without places.
pub(crate) fn word(key: &str, lang: Lang) -> String {
    LOCALES.try_lookup(&identifier(lang), key).unwrap_or_else(|| key.to_owned())
}

/// A message with one place, filled by `value`.
pub(crate) fn word_with(key: &str, place: &'static str, value: &str, lang: Lang) -> String {
    let arguments = HashMap::from([(Cow::Borrowed(place), FluentValue::from(value.to_owned()))]);
    let said = LOCALES.try_lookup_complete(&identifier(lang), key, Some(&arguments));
    said.unwrap_or_else(|| key.to_owned())
}

/// Cuts a sentence at its figures.
fn spans(text: &str) -> Vec<Span> {
    let mut cut = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let Some((inner, following)) = after.split_once(CLOSE) else { break };
        let (id, number) = inner.split_once(BETWEEN).unwrap_or(("", inner));
        cut.push((before, None));
        cut.push((number, Some(id)));
        rest = following;
    }
    cut.push((rest, None));
    let span = |(text, figure): (&str, Option<&str>)| Span {
        text: text.to_owned(),
        figure: figure.map(str::to_owned),
    };
    cut.into_iter().filter(|(text, _)| !text.is_empty()).map(span).collect()
}
