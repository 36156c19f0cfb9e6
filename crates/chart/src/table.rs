//! The chart's numbers for people who can't see it, for pages and for CSV.

use crate::model::Chart;
use crate::number;
use crate::plotted::Plotted;

/// A chart as rows: a point of time each, in order, with a cell for each line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The time axis's title, then the lines' names.
    pub header: Vec<String>,
    /// In order of time.
    pub rows: Vec<Row>,
}

/// One point of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The point's name.
    pub label: String,
    /// One for each line.
    pub cells: Vec<Cell>,
}

/// One number, rounded as in the picture's titles. Both texts are empty where the chart has a gap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// For people: `1,234.5`.
    pub text: String,
    /// For programs: `1234.5`.
    pub plain: String,
}

impl Table {
    /// The table of a chart.
    pub fn of(chart: &Chart) -> Self {
        let plotted = Plotted::new(chart);
        let decimals = usize::from(chart.y.decimals);
        let header = std::iter::once(&chart.x.title).chain(chart.lines.iter().map(|l| &l.name)).cloned();
        let cell = |found: Option<f64>| match found {
            Some(v) => {
                Cell { text: number::grouped(v, decimals, &chart.words), plain: number::plain(v, decimals) }
            }
            None => Cell::default(),
        };
        let rows = (0..plotted.len())
            .map(|place| Row {
                label: plotted.point(place).label.clone(),
                cells: chart.lines.iter().map(|line| cell(plotted.value(line, place))).collect(),
            })
            .collect();
        Self { header: header.collect(), rows }
    }

    /// Header and rows with plain numbers, for a CSV writer.
    pub fn records(&self) -> impl Iterator<Item = Vec<&str>> {
        let header = self.header.iter().map(String::as_str).collect();
        let rows = self.rows.iter().map(|row| {
            std::iter::once(row.label.as_str()).chain(row.cells.iter().map(|c| c.plain.as_str())).collect()
        });
        std::iter::once(header).chain(rows)
    }
}
