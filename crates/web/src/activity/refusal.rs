//! Why something can't be done with a report, in words of both languages.

use desk::flows::activity_report::ActivityError;
use report::pdf::PdfError;
use report::{Error, Refusal};

/// The message that says why; none where it is a mistake of ours.
pub(crate) fn refusal(error: &ActivityError) -> Option<&'static str> {
    let refusal = match error {
        ActivityError::Report(Error::Refused(refusal)) => refusal,
        ActivityError::Pdf(PdfError::NoJapaneseFont { .. }) => return Some("refusal-no-japanese-font"),
        ActivityError::Pdf(PdfError::NoGlyph { .. }) => return Some("refusal-no-glyph"),
        _ => return None,
    };
    Some(match refusal {
        Refusal::TitleForm => "refusal-title-form",
        Refusal::TextForm => "refusal-text-form",
        Refusal::LinkForm => "refusal-link-form",
        Refusal::LinkCount => "refusal-link-count",
        Refusal::TopicCount => "refusal-topic-count",
        Refusal::SectionForm => "refusal-section-form",
        Refusal::Draft => "refusal-draft",
        Refusal::NotOver => "refusal-not-over",
        Refusal::Files => "refusal-files",
        Refusal::ChangesUnsaid => "refusal-changes-unsaid",
        Refusal::First => "refusal-first",
        Refusal::Unchanged => "refusal-unchanged",
        Refusal::Overtaken => "refusal-overtaken",
    })
}
