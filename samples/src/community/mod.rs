//! What the sample's team did with others in its quarter: partners, events, trainings, help, lectures, articles.
//!
//! Facts and names of events are those of a published report; addresses are made up, and so is whom the team helped.
//! The files are in the form in which the program takes such records in.

/// The files, each with the kind of its records.
pub const FILES: [(&str, &str); 7] = [
    ("organisation", include_str!("organisation.csv")),
    ("event", include_str!("event.csv")),
    ("training", include_str!("training.csv")),
    ("support", include_str!("support.csv")),
    ("lecture", include_str!("lecture.csv")),
    ("article", include_str!("article.csv")),
    ("engagement", include_str!("engagement.csv")),
];
