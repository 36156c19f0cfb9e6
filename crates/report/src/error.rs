//! What can go wrong, as far as the caller can do something about it.

use kernel::{DatabaseError, Period};
use sea_orm::DbErr;
use thiserror::Error;

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum Error {
    /// The database said no.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// There is no such record.
    #[error("there is no {0}")]
    NotFound(String),
    /// What was asked can't be done; the person can ask otherwise.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The folder of originals can't be read or written.
    #[error("originals: {0}")]
    Originals(#[source] std::io::Error),
    /// What an edition kept is no longer what it was.
    #[error("edition {number} of {period} can't be read as it was kept: {reason}")]
    Kept {
        /// Its period.
        period: Period,
        /// Its number.
        number: u32,
        /// What was found.
        reason: String,
    },
    /// A value can't be written as JSON.
    #[error("the report can't be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A background task was cancelled or panicked.
    #[error("a background task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// What a person is told who asks for what can't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A title is missing in a language, or too long.
    #[error("a title has 1 to 200 characters in each of both languages")]
    TitleForm,
    /// A text is missing in a language, or too long.
    #[error("a text has 1 to 20,000 characters in each of both languages")]
    TextForm,
    /// A link leads nowhere that a browser goes, or says not what is there.
    #[error(
        "a link has an absolute http or https URL of at most 2,000 characters, and a title in both languages"
    )]
    LinkForm,
    /// More links than anybody reads.
    #[error("a topic has 20 links at most")]
    LinkCount,
    /// More topics than anybody reads.
    #[error("a period has 50 topics at most")]
    TopicCount,
    /// No section can have this name.
    #[error("a section's name is 1 to 60 letters a to z, digits, dots and hyphens")]
    SectionForm,
    /// A report without number and day is a draft.
    #[error("a draft can't be issued: it needs a number and a day")]
    Draft,
    /// The period still runs, or is to come: its figures would change by themselves.
    #[error(
        "the period is not over yet; its report can be built as a draft, and issued from the day after its last"
    )]
    NotOver,
    /// An edition is what it was issued as, so it needs a file, and each once.
    #[error("an edition has each of its files once, and one at least")]
    Files,
    /// Readers of a correction are told what it corrects.
    #[error("a correction says in both languages what changed")]
    ChangesUnsaid,
    /// There is nothing that a first edition could correct.
    #[error("the first edition of a period corrects nothing, so it has no list of what changed")]
    First,
    /// A correction that corrects nothing.
    #[error("nothing has changed since the last edition")]
    Unchanged,
    /// Somebody was faster.
    #[error("another edition of this period was issued in the meantime")]
    Overtaken,
}
