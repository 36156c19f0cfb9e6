//! The form in which a watched port is written: out and in.

use std::str::FromStr;

use kernel::Text;
use observe::{Port, Quarter, Reference, WatchedPort};
use serde::Serialize;

use crate::error::Failure;
use crate::staff::Fields;

/// The form's fields as they are shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Form {
    title_ja: String,
    title_en: String,
    ports: String,
    first_seen: String,
    chart_from: String,
    entered: String,
    thought_ja: String,
    thought_en: String,
    advice_ja: String,
    advice_en: String,
    /// A line each: URL, Japanese title, English title, with `|` between.
    references: String,
}

impl Form {
    /// An empty one for `quarter`, with a port to begin with.
    pub(super) fn blank(quarter: Quarter, port: &str) -> Self {
        Self {
            title_ja: String::new(),
            title_en: String::new(),
            ports: port.to_owned(),
            first_seen: String::new(),
            chart_from: quarter.period().from.to_string(),
            entered: quarter.to_string(),
            thought_ja: String::new(),
            thought_en: String::new(),
            advice_ja: String::new(),
            advice_en: String::new(),
            references: String::new(),
        }
    }
}

impl From<&WatchedPort> for Form {
    fn from(port: &WatchedPort) -> Self {
        let WatchedPort { title, ports, first_seen, chart_from, thought, advice, references, entered } =
            port.clone();
        let line = |one: Reference| format!("{} | {} | {}", one.url, one.title.ja, one.title.en);
        Self {
            title_ja: title.ja,
            title_en: title.en,
            ports: ports.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            first_seen: first_seen.map_or_else(String::new, |day| day.to_string()),
            chart_from: chart_from.to_string(),
            entered: entered.to_string(),
            thought_ja: thought.ja,
            thought_en: thought.en,
            advice_ja: advice.ja,
            advice_en: advice.en,
            references: references.into_iter().map(line).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// What was filled in.
pub(super) fn filled(form: &Fields) -> Result<WatchedPort, Failure> {
    let ports = form.one("ports").split([' ', ',', '、', '\t']).filter(|port| !port.is_empty());
    let first_seen = form.one("first_seen");
    let references = form.one("references").lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(WatchedPort {
        title: both(form, "title"),
        ports: ports.map(read::<Port>).collect::<Result<_, _>>()?,
        first_seen: if first_seen.is_empty() { None } else { Some(read(first_seen)?) },
        chart_from: read(form.one("chart_from"))?,
        thought: both(form, "thought"),
        advice: both(form, "advice"),
        references: references.map(reference).collect::<Result<_, _>>()?,
        entered: read(form.one("entered"))?,
    })
}

/// What was written in both languages.
pub(super) fn both(form: &Fields, name: &str) -> Text {
    let words = |lang: &str| form.one(&format!("{name}_{lang}")).replace("\r\n", "\n");
    Text { ja: words("ja"), en: words("en") }
}

/// A word of the form.
pub(super) fn read<T: FromStr<Err: std::fmt::Display>>(written: &str) -> Result<T, Failure> {
    written.parse().map_err(|error: T::Err| Failure::Refused(format!("{written}: {error}")))
}

fn reference(line: &str) -> Result<Reference, Failure> {
    let mut parts = line.split('|').map(|part| part.trim().to_owned());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(url), Some(ja), Some(en), None) => Ok(Reference { title: Text { ja, en }, url }),
        _ => Err(Failure::Refused(format!("{line}: write URL | 日本語の題 | English title"))),
    }
}
