//! The report in one language: what a renderer is given.
//!
//! Everything is plain text by now; a renderer decides how it looks, and escapes.

use kernel::{Lang, Period};
use serde::Serialize;

/// The report in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Its language.
    pub lang: Lang,
    /// The period's name, such as `2008Q1`.
    pub period: String,
    /// What stands on the cover.
    pub cover: Cover,
    /// The topics, numbered from 1.
    pub topics: Vec<TopicText>,
    /// The sections, numbered from 1.
    pub sections: Vec<SectionText>,
    /// The charts that [`BlockText::Chart`] names.
    #[serde(skip)]
    pub charts: Vec<chart::Chart>,
}

/// What stands on the cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// The report's title.
    pub title: String,
    /// Whose it is.
    pub organisation: String,
    /// Its days, in words.
    pub days: String,
    /// Edition and day, or that it is a draft.
    pub edition: String,
    /// The day that stands in metadata: of issue, or the period's last.
    pub date: jiff::civil::Date,
    /// What has to stand wherever its data does.
    pub notice: Option<String>,
    /// What changed since the edition before it.
    pub changes: Vec<String>,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopicText {
    /// Its heading.
    pub title: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Where more is to be read.
    pub links: Vec<LinkText>,
}

/// An address for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkText {
    /// What is there.
    pub title: String,
    /// The URL.
    pub url: String,
}

/// A section or a part of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionText {
    /// The anchor.
    pub id: String,
    /// As it is numbered: `2`, `2.3`.
    pub number: String,
    /// Its heading.
    pub title: String,
    /// What stands before its parts.
    pub blocks: Vec<BlockText>,
    /// Its parts.
    pub parts: Vec<SectionText>,
}

/// One thing below another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum BlockText {
    /// A paragraph.
    Paragraph {
        /// Its words and numbers.
        spans: Vec<Span>,
    },
    /// What people wrote.
    Written {
        /// Its paragraphs.
        paragraphs: Vec<String>,
    },
    /// Things one below the other.
    List {
        /// One a line.
        items: Vec<ItemText>,
    },
    /// A table.
    Table {
        /// Unique within the report.
        id: String,
        /// As it is numbered: `Table 2-1`, within its section.
        number: String,
        /// What it shows.
        caption: Vec<Span>,
        /// One for each column.
        header: Vec<String>,
        /// The rows; the first cell is the row's heading.
        rows: Vec<Vec<CellText>>,
        /// Notes under it.
        notes: Vec<Vec<Span>>,
    },
    /// A chart.
    Chart {
        /// Unique within the report.
        id: String,
        /// As it is numbered: `Figure 3-1`, within its section.
        number: String,
        /// What it shows.
        caption: Vec<Span>,
        /// Its place in [`Document::charts`].
        place: usize,
        /// For people who can't see it.
        description: String,
        /// Where its numbers are to be had.
        data: Option<String>,
    },
    /// Addresses for readers.
    Links {
        /// One a line.
        links: Vec<LinkText>,
    },
}

/// A thing in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemText {
    /// What stands first.
    pub lead: Vec<Span>,
    /// Further lines.
    pub lines: Vec<Vec<Span>>,
    /// Where more is to be read.
    pub links: Vec<LinkText>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellText {
    /// Words and numbers; nothing where there is no such figure.
    pub spans: Vec<Span>,
    /// Whether it is a number, set to the right.
    pub numeric: bool,
}

/// A run of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// The figure whose number this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
}

/// The path on the site under which a figure is explained.
pub fn figure_path(period: Period, figure: &str) -> String {
    format!("/activity/{period}/figure/{figure}")
}
