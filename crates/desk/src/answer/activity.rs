//! The figures of an activity report.

use report::{ActivityReport, Reported};
use serde::Serialize;

/// The columns of a row.
pub const FIGURE_COLUMNS: [&str; 8] =
    ["id", "period", "value", "unit", "written", "name_ja", "name_en", "evidence"];

/// The figures of a report, each with its definition and the question that lists its records.
#[derive(Debug, Serialize)]
pub struct FiguresAnswer<'a> {
    /// The report's period by its name: `2008Q1`.
    pub period: String,
    /// Which edition has them; none for a draft.
    pub edition: Option<u32>,
    /// The figures, in the report's order. A value is in the smallest step of its unit.
    pub figures: &'a [Reported],
}

impl<'a> FiguresAnswer<'a> {
    /// The figures of `report`.
    pub fn of(report: &'a ActivityReport) -> Self {
        Self {
            period: report.period.to_string(),
            edition: report.edition.as_ref().map(|edition| edition.number),
            figures: &report.figures,
        }
    }
}

/// A figure as a row. Whoever writes it as CSV makes its cells inert: senders' domains come from strangers.
pub fn figure_row(reported: &Reported) -> [String; 8] {
    let Reported { figure, definition } = reported;
    [
        figure.id.clone(),
        figure.period.to_string(),
        figure.value.to_string(),
        figure.unit.name().to_owned(),
        figure.written(),
        definition.name.ja.clone(),
        definition.name.en.clone(),
        figure.evidence.clone(),
    ]
}
