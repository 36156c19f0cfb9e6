//! Search over everything that was written to the desk.
//!
//! Words are found through an inverted index in the database: for each term the numbers of the messages that
//! have it. Each batch of messages writes one *segment* of it, and segments are merged as they grow many, so
//! that a term is never spread over more than a few dozen rows. Addresses, networks, hosts and URLs are found
//! through the incidents themselves.

mod postings;
mod terms;

pub(crate) use postings::{decode, encode};
pub(crate) use terms::{of_mail, of_question};
