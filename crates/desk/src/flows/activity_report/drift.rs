//! What was issued, against what the records say today.

use kernel::Period;
use report::{Drift, EditionHead};

use super::draft;
use super::error::ActivityError;
use crate::app::App;

/// How far a period's newest edition is from the records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodDrift {
    /// The edition.
    pub head: EditionHead,
    /// The figures that would come out differently today.
    pub drift: Vec<Drift>,
}

/// The drift of every period that has an edition, the newest period first.
pub async fn drift(app: &App) -> Result<Vec<PeriodDrift>, ActivityError> {
    let mut periods: Vec<Period> = app.report.editions().await?.into_iter().map(|head| head.period).collect();
    periods.dedup();
    let mut all = Vec::with_capacity(periods.len());
    for period in periods {
        all.extend(drift_of(app, period).await?);
    }
    Ok(all)
}

/// The drift of one period; none where it has no edition.
pub async fn drift_of(app: &App, period: Period) -> Result<Option<PeriodDrift>, ActivityError> {
    let Some(issued) = app.report.edition(period, None).await? else { return Ok(None) };
    let now = draft(app, period).await?;
    Ok(Some(PeriodDrift { drift: report::drift(&issued.report, &now), head: issued.head }))
}
