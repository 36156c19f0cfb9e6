//! The texts that notifications are written from: one for each sort of incident and language.
//!
//! The built-in ones can be changed by the desk; every version stays. A text reaches nothing but the values that it
//! is given ([`values`]), and is bounded in time, size and depth ([`render()`]).

mod render;
mod texts;
mod values;

use kernel::Lang;
use serde::Serialize;

pub(super) use render::render;
pub(super) use values::Values;

use crate::error::Error;
use crate::service::Service;
use crate::store::{self, history};

/// The names of all texts: the kinds, those later kinds that are written about otherwise, and what is not about a
/// kind.
const NAMES: [&str; 11] = [
    "scan",
    "forged",
    "intrusion",
    "phishing",
    "other",
    "web-defacement",
    "malware-site",
    "dos",
    "mixed",
    "reminder",
    "revival",
];

/// The longest text of a template in characters; nobody reads a longer mail.
const LONGEST: usize = 20_000;

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Template {
    /// What it is about.
    pub name: String,
    /// Its language.
    pub lang: Lang,
    /// The subject's template.
    pub subject: String,
    /// The body's template.
    pub body: String,
    /// The version, if it is not the built-in text.
    pub version: Option<i64>,
}

/// A text as it was once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateVersion {
    /// Its number.
    pub id: i64,
    /// The subject's template; empty where the built-in text was taken up again.
    pub subject: String,
    /// The body's template.
    pub body: String,
    /// When it was written.
    pub at: jiff::Timestamp,
    /// By whom.
    pub who: String,
}

/// What a text makes of values that are made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The subject.
    pub subject: String,
    /// The body.
    pub body: String,
}

impl Service {
    /// All texts, as they count now.
    pub async fn templates(&self) -> Result<Vec<Template>, Error> {
        let mut all = Vec::with_capacity(NAMES.len() * Lang::ALL.len());
        for name in NAMES {
            for lang in Lang::ALL {
                all.push(self.template(name, lang).await?);
            }
        }
        Ok(all)
    }

    /// One text.
    pub async fn template(&self, name: &str, lang: Lang) -> Result<Template, Error> {
        newest(self.inner.database.connection(), name, lang).await
    }

    /// All versions of one text, newest first.
    pub async fn template_versions(&self, name: &str, lang: Lang) -> Result<Vec<TemplateVersion>, Error> {
        known(name)?;
        let rows = store::template::versions(self.inner.database.connection(), name, lang).await?;
        Ok(rows
            .into_iter()
            .map(|row| TemplateVersion {
                id: row.id,
                subject: row.subject,
                body: row.body,
                at: store::time(row.at_us),
                who: row.who,
            })
            .collect())
    }

    /// What a text would look like, with made-up values; an error says in which line it is wrong.
    pub fn preview_template(&self, subject: &str, body: &str, lang: Lang) -> Result<Preview, Error> {
        let organisation = self.inner.config.organisation.get(lang);
        let values = Values::sample(organisation, &self.inner.config.notify.from, lang);
        Ok(Preview { subject: one(subject, &values, "subject")?, body: one(body, &values, "body")? })
    }

    /// Writes a new version of a text, if it works, and gives its number.
    pub async fn change_template(
        &self,
        name: &str,
        lang: Lang,
        subject: &str,
        body: &str,
        who: &str,
    ) -> Result<i64, Error> {
        known(name)?;
        if subject.trim().is_empty() || body.trim().is_empty() {
            return Err(Error::Refused("a text needs a subject and a body".to_owned()));
        }
        self.preview_template(subject, body, lang)?;
        self.write_template(name, lang, subject, &body.replace("\r\n", "\n"), who).await
    }

    /// Takes up the built-in text again.
    pub async fn reset_template(&self, name: &str, lang: Lang, who: &str) -> Result<i64, Error> {
        known(name)?;
        self.write_template(name, lang, "", "", who).await
    }

    async fn write_template(
        &self,
        name: &str,
        lang: Lang,
        subject: &str,
        body: &str,
        who: &str,
    ) -> Result<i64, Error> {
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        let before = newest(&transaction, name, lang).await?.version;
        let id = store::template::insert(&transaction, name, lang, subject, body, now, who).await?;
        let called = |version: Option<i64>| match version {
            Some(version) => format!("{name} {lang}, version {version}"),
            None => format!("{name} {lang}, as built in"),
        };
        let (before, after) = (called(before), called((!body.is_empty()).then_some(id)));
        let change = history::Change {
            about: "template",
            id,
            who,
            what: "change",
            before: &before,
            after: &after,
            note: "",
        };
        history::write(&transaction, now, change).await?;
        transaction.commit().await.map_err(Error::from)?;
        Ok(id)
    }
}

/// The text that counts.
pub(super) async fn newest(
    db: &impl crate::store::Connection,
    name: &str,
    lang: Lang,
) -> Result<Template, Error> {
    let name = known(name)?;
    let row = store::template::newest(db, name, lang).await?;
    let (subject, body, version) = match row {
        Some(row) if !row.body.is_empty() => (row.subject, row.body, Some(row.id)),
        _ => {
            let (subject, body) = texts::built_in(name, lang);
            (subject.to_owned(), body.to_owned(), None)
        }
    };
    Ok(Template { name: name.to_owned(), lang, subject, body, version })
}

fn known(name: &str) -> Result<&'static str, Error> {
    NAMES
        .into_iter()
        .find(|known| *known == name)
        .ok_or_else(|| Error::Refused(format!("there is no text {name:?}; known are: {}", NAMES.join(", "))))
}

/// The name of the text for incidents of these kinds: refinement, else kind.
pub(super) fn name_for<'a>(kinds: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> &'static str {
    let mut names = kinds.into_iter().map(|(kind, refinement)| {
        let known = |word: &str| NAMES[..8].iter().find(|name| **name == word).copied();
        refinement.and_then(known).or_else(|| known(kind)).unwrap_or("other")
    });
    let first = names.next().unwrap_or("other");
    if names.all(|name| name == first) { first } else { "mixed" }
}

fn one(text: &str, values: &Values, part: &str) -> Result<String, Error> {
    render(text, values).map_err(|wrong| Error::Refused(format!("{part}, {wrong}")))
}
