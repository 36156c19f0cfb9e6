//! What people write down about a watched port, and what they decide.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use kernel::Text;
use serde::{Deserialize, Serialize};

use super::quarter::{Quarter, YEARS};
use crate::error::Error;
use crate::port::Port;

/// Most ports of one record: more lines than that can't be told apart in its chart.
const PORTS: usize = 5;
/// Most addresses for further reading.
const REFERENCES: usize = 20;
/// Most characters of a heading or a URL.
const LINE: usize = 300;
/// Most characters of what is thought, advised or noted.
const WORDS: usize = 4000;

/// A watched port as it is entered and changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchedPort {
    /// Its heading.
    pub title: Text,
    /// One or several that belong together; ICMP may be watched as a whole.
    pub ports: Vec<Port>,
    /// The day it was first seen, where that is known.
    #[serde(default)]
    pub first_seen: Option<Date>,
    /// The day its chart begins with.
    pub chart_from: Date,
    /// What it is thought to be.
    pub thought: Text,
    /// What to do about it.
    pub advice: Text,
    /// Where more is to be read.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// The quarter whose report has it first.
    pub entered: Quarter,
}

/// An address for further reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What is there.
    pub title: Text,
    /// An absolute `https:` or `http:` URL.
    pub url: String,
}

/// A watched port as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watched {
    /// Its number.
    pub id: i64,
    /// What is written down.
    pub is: WatchedPort,
    /// What people decided, by quarter.
    pub decisions: Vec<Decision>,
}

/// What a person decided for a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The quarter.
    pub quarter: Quarter,
    /// What.
    pub choice: Choice,
    /// What is printed with it; empty for nothing.
    pub note: Text,
    /// Who decided.
    pub who: String,
}

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// It is carried on, whatever the rule says.
    Keep,
    /// It is dropped, whatever the rule says.
    Drop,
}

impl Choice {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Keep, Self::Drop];

    /// The name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Drop => "drop",
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Choice {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|choice| choice.name() == name);
        found.ok_or_else(|| Error::Refused(format!("{name:?} is no decision: keep or drop")))
    }
}

impl Watched {
    /// What was decided for `quarter`.
    pub fn decided(&self, quarter: Quarter) -> Option<&Decision> {
        self.decisions.iter().find(|decision| decision.quarter == quarter)
    }
}

impl WatchedPort {
    /// Says what is wrong with it, if anything.
    pub fn check(&self) -> Result<(), Error> {
        both("title", &self.title, 1, LINE)?;
        both("thought", &self.thought, 1, WORDS)?;
        both("advice", &self.advice, 1, WORDS)?;
        let distinct: BTreeSet<_> = self.ports.iter().collect();
        if self.ports.is_empty() || self.ports.len() > PORTS || distinct.len() != self.ports.len() {
            return refused(format!("ports: between 1 and {PORTS}, each once"));
        }
        if self.references.len() > REFERENCES {
            return refused(format!("references: at most {REFERENCES}"));
        }
        for reference in &self.references {
            both("reference", &reference.title, 1, LINE)?;
            let url = &reference.url;
            let web = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            let clean = |rest: &str| {
                !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
            };
            if url.chars().count() > LINE || !web.is_some_and(clean) {
                return refused(format!("{url}: write an address that begins with https:// or http://"));
            }
        }
        if self.first_seen.is_some_and(|day| day > self.entered.period().to) {
            return refused(format!(
                "it was first seen after {}, the quarter it is entered for",
                self.entered
            ));
        }
        if !YEARS.contains(&self.chart_from.year()) {
            return refused(format!("the chart begins before {} or after {}", YEARS.start(), YEARS.end()));
        }
        Ok(())
    }
}

/// Says what is wrong with a decision's note, if anything.
pub(super) fn check_note(note: &Text) -> Result<(), Error> {
    if note.ja.is_empty() != note.en.is_empty() {
        return refused("note: write it in both languages, or in none".to_owned());
    }
    both("note", note, 0, WORDS)
}

fn both(what: &str, text: &Text, least: usize, most: usize) -> Result<(), Error> {
    for (words, lang) in [(&text.ja, "Japanese"), (&text.en, "English")] {
        let length = words.trim().chars().count();
        if length < least {
            return refused(format!("{what}: the {lang} text is missing"));
        }
        if length > most {
            return refused(format!("{what}: the {lang} text is longer than {most} characters"));
        }
    }
    Ok(())
}

fn refused(reason: String) -> Result<(), Error> {
    Err(Error::Refused(reason))
}
