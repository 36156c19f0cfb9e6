//! Questions to the records.

use kernel::Period;
use serde::Serialize;

use crate::entry::Entry;
use crate::kind::Kind;

/// Which records of a kind are wanted; what is `None` or empty does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryQuery {
    /// A piece of any cell, without regard to the case of ASCII letters.
    pub word: String,
    /// Those of a period: whose first day lies in it; of the kinds that stand, those that stood on a day of it.
    pub period: Option<Period>,
    /// Of dated kinds, those without a date alone.
    pub undated: bool,
    /// How many are passed over.
    pub skip: u64,
    /// How many are wanted at most.
    pub limit: u64,
}

/// Some records of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryPage {
    /// Of what kind.
    pub kind: Kind,
    /// How many there are in all.
    pub total: u64,
    /// Those that were asked for: newest first, those without a date before all; what stands by its name.
    pub entries: Vec<Entry>,
}
