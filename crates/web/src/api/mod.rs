//! The API for programs, an endpoint a file: the same figures as the pages, to three decimals.
//!
//! Parameters are read strictly; a mistake is answered with problem details (RFC 9457) that name it. CSV is
//! that of RFC 4180.

pub(crate) mod graph;
pub(crate) mod openapi;
pub(crate) mod series;
pub(crate) mod top;

use kernel::Lang;
use serde::Serialize;

use crate::cache::{Document, Media};
use crate::error::Failure;
use crate::observation::question::Question;
use crate::site::Site;

/// Ports in one answer at most.
pub(crate) const MOST_PORTS: usize = 10;

/// Places in one answer at most.
pub(crate) const MOST_PLACES: usize = 100;

/// The forms of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    #[default]
    Json,
    Csv,
}

/// The forms by name.
pub(crate) const FORMATS: [(&str, Format); 2] = [("json", Format::Json), ("csv", Format::Csv)];

impl Format {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}

/// The days that an answer is about.
#[derive(Debug, Serialize)]
pub(crate) struct PeriodHead {
    from: String,
    to: String,
    time_zone: String,
    /// What the organisation says on top of its pages, such as that the data is made up.
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<String>,
}

impl PeriodHead {
    pub(crate) fn new(question: Question, site: &Site, lang: Lang) -> Self {
        Self {
            from: question.period.from.to_string(),
            to: question.period.to.to_string(),
            time_zone: site.zone().iana_name().unwrap_or("UTC").to_owned(),
            notice: site.notice(lang),
        }
    }
}

/// Who may use it: the path of the terms.
pub(crate) const TERMS: &str = "/about/data";

/// To three decimals.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// An answer as JSON.
pub(crate) fn json(answer: &impl Serialize) -> Result<Document, Failure> {
    let text = serde_json::to_string(answer).map_err(|e| Failure::Internal(e.to_string()))?;
    Document::new(Media::Json, text)
}

/// An answer as CSV (RFC 4180: lines end with CR LF).
///
/// Fields are numbers, names of ports and times, which never hold a comma or a quotation mark.
pub(crate) fn csv(head: &str, rows: impl Iterator<Item = String>) -> Result<Document, Failure> {
    let mut text = format!("{head}\r\n");
    for row in rows {
        text.push_str(&row);
        text.push_str("\r\n");
    }
    Document::new(Media::Csv, text)
}
