//! The texts of the pages in both languages: Fluent messages in `locales/{ja,en}/*.ftl`.
//!
//! A message says a whole sentence; templates never put sentences together. Numbers and dates are formatted
//! here in Rust ([`crate::words`]) and handed in as text, so that page, chart and table write them alike.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid};
use kernel::Lang;

fluent_templates::static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks (U+2068, U+2069) would end up in copied text and in CSV; no text here is right-to-left.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// What is put into a message's places.
pub(crate) type Arguments = HashMap<Cow<'static, str>, FluentValue<'static>>;

const fn identifier(lang: Lang) -> LanguageIdentifier {
    match lang {
        Lang::Ja => langid!("ja"),
        Lang::En => langid!("en"),
    }
}

/// The message `key` in `lang`, or nothing where no language has it.
pub(crate) fn find(lang: Lang, key: &str, arguments: &Arguments) -> Option<String> {
    LOCALES.try_lookup_complete(&identifier(lang), key, Some(arguments))
}

/// The message `key` in `lang`; the key itself where it is missing, which a test forbids.
pub(crate) fn text(lang: Lang, key: &str) -> String {
    find(lang, key, &Arguments::new()).unwrap_or_else(|| key.to_owned())
}

/// The message `key` in `lang` with its places filled.
pub(crate) fn text_with<const N: usize>(
    lang: Lang,
    key: &str,
    arguments: [(&'static str, &str); N],
) -> String {
    let arguments = arguments
        .into_iter()
        .map(|(name, value)| (Cow::Borrowed(name), FluentValue::from(value.to_owned())))
        .collect();
    find(lang, key, &arguments).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    /// Message keys with the places they fill, of one language's files.
    fn messages(lang: &str) -> BTreeMap<String, Vec<String>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang);
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for file in std::fs::read_dir(folder).unwrap() {
            let mut key = String::new();
            for line in std::fs::read_to_string(file.unwrap().path()).unwrap().lines() {
                if let Some((name, _)) = line.split_once(" =")
                    && line.starts_with(|c: char| c.is_ascii_lowercase())
                {
                    key = name.to_owned();
                    assert!(found.insert(key.clone(), Vec::new()).is_none(), "{key} twice in {lang}");
                }
                for place in line.split('$').skip(1) {
                    let place: String =
                        place.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                    found.get_mut(&key).unwrap().push(place);
                }
            }
        }
        for places in found.values_mut() {
            places.sort();
            places.dedup();
        }
        found
    }

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_places() {
        assert_eq!(messages("ja"), messages("en"));
    }
}
