//! A report is issued: today's draft gets a number and a day, becomes files, and with them an edition.

use kernel::{Lang, Period, Text};
use report::{ActivityReport, Edition, EditionHead, Issued, IssuedFile, Media, Refusal};

use super::error::ActivityError;
use super::{draft, file};
use crate::app::App;

/// Changed figures that a correction lists, one a line on its cover. The rest is counted: both editions have them all.
const MOST_LISTED: usize = 30;

/// How a report is issued.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IssueOptions {
    /// What a correction corrects, in words. Empty for a first edition.
    pub changes: Vec<Text>,
    /// The languages that get no PDF, such as Japanese on a machine without its fonts.
    pub without_pdf: Vec<Lang>,
}

/// Issues the report of `period` as the records are now.
///
/// # Errors
///
/// Where the period is not over, where nothing has changed since the last edition, where a correction has no words, and
/// where a file can't be made: nothing is issued then.
pub async fn issue(
    app: &App,
    period: Period,
    who: &str,
    options: IssueOptions,
) -> Result<EditionHead, ActivityError> {
    let today = app.clock.now().to_zoned(app.settings.zone.clone()).date();
    if today <= period.to {
        return Err(Refusal::NotOver.into());
    }
    let mut report = draft(app, period).await?;
    let edition = match app.report.edition(period, None).await? {
        None if !options.changes.is_empty() => return Err(Refusal::First.into()),
        None => Edition { number: 1, issued: today, changes: Vec::new() },
        Some(before) => {
            let changes = changes(&before, &report, options.changes)?;
            Edition { number: before.head.number + 1, issued: today, changes }
        }
    };
    report.edition = Some(edition);
    let mut files = Vec::new();
    for lang in Lang::ALL {
        for media in Media::ALL {
            if media == Media::Pdf && options.without_pdf.contains(&lang) {
                continue;
            }
            files.push(IssuedFile { lang, media, bytes: file(app, &report, lang, media).await? });
        }
    }
    Ok(app.report.issue(&report, files, who).await?)
}

/// What changed since the edition before: the words of whoever corrects, then the figures.
fn changes(before: &Issued, report: &ActivityReport, words: Vec<Text>) -> Result<Vec<Text>, Refusal> {
    if before.report.says_the_same(report) {
        return Err(Refusal::Unchanged);
    }
    if words.is_empty() {
        return Err(Refusal::ChangesUnsaid);
    }
    let drift = report::drift(&before.report, report);
    let mut changes = words;
    changes.extend(drift.iter().take(MOST_LISTED).map(report::Drift::said));
    if let Some(more @ 1..) = drift.len().checked_sub(MOST_LISTED) {
        let figures = if more == 1 { "figure" } else { "figures" };
        changes
            .push(Text { ja: format!("ほか{more}件の数値"), en: format!("and {more} more {figures}") });
    }
    Ok(changes)
}
