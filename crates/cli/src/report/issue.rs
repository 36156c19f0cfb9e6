//! `hinomi report issue`: an edition.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use desk::flows::activity_report::{ActivityError, IssueOptions, issue};
use kernel::{Lang, Period, Text};
use report::Refusal;
use report::pdf::PdfError;

use super::By;
use crate::output::{self, counted};

#[derive(Debug, Args)]
pub(crate) struct Issue {
    /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
    period: Period,
    /// What a correction corrects, in Japanese and in English; it may be given several times. The figures that changed
    /// are listed after it.
    #[arg(long, num_args = 2, value_names = ["TEXT_JA", "TEXT_EN"], action = clap::ArgAction::Append)]
    change: Vec<String>,
    /// Issues no PDF in this language, such as ja on a machine without a Japanese font.
    #[arg(long, value_name = "LANG")]
    leave_out_pdf: Vec<Lang>,
    #[command(flatten)]
    by: By,
}

impl Issue {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let changes = self.change.chunks_exact(2);
        let changes = changes.map(|pair| Text { ja: pair[0].clone(), en: pair[1].clone() });
        let options = IssueOptions { changes: changes.collect(), without_pdf: self.leave_out_pdf };
        let head = issue(&app, self.period, &self.by.by, options).await.map_err(with_advice)?;
        output::say(&format!("edition {} of {}", head.number, head.period));
        for change in &head.changes {
            output::say(&format!("  changed: {}", change.en));
        }
        for file in &head.files {
            output::say(&format!("  {} in {}: {}", file.media, file.lang, counted(file.bytes, "byte")));
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Why nothing was issued, with what can be typed about it.
fn with_advice(error: ActivityError) -> anyhow::Error {
    let advice = match &error {
        ActivityError::Pdf(PdfError::NoJapaneseFont { .. }) => "--leave-out-pdf ja issues it without",
        ActivityError::Pdf(PdfError::NoGlyph { .. }) => {
            "Debian's package fonts-noto-cjk may have it; --leave-out-pdf issues it without"
        }
        ActivityError::Report(report::Error::Refused(Refusal::ChangesUnsaid)) => {
            "say it with --change; hinomi report drift lists the figures"
        }
        _ => return error.into(),
    };
    anyhow::anyhow!("{error} ({advice})")
}
