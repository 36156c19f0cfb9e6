//! What the pages of observation share: the question in an address, the figures, the tables.

pub(crate) mod address;
pub(crate) mod figure;
pub(crate) mod form;
pub(crate) mod listing;
pub(crate) mod question;
#[cfg(test)]
pub(crate) mod sample;
