//! Machine formats in, a file or folder each. The first that knows an input reads it.
//!
//! A reader looks at a file as it is, or at the parts of a mail. It says `None`, and has handed on nothing, where
//! the input isn't of its format. What is of its format but breaks its rules comes back as a reading with the
//! reasons; where nothing of it can be trusted, without candidates and as [`Disposition::Unreadable`].
//!
//! All are bounded: sizes, depths and counts have constants that say so. None fails or panics on content.

mod arf;
mod document;
mod found;
mod head;
pub(crate) mod iodef;
mod phishing_list;
mod rows;
mod shadowserver;
mod time;
pub(crate) mod xarf;
mod xarf2;

use crate::candidate::{Reading, Sink};
use crate::intake::Input;
#[cfg(doc)]
use crate::model::Disposition;

pub use phishing_list::{Listing, Relisted, Relistings, listings, relistings};

/// Reads an input if it is of this reader's format; hands on nothing where it isn't.
type Reader = fn(&Input<'_>, &mut Sink<'_>) -> Option<Reading>;

/// All of them, the most particular first.
const READERS: &[Reader] =
    &[xarf::read, arf::read, xarf2::read, iodef::read, shadowserver::read, phishing_list::read];

/// Reads an input of any machine format; hands on nothing where it is of none.
pub fn read(input: &Input<'_>, sink: &mut Sink<'_>) -> Option<Reading> {
    READERS.iter().find_map(|reader| reader(input, sink))
}
