//! What follows in one place from what happened in another, a story a file.

pub mod activity_report;
pub mod revival;
pub mod sensor;
