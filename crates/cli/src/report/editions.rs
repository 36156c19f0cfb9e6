//! `hinomi report editions`: what was issued.

use std::path::Path;
use std::process::ExitCode;

use report::{EditionHead, FileHead};

use crate::output;

pub(super) async fn run(data: &Path) -> anyhow::Result<ExitCode> {
    let app = crate::open(data).await?;
    let editions = app.report.editions().await?;
    if editions.is_empty() {
        output::say("no report has been issued yet");
        return Ok(ExitCode::SUCCESS);
    }
    let row = |head: EditionHead| {
        let issued = head.issued.to_zoned(app.settings.zone.clone()).date().to_string();
        let file = |file: &FileHead| format!("{}.{}", file.lang, file.media);
        let files: Vec<_> = head.files.iter().map(file).collect();
        vec![head.period.to_string(), head.number.to_string(), issued, head.by, files.join(" ")]
    };
    let rows: Vec<_> = editions.into_iter().map(row).collect();
    output::print(&output::table(&["period", "edition", "issued", "by", "files"], &rows, 5))?;
    Ok(ExitCode::SUCCESS)
}
