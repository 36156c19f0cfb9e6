//! The desk: what staff see and do about messages and incidents.
//!
//! A page asks `incident` one question and shows the answer; a form is one verb of `incident::decide`, and then the
//! page again (303). Everybody who has signed in may read; deciding takes an analyst, speaking for the
//! organisation a coordinator. Lists go from page to page by the key of their last row, so that the hundredth page
//! costs what the first does, and say no total, which would cost a walk over all records.
//!
//! Mail is shown as text. Nothing of it becomes a link, a picture or a style, and characters that can't be seen are
//! shown by their numbers (`inert`). Attachments leave as bytes that no browser opens in place.

mod acts;
pub(crate) mod asked;
mod choices;
pub(crate) mod community;
pub(crate) mod contacts;
pub(crate) mod download;
pub(crate) mod drafting;
pub(crate) mod entry;
pub(crate) mod inbox;
pub(crate) mod incident;
pub(crate) mod incident_acts;
pub(crate) mod incidents;
pub(crate) mod message;
pub(crate) mod message_acts;
pub(crate) mod notifications;
pub(crate) mod rows;
pub(crate) mod search;
pub(crate) mod sensors;
pub(crate) mod statistics;
pub(crate) mod takedown;
pub(crate) mod takedowns;
pub(crate) mod templates;
#[cfg(test)]
mod tests;
mod watched;
pub(crate) mod watched_ports;
pub(crate) mod words;

#[cfg(test)]
pub(crate) use tests::check_page;
