//! What the template reads: the document as JSON, and the charts as SVG.
//!
//! The JSON is the serialised [`Document`] with these differences: all text is as paper takes it ([`super::text`]); a
//! span of a figure, a link and a chart have `href` where `figure`, `url` and `data` lead somewhere; a cell has its
//! `length`, `words` what the template says by itself; `label` of a topic its number in words.

use std::collections::{BTreeMap, HashSet};

use kernel::{Lang, Period};
use serde_json::{Map, Value, json};

use super::error::PdfError;
use super::text::{breakable, inked, is_guide, uri};
use crate::document::{Document, figure_path};
use crate::fonts::Shelf;
use crate::phrase::{word, word_with};

/// What is handed to the template.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) document: Value,
    /// By [`crate::BlockText::Chart`]'s `place`.
    pub(super) charts: Vec<String>,
    /// Every character with the place where it stands first, in the order of the document.
    characters: Vec<(char, String)>,
}

/// How charts are drawn: light, for print, with their heading in the caption.
const DRAWING: chart::Drawing = chart::Drawing {
    svg: chart::Svg::Standalone(chart::Scheme::Light),
    size: chart::Size::Print,
    heading: false,
};

impl Sheet {
    pub(super) fn of(document: &Document, base: Option<&str>) -> Result<Self, PdfError> {
        let mut value =
            serde_json::to_value(document).map_err(|error| PdfError::Failed(error.to_string()))?;
        add_words(&mut value, document.lang);
        let mut walk = Walk {
            base,
            period: document.period.parse().ok(),
            seen: Seen::default(),
            charts: BTreeMap::new(),
        };
        walk.value(&mut value, &document.cover.title);
        for (chart, number) in document.charts.iter().zip(0..) {
            let number = walk.charts.get(&number).unwrap_or(&chart.title);
            walk.seen.chart(chart, number);
        }
        let drawn = document.charts.iter().map(|chart| inked(&chart::line_chart(chart, &DRAWING)));
        let charts = drawn.collect();
        Ok(Self { document: value, charts, characters: walk.seen.characters })
    }

    /// The first character that none of these fonts has.
    pub(super) fn lacking(&self, shelf: &Shelf) -> Option<PdfError> {
        let (character, place) = self.characters.iter().find(|(character, _)| !shelf.covers(*character))?;
        Some(PdfError::NoGlyph { character: *character, place: place.clone() })
    }
}

/// Adds what the template says by itself.
fn add_words(value: &mut Value, lang: Lang) {
    value["words"] = json!({
        "contents": word("document-contents", lang),
        "topics": word("document-topics", lang),
        "changes": word("document-changes", lang),
        "csv": word("document-csv", lang),
    });
    for (number, topic) in (1..).zip(value["topics"].as_array_mut().into_iter().flatten()) {
        topic["label"] = Value::String(word_with("document-topic", "number", &number.to_string(), lang));
    }
    let date = |date: &Value| date.as_str().and_then(|text| text.parse::<jiff::civil::Date>().ok());
    if let Some(day) = date(&value["cover"]["date"]) {
        value["cover"]["date"] = json!([day.year(), day.month(), day.day()]);
    }
}

/// The characters of a document.
#[derive(Debug, Default)]
struct Seen {
    known: HashSet<char>,
    characters: Vec<(char, String)>,
}

impl Seen {
    fn text(&mut self, text: &str, place: &str) {
        for c in text.chars() {
            if !is_guide(c) && self.known.insert(c) {
                self.characters.push((c, place.to_owned()));
            }
        }
    }

    /// What stands in the drawing. Titles of points are only for pointers, and are made of the same.
    fn chart(&mut self, chart: &chart::Chart, place: &str) {
        let words = &chart.words;
        let own = [&words.no_data, &words.day, &words.year, &words.hour, &words.group, &words.decimal];
        let axes = [&chart.x.title, &chart.y.title, &chart.y.unit];
        let names =
            chart.lines.iter().map(|line| &line.name).chain(chart.marks.iter().map(|mark| &mark.label));
        for text in own.into_iter().chain(&words.months).chain(axes).chain(names) {
            self.text(&inked(text), place);
        }
    }
}

struct Walk<'a> {
    base: Option<&'a str>,
    period: Option<Period>,
    seen: Seen,
    /// The charts' numbers, such as `Figure 2-1`, by their place in [`Document::charts`].
    charts: BTreeMap<u64, String>,
}

impl Walk<'_> {
    fn value(&mut self, value: &mut Value, place: &str) {
        match value {
            Value::String(text) => {
                *text = breakable(&inked(text));
                self.seen.text(text, place);
            }
            Value::Array(all) => all.iter_mut().for_each(|one| self.value(one, place)),
            Value::Object(fields) => self.object(fields, place),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn object(&mut self, fields: &mut Map<String, Value>, place: &str) {
        let own = ["number", "label"].iter().find_map(|key| fields.get(*key)?.as_str().map(str::to_owned));
        let place = own.as_deref().unwrap_or(place);
        if let Some(chart) = fields.get("place").and_then(Value::as_u64) {
            self.charts.insert(chart, place.to_owned());
        }
        if fields.contains_key("numeric") {
            fields.insert("length".to_owned(), json!(length(fields)));
        }
        let href = self.href(fields);
        for (key, value) in fields.iter_mut() {
            // Descriptions are for readers by ear, who have no use for places to break.
            match value {
                Value::String(text) if key == "description" => *text = inked(text),
                _ => self.value(value, place),
            }
        }
        if let Some(href) = href {
            fields.insert("href".to_owned(), Value::String(href));
        }
    }

    /// Where a span, a link or a chart leads.
    fn href(&self, fields: &mut Map<String, Value>) -> Option<String> {
        if let Some(Value::String(url)) = fields.get("url") {
            return uri(url);
        }
        let path = match (fields.remove("figure"), fields.remove("data")) {
            (Some(Value::String(figure)), _) => figure_path(self.period?, &figure),
            (_, Some(Value::String(data))) => data,
            _ => return None,
        };
        uri(&format!("{}{path}", self.base?))
    }
}

/// How long the text of a cell is, in letters; those of East Asia are twice as wide.
fn length(cell: &Map<String, Value>) -> usize {
    let spans = cell.get("spans").and_then(Value::as_array).into_iter().flatten();
    let letters = spans.filter_map(|span| span.get("text")?.as_str()).flat_map(str::chars);
    letters.map(|letter| if letter < '\u{2E80}' { 1 } else { 2 }).sum()
}
