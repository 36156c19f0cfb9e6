//! Remarks: what people say about a section of the report of a period.

use jiff::Timestamp;
use kernel::Text;

use crate::error::Refusal;
use crate::topic::{TEXT, within};

/// Characters of a section's name.
const SECTION: usize = 60;

/// A remark as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Paragraphs, with an empty line between them.
    pub text: Text,
    /// When it was changed last.
    pub changed: Timestamp,
    /// By whom.
    pub by: String,
}

/// What is to be kept of a remark: none where it says nothing in either language, and so is taken away.
pub(crate) fn checked(section: &str, text: Text) -> Result<Option<Text>, Refusal> {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    if section.is_empty() || section.len() > SECTION || !section.chars().all(is_sign) {
        return Err(Refusal::SectionForm);
    }
    if text.ja.trim().is_empty() && text.en.trim().is_empty() {
        return Ok(None);
    }
    within(text, TEXT).map(Some).ok_or(Refusal::TextForm)
}
