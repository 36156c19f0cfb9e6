//! The templates, and what they are given.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use chart::{Chart, Drawing, Size, Svg, Table};
use kernel::Lang;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior, context};
use serde::Serialize;

use super::links::{Links, anchor, outward};
use super::{CSS, HtmlError};
use crate::document::Document;
use crate::phrase::{word, word_with};

/// The style of the file that is not the report's content: the variables' values, and what stands around.
const FILE_CSS: &str = include_str!("file.css");

/// The templates by name; a name that ends in `.html` is escaped.
const TEMPLATES: [(&str, &str); 3] = [
    ("blocks.html", include_str!("blocks.html")),
    ("fragment.html", include_str!("fragment.html")),
    ("file.html", include_str!("file.html")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_loader(|name| {
        let found = TEMPLATES.iter().find(|(known, _)| *known == name);
        Ok(found.map(|(_, source)| (*source).to_owned()))
    });
    environment
});

/// A chart as templates show it.
#[derive(Debug, Clone, Serialize)]
struct Drawn {
    /// SVG for wide screens and for paper.
    wide: String,
    /// SVG for narrow screens.
    narrow: String,
    /// What a number is.
    unit: String,
    /// The lines' names.
    head: Vec<String>,
    /// The name of the first column.
    first: String,
    rows: Vec<Row>,
    no_data: String,
}

#[derive(Debug, Clone, Serialize)]
struct Row {
    label: String,
    /// As in the picture; none in a gap.
    cells: Vec<Option<String>>,
}

impl Drawn {
    fn of(chart: &Chart) -> Self {
        let draw = |size| chart::line_chart(chart, &Drawing { svg: Svg::Inline, size, heading: false });
        let table = Table::of(chart);
        let mut head = table.header.into_iter();
        let row = |row: chart::Row| Row {
            label: row.label,
            cells: row.cells.into_iter().map(|cell| (!cell.text.is_empty()).then_some(cell.text)).collect(),
        };
        let unit = match chart.y.unit.as_str() {
            "" => chart.y.title.clone(),
            unit => format!("{} ({unit})", chart.y.title),
        };
        Self {
            wide: draw(Size::Wide),
            narrow: draw(Size::Narrow),
            unit,
            first: head.next().unwrap_or_default(),
            head: head.collect(),
            rows: table.rows.into_iter().map(row).collect(),
            no_data: chart.words.no_data.clone(),
        }
    }
}

/// Renders the template `name`.
pub(super) fn render(name: &str, document: &Document, links: Option<&Links>) -> Result<String, HtmlError> {
    let charts: Vec<Drawn> = document.charts.iter().map(Drawn::of).collect();
    let lang = document.lang;
    let (to_figure, to_data) = (links.cloned(), links.cloned());
    let context = context! {
        document => Serde(document),
        charts => Serde(charts),
        style => [chart::CSS, FILE_CSS, CSS].concat(),
        word => Value::from_function(move |key: &str| word(key, lang)),
        topic => Value::from_function(move |number: usize| topic(number, lang)),
        href => Value::from_function(move |id: &str| to_figure.as_ref().map(|links| links.figure(id))),
        data => Value::from_function(move |path: &str| to_data.as_ref().map(|links| links.data(path))),
        outward => Value::from_function(|url: &str| outward(url).map(str::to_owned)),
        anchor => Value::from_function(first_anchors()),
    };
    Ok(ENVIRONMENT.get_template(name)?.render(context)?)
}

fn topic(number: usize, lang: Lang) -> String {
    word_with("document-topic", "number", &number.to_string(), lang)
}

/// Gives a figure's anchor where it is asked for first, and none after that: an anchor stands once in a page.
fn first_anchors() -> impl Fn(&str) -> Option<String> + Send + Sync + 'static {
    let given = Mutex::new(BTreeSet::new());
    move |id| {
        let is_first = given.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
        is_first.then(|| anchor(id))
    }
}
