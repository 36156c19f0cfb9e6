//! Why something can't be done with a report, in words of both languages.

use desk::flows::activity_report::ActivityError;
use report::{Error, Refusal};

/// The message that says why; none where it is a mistake of ours.
pub(crate) fn refusal(error: &ActivityError) -> Option<&'static str> {
    let ActivityError::Report(Error::Refused(refusal)) = error else { return None };
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
        Refusal::Unchanged => "refusal-unchanged",
        Refusal::Overtaken => "refusal-overtaken",
    })
}
