//! A figure of a page: the picture in two widths, its table, and where its numbers are to be had.

use jiff::tz::TimeZone;
use kernel::{BucketSize, Lang};
use observe::{GraphOptions, Port, Series};
use serde::Serialize;

use crate::observation::address::Address;
use crate::observation::question::Question;
use crate::texts::{text, text_with};

/// A figure as the template shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figure {
    /// Unique within the page.
    id: String,
    /// What it shows, with its days.
    heading: String,
    /// The picture for wide screens: SVG.
    wide: String,
    /// The picture for narrow screens: SVG.
    narrow: String,
    /// Whether any bucket has no sensor.
    has_gap: bool,
    /// Its numbers.
    table: Numbers,
    csv: String,
    json: String,
    svg: String,
}

/// The numbers under a picture.
#[derive(Debug, Clone, Serialize)]
struct Numbers {
    /// What a number is.
    unit: String,
    /// Whether rows are hours, days or weeks.
    rows_are: String,
    /// The lines' names.
    head: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    label: String,
    /// As in the picture; none in a gap.
    cells: Vec<Option<String>>,
    /// Sensors alive.
    sensors: u32,
}

/// What a figure is to show.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Unique within the page.
    pub(crate) id: &'static str,
    /// What it shows, without the days.
    pub(crate) title: String,
    /// What was asked.
    pub(crate) question: Question,
    /// The width of the points.
    pub(crate) size: BucketSize,
}

impl Figure {
    /// Draws it.
    pub(crate) fn draw(plan: &Plan, series: &Series, lang: Lang, zone: &TimeZone) -> Self {
        let ports: Vec<Port> = series.lines.iter().map(|line| line.port).collect();
        let question = plan.question;
        let days = question.days(lang);
        let heading = text_with(lang, "figure-heading", [("title", &plan.title), ("days", &days)]);
        let (id, title, zone) = (plan.id.to_owned(), heading.clone(), zone.clone());
        let drawn = observe::graph(series, GraphOptions { id, title, size: plan.size, zone, lang });
        let draw = |size| {
            chart::line_chart(&drawn, &chart::Drawing { svg: chart::Svg::Inline, size, heading: false })
        };
        let data = |path| question.address(path).bucket(plan.size).ports(&ports);
        let series_address = "/api/v1/observe/series";
        Self {
            id: plan.id.to_owned(),
            wide: draw(chart::Size::Wide),
            narrow: draw(chart::Size::Narrow),
            has_gap: series.sensors.iter().any(|sensors| sensors.alive == 0),
            table: numbers(&drawn, series, plan.size, lang),
            csv: data(series_address).with("format", "csv").into(),
            json: data(series_address).with("format", "json").into(),
            svg: Address::lang(data("/api/v1/observe/graph.svg"), lang).into(),
            heading,
        }
    }

    /// A figure to look at in tests.
    #[cfg(test)]
    pub(crate) fn sample(id: &'static str, lang: Lang) -> Self {
        let series = crate::observation::sample::series();
        let question = crate::observation::sample::question();
        let plan = Plan { id, title: "top".to_owned(), question, size: BucketSize::Day };
        Self::draw(&plan, &series, lang, &TimeZone::UTC)
    }
}

fn numbers(drawn: &chart::Chart, series: &Series, size: BucketSize, lang: Lang) -> Numbers {
    let table = chart::Table::of(drawn);
    let rows = table.rows.into_iter().zip(&series.sensors).map(|(row, sensors)| Row {
        label: row.label,
        cells: row.cells.into_iter().map(|cell| (!cell.text.is_empty()).then_some(cell.text)).collect(),
        sensors: sensors.alive,
    });
    let rows_are = match size {
        BucketSize::Hour => "table-hour",
        BucketSize::Day => "table-day",
        BucketSize::Week => "table-week",
    };
    Numbers {
        unit: format!("{} ({})", drawn.y.title, drawn.y.unit),
        rows_are: text(lang, rows_are),
        head: table.header.into_iter().skip(1).collect(),
        rows: rows.collect(),
    }
}
