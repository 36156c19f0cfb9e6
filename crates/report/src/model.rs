//! The report as a plain value: no records, no renderer, both languages.
//!
//! It is what an edition keeps, as JSON: a field is added with a default or not at all.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Definition, Figure, Period, Text};
use serde::{Deserialize, Serialize};

/// The report of a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivityReport {
    /// The days that it is about.
    pub period: Period,
    /// Whose it is.
    pub organisation: Text,
    /// What has to stand wherever its data does, such as that it is made up.
    pub notice: Option<Text>,
    /// Which edition it is; none for a draft.
    pub edition: Option<Edition>,
    /// What people want said first.
    pub topics: Vec<Topic>,
    /// The sections, numbered in this order.
    pub sections: Vec<Section>,
    /// Sections of the form that have no domain yet. Not printed; the command lists them.
    pub left_out: Vec<LeftOut>,
    /// Every figure that is printed, in the order of the list that programs get.
    pub figures: Vec<Reported>,
}

/// What makes an edition of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// From 1.
    pub number: u32,
    /// The day it was issued.
    pub issued: Date,
    /// What changed since the edition before it; empty in the first.
    pub changes: Vec<Text>,
}

/// What people want said first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its heading.
    pub title: Text,
    /// Paragraphs, with an empty line between them.
    pub text: Text,
    /// Where more is to be read.
    pub links: Vec<Link>,
}

/// An address that people wrote for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What is there.
    pub title: Text,
    /// An absolute `https:` or `http:` URL.
    pub url: String,
}

/// A section or a part of one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Its name within the report, such as `incidents`: the anchor, too. ASCII letters, digits and `-`.
    pub id: String,
    /// Its heading.
    pub title: Phrase,
    /// What stands before its parts.
    pub blocks: Vec<Block>,
    /// Its parts.
    pub parts: Vec<Section>,
}

/// A section that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its heading.
    pub title: Phrase,
    /// Why.
    pub reason: Phrase,
}

/// One thing below another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "kebab-case")]
pub enum Block {
    /// A sentence or more of the program's.
    Paragraph {
        /// The words.
        phrase: Phrase,
    },
    /// What people wrote: paragraphs with an empty line between them.
    Written {
        /// The words.
        text: Text,
    },
    /// Things one below the other.
    List {
        /// One a line.
        items: Vec<Item>,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Box<ChartBlock>),
    /// Addresses for readers.
    Links {
        /// One a line.
        links: Vec<Link>,
    },
}

/// A thing in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What stands first.
    pub lead: Phrase,
    /// Further lines under it.
    pub lines: Vec<Phrase>,
    /// Where more is to be read.
    pub links: Vec<Link>,
}

/// A table: a row of headings, then rows with a heading each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Unique within the report.
    pub id: String,
    /// What it shows.
    pub caption: Phrase,
    /// One for each column; the first is over the rows' headings.
    pub header: Vec<Phrase>,
    /// The rows: as many cells as columns.
    pub rows: Vec<Vec<Cell>>,
    /// Notes under it.
    pub notes: Vec<Phrase>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// Words.
    Words(Phrase),
    /// The number of the figure with this id.
    Figure(String),
    /// Nothing: no such figure, as where no sensor was alive.
    Nothing,
}

/// A chart with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartBlock {
    /// Unique within the report.
    pub id: String,
    /// What it shows.
    pub caption: Phrase,
    /// The drawing in Japanese.
    pub ja: chart::Chart,
    /// The drawing in English: the same values.
    pub en: chart::Chart,
    /// Path and query on the site under which the same numbers are to be had as CSV, where there is one.
    pub data: Option<String>,
}

/// A message of the report's locales, with what fills its places.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Phrase {
    /// The message.
    pub key: String,
    /// What fills its places, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub places: BTreeMap<String, Value>,
}

/// What fills a place in a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// The number of the figure with this id. A message may also select a plural form by it: `$reports-number`
    /// beside `$reports`.
    Figure(String),
    /// A text of people, or a name.
    Text(Text),
    /// A day, as the language writes it.
    Day(Date),
    /// Days from one to another; one day where they are the same.
    Days(Date, Date),
    /// A period by its months: "January to March 2008".
    Months(Period),
    /// What is the same in both languages: a port, a fingerprint.
    Sign(String),
}

/// A figure as the report keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The figure.
    #[serde(flatten)]
    pub figure: Figure,
    /// What it is.
    pub definition: Definition,
}

impl ActivityReport {
    /// Whether `other` says the same, whichever editions they are.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let draft = |report: &Self| Self { edition: None, ..report.clone() };
        draft(self) == draft(other)
    }

    /// The figure with this id.
    pub fn figure(&self, id: &str) -> Option<&Reported> {
        self.figures.iter().find(|reported| reported.figure.id == id)
    }
}

impl Phrase {
    /// A message without places.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), places: BTreeMap::new() }
    }

    /// The same with `place` filled.
    #[must_use]
    pub fn with(mut self, place: &str, value: Value) -> Self {
        self.places.insert(place.to_owned(), value);
        self
    }

    /// The same with the number of the figure `id` in `place`.
    #[must_use]
    pub fn figure(self, place: &str, id: &str) -> Self {
        self.with(place, Value::Figure(id.to_owned()))
    }

    /// A text of people as it stands.
    pub fn said(text: &Text) -> Self {
        Self::new("said").with("text", Value::Text(text.clone()))
    }

    /// What is the same in both languages, as it stands.
    pub fn sign(sign: &str) -> Self {
        Self::new("said").with("text", Value::Sign(sign.to_owned()))
    }
}
