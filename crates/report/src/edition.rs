//! Editions: reports as they were issued, which nothing changes any more.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use kernel::{Lang, Period, Text};
use serde::{Deserialize, Serialize};

use crate::model::ActivityReport;

/// In what form a report is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Media {
    /// A self-contained page.
    Html,
    /// PDF/A.
    Pdf,
}

impl Media {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Html, Self::Pdf];

    /// The name in data, which is the ending of the file's name, too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }

    /// The media type of HTTP.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
    }
}

impl fmt::Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Media {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|media| media.name() == name);
        found.ok_or_else(|| format!("no such form {name:?}: html or pdf"))
    }
}

/// An edition without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditionHead {
    /// The days that it is about.
    pub period: Period,
    /// From 1 within its period.
    pub number: u32,
    /// When it was issued.
    pub issued: Timestamp,
    /// By whom. For staff.
    pub by: String,
    /// SHA-256 of the report as JSON, in hexadecimal.
    pub sha256: String,
    /// What changed since the edition before it; empty in the first.
    pub changes: Vec<Text>,
    /// Its files, by language, then form.
    pub files: Vec<FileHead>,
}

/// A file of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileHead {
    /// Its language.
    pub lang: Lang,
    /// Its form.
    pub media: Media,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl EditionHead {
    /// The file of this language and form, where the edition has one.
    pub fn file(&self, lang: Lang, media: Media) -> Option<&FileHead> {
        self.files.iter().find(|file| (file.lang, file.media) == (lang, media))
    }
}

/// An edition with what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// What it is.
    pub head: EditionHead,
    /// The report as it was.
    pub report: ActivityReport,
}

/// A file that is to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedFile {
    /// Its language.
    pub lang: Lang,
    /// Its form.
    pub media: Media,
    /// All of it.
    pub bytes: Vec<u8>,
}
