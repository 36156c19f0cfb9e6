//! What the desk answers: lists and single records.

mod lists;
