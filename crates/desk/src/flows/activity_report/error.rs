//! Why there is no report.

use thiserror::Error;

/// Why there is no report.
#[derive(Debug, Error)]
pub enum ActivityError {
    /// The incident desk can't say.
    #[error(transparent)]
    Incident(#[from] incident::Error),
    /// Observation can't say.
    #[error(transparent)]
    Observe(#[from] observe::Error),
    /// The records of work with others can't be read.
    #[error(transparent)]
    Community(#[from] community::Error),
    /// The report's own records can't be read or written.
    #[error(transparent)]
    Report(#[from] report::Error),
    /// A page can't be written.
    #[error(transparent)]
    Html(#[from] report::html::HtmlError),
    /// A PDF can't be set.
    #[error(transparent)]
    Pdf(#[from] report::pdf::PdfError),
    /// A background task was cancelled or panicked.
    #[error("a background task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
    /// The days can't be cut at whole hours.
    #[error(transparent)]
    Days(#[from] kernel::CivilError),
    /// There is no such figure, or its question can't be understood.
    #[error("no figure {0}")]
    NoFigure(String),
}

impl From<report::Refusal> for ActivityError {
    fn from(refusal: report::Refusal) -> Self {
        Self::Report(refusal.into())
    }
}
