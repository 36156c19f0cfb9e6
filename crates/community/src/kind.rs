//! The kinds of records, and what is the same for all of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::field::{Cell, Field};
use crate::kinds::{article, engagement, event, lecture, organisation, support, training};

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An organisation or partner team.
    Organisation,
    /// An event that was held or joined.
    Event,
    /// A training.
    Training,
    /// Help in building a team.
    Support,
    /// A lecture.
    Lecture,
    /// An article.
    Article,
    /// A standing part in an association.
    Engagement,
}

impl Kind {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Event,
        Self::Training,
        Self::Support,
        Self::Lecture,
        Self::Article,
        Self::Engagement,
        Self::Organisation,
    ];

    /// Its name in addresses, in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Event => "event",
            Self::Training => "training",
            Self::Support => "support",
            Self::Lecture => "lecture",
            Self::Article => "article",
            Self::Engagement => "engagement",
        }
    }

    /// What such a record has.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Organisation => organisation::FIELDS,
            Self::Event => event::FIELDS,
            Self::Training => training::FIELDS,
            Self::Support => support::FIELDS,
            Self::Lecture => lecture::FIELDS,
            Self::Article => article::FIELDS,
            Self::Engagement => engagement::FIELDS,
        }
    }

    /// Its cells in order: the columns of its file.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        self.fields().iter().flat_map(Field::cells)
    }

    /// Whether it counts in the period in which its first day lies. The others stand from a day until another, and a
    /// beginning or an end that they do not say is open.
    pub const fn is_dated(self) -> bool {
        !matches!(self, Self::Organisation | Self::Engagement)
    }

    /// The fields of its first and of its last day.
    pub(crate) const fn days(self) -> (&'static str, &'static str) {
        match self {
            Self::Organisation | Self::Engagement => ("since", "until"),
            Self::Event | Self::Training => ("begins", "ends"),
            Self::Support | Self::Lecture | Self::Article => ("day", "day"),
        }
    }
}

/// A word that is no kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0:?} is no kind of record: event, training, support, lecture, article, engagement or organisation")]
pub struct UnknownKind(String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, UnknownKind> {
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| UnknownKind(name.to_owned()))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
