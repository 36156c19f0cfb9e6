//! The page that says what went wrong.

use serde::Serialize;

/// What went wrong, in words.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Failed {
    /// The HTTP status.
    pub(crate) status: u16,
    /// What went wrong.
    pub(crate) title: String,
    /// What to do.
    pub(crate) detail: String,
    /// Each parameter that is wrong.
    pub(crate) errors: Vec<String>,
}

impl Failed {
    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        Self {
            status: 400,
            title: "title".to_owned(),
            detail: "detail".to_owned(),
            errors: vec!["from: <script>".to_owned()],
        }
    }
}
