//! `/activity`: the activity reports for anybody, and every number of them with the records behind it.
//!
//! What is issued is public, and the same for everybody: pages of editions come from the cache. What is a draft only
//! staff see, and nobody keeps. A figure's number, definition and period are those of the edition; the records behind
//! it are asked for anew, so a page says so where there are more or fewer of them by now. Of a record the public sees
//! its day and its public line, staff also the way to its page.
//!
//! Editions are asked for by `?edition=2`; staff may ask for `?edition=draft`.

pub(crate) mod figure;
pub(crate) mod file;
pub(crate) mod list;
pub(crate) mod records;
mod refusal;
pub(crate) mod report;
#[cfg(test)]
mod sample;
mod shown;
#[cfg(test)]
mod tests;
mod visitor;
pub(crate) mod writing;

pub(crate) use file::file_address;
pub(crate) use records::{behind, minute, records_address, unit_name};
pub(crate) use refusal::refusal;
pub(crate) use shown::{Shown, address, path_of, period_of, take_which, which_of};
pub(crate) use visitor::Visitor;
