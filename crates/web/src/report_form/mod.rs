//! The public report form: no account, no script, no session.
//!
//! What is sent is kept as a message like a mail ([`incident::decide::Entry`]) before the reporter is given the
//! receipt. Everything is bounded while it streams in: the number of fields and files, the length of each, the
//! whole, and how many reports an address may send. A form without a session has nothing that a stranger's page
//! could misuse but the sender's address; still, what another site's page sends is refused.

mod blank;
mod page;
mod rate;
mod receipt;
mod received;
mod send;
mod sent;
#[cfg(test)]
mod tests;

pub(crate) use blank::get as blank;
pub(crate) use page::get;
pub(crate) use page::{happened, report};
pub(crate) use rate::Rate;
pub(crate) use received::get as received;
pub(crate) use send::{BODY_LIMIT, post};
pub(crate) use sent::{Limits, Sent};
