//! `/desk/community`: what the organisation does with others.
//!
//! Written once over the fields of a kind of record: a list, a form, and files, for all kinds.

pub(crate) mod file;
pub(crate) mod first;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod overview;
#[cfg(test)]
mod tests;
mod words;

use community::Kind;

use crate::error::Failure;

/// The address.
const PATH: &str = "/desk/community";

/// The address of a kind.
fn path(kind: Kind) -> String {
    format!("{PATH}/{kind}")
}

impl From<community::Error> for Failure {
    fn from(error: community::Error) -> Self {
        match error {
            community::Error::NotFound { .. } | community::Error::Kind(_) => Self::NotFound,
            error @ (community::Error::Cells(_) | community::Error::Refused(_)) => {
                Self::Refused(error.to_string())
            }
            error => Self::Internal(error.to_string()),
        }
    }
}
