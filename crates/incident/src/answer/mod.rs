//! What the desk answers: lists and single records.

mod lists;
mod search;

pub use search::Found;
