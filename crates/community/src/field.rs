//! What a kind of record has: its fields, said once. Files, forms, lists and the command line are made from this.

use kernel::Lang;
use thiserror::Error;

use crate::shape::Shape;

/// A field of a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name: of the column, of the form's input, and the end of its label's key.
    pub name: &'static str,
    /// What may stand in it.
    pub shape: Shape,
    /// Whether a record needs it.
    pub required: bool,
    /// Whether it is part of what makes two records the same one.
    pub identifies: bool,
    /// Whether it is for staff alone: it never stands in the public line of a record.
    pub internal: bool,
    /// Whether lists show it.
    pub listed: bool,
}

impl Field {
    pub(crate) const fn new(name: &'static str, shape: Shape) -> Self {
        Self { name, shape, required: false, identifies: false, internal: false, listed: false }
    }

    pub(crate) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    pub(crate) const fn identifies(self) -> Self {
        Self { identifies: true, ..self }
    }

    pub(crate) const fn internal(self) -> Self {
        Self { internal: true, ..self }
    }

    pub(crate) const fn listed(self) -> Self {
        Self { listed: true, ..self }
    }

    /// Its cells: one, or one for each language.
    pub fn cells(&'static self) -> impl Iterator<Item = Cell> {
        let langs: &[Option<Lang>] =
            if self.shape.is_both() { &[Some(Lang::Ja), Some(Lang::En)] } else { &[None] };
        langs.iter().map(move |lang| Cell { field: self, lang: *lang })
    }
}

/// A cell of a record: a field, in one language where it has both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The field.
    pub field: &'static Field,
    /// The language, where the field has both.
    pub lang: Option<Lang>,
}

impl Cell {
    /// The name of the column and of the input: `title_ja`, `day`.
    pub fn name(self) -> String {
        match self.lang {
            Some(lang) => format!("{}_{lang}", self.field.name),
            None => self.field.name.to_owned(),
        }
    }
}

/// Why a cell can't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum Reason {
    /// The record needs it.
    #[error("this has to be filled in")]
    Missing,
    /// Neither language is filled in.
    #[error("this has to be filled in, in one language at least")]
    MissingBoth,
    /// Not a day.
    #[error("this is no day: write 2008-03-19")]
    NoDay,
    /// Neither a day nor a month.
    #[error("this is no day and no month: write 2008-03-19 or 2008-03")]
    NoDayOrMonth,
    /// Not a number of days.
    #[error("this is no number of days from 1 to 366")]
    NoDays,
    /// None of the words.
    #[error("this is none of the words that may stand here")]
    NoChoice,
    /// Not a country.
    #[error("this is no country: write its two letters of ISO 3166, such as JP")]
    NoCountry,
    /// Not an association.
    #[error(
        "an association is written by up to 40 letters, digits, blanks, dots, slashes and hyphens of ASCII"
    )]
    NoAssociation,
    /// Not an address.
    #[error("this is no address that begins with https:// or http://")]
    NoUrl,
    /// Not a fingerprint.
    #[error("this is no fingerprint: 40 or 64 hexadecimal digits (32 for an old key)")]
    NoFingerprint,
    /// Not a person.
    #[error("a person is written as: name | name in English | role | role in English")]
    NoPerson,
    /// Too many characters.
    #[error("this is too long")]
    TooLong,
    /// Too many things.
    #[error("these are too many: 300 at most")]
    TooMany,
    /// Characters that no text has.
    #[error("there are control characters in this")]
    Control,
    /// The end is before the beginning.
    #[error("this lies before the beginning")]
    Backwards,
    /// More days than there are from the first to the last.
    #[error("there are not so many days from the first to the last")]
    MoreDays,
    /// There is such a record already.
    #[error("there is such a record already")]
    Known,
}

impl Reason {
    /// Its name in keys of texts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::MissingBoth => "missing-both",
            Self::NoDay => "no-day",
            Self::NoDayOrMonth => "no-day-or-month",
            Self::NoDays => "no-days",
            Self::NoChoice => "no-choice",
            Self::NoCountry => "no-country",
            Self::NoAssociation => "no-association",
            Self::NoUrl => "no-url",
            Self::NoFingerprint => "no-fingerprint",
            Self::NoPerson => "no-person",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::Control => "control",
            Self::Backwards => "backwards",
            Self::MoreDays => "more-days",
            Self::Known => "known",
        }
    }
}

/// A cell that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{cell}: {reason}")]
pub struct CellProblem {
    /// The cell's name.
    pub cell: String,
    /// Why.
    pub reason: Reason,
}
