//! `hinomi report figures`: what the report prints, for people and programs.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use desk::answer::{FIGURE_COLUMNS, FiguresAnswer, figure_row};
use desk::flows::activity_report::draft;
use kernel::{Period, inert_cell};
use report::Reported;

use crate::output;

#[derive(Debug, Args)]
pub(crate) struct Figures {
    /// The period: 2008Q1, 2008-01, 2008H1, 2008, FY2007 (from April), or 2008-01-15..2008-02-03.
    period: Period,
    /// A table for people; JSON with definitions; or CSV. In JSON and CSV a value is in the smallest step of its unit.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

impl Figures {
    pub(crate) async fn run(self, data: &Path) -> anyhow::Result<ExitCode> {
        let app = crate::open(data).await?;
        let report = draft(&app, self.period).await?;
        let text = match self.format {
            Format::Table => {
                let rows: Vec<_> = report.figures.iter().map(row).collect();
                output::table(&["figure", "period", "value", "unit"], &rows, 2)
            }
            Format::Json => output::json(&FiguresAnswer::of(&report))?,
            Format::Csv => {
                let rows = report.figures.iter().map(figure_row);
                output::csv(&FIGURE_COLUMNS, rows.map(|row| row.map(|cell| inert_cell(&cell))))?
            }
        };
        output::print(&text)?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A line of the table, with the figure's name behind it.
fn row(reported: &Reported) -> Vec<String> {
    let Reported { figure, definition } = reported;
    let (id, unit, name) = (figure.id.clone(), figure.unit.name().to_owned(), definition.name.en.clone());
    vec![id, figure.period.to_string(), figure.written(), unit, name]
}
