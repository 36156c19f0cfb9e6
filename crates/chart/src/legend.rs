//! Names of lines in rows, each with a piece of its line; used where names at the lines' ends have no room.

use crate::frame::{NAME, ROW};
use crate::marker;
use crate::svg::Writer;
use crate::text;

/// Length of the piece of line before a name.
const SAMPLE: f64 = 24.0;
/// Blank pixels between a piece of line and its name.
const BEFORE_NAME: f64 = 6.0;
/// Blank pixels between two names.
const BETWEEN: f64 = 18.0;

/// What an entry explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// A line, by its index.
    Line(usize),
    /// The hatched band.
    Gap,
}

#[derive(Debug)]
struct Entry {
    key: Key,
    x: f64,
    row: usize,
    names: Vec<String>,
}

/// Entries in rows from left to right.
#[derive(Debug)]
pub(crate) struct Legend {
    entries: Vec<Entry>,
    rows: usize,
}

impl Legend {
    /// Places `entries` between `left` and `right`.
    pub(crate) fn new<'a>(entries: impl Iterator<Item = (Key, &'a str)>, left: f64, right: f64) -> Self {
        let mut legend = Self { entries: Vec::new(), rows: 0 };
        let (mut x, mut row, mut height) = (left, 0, 0);
        for (key, name) in entries {
            let names = text::wrap(name, NAME, right - left - SAMPLE - BEFORE_NAME);
            let widest = names.iter().map(|n| text::width(n, NAME)).fold(0.0, f64::max);
            let width = SAMPLE + BEFORE_NAME + widest;
            if x > left && x + width > right {
                (x, row, height) = (left, row + height, 0);
            }
            height = height.max(names.len());
            legend.rows = row + height;
            legend.entries.push(Entry { key, x, row, names });
            x += width + BETWEEN;
        }
        legend
    }

    /// Its height in pixels.
    pub(crate) fn height(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { self.rows as f64 * (ROW + 2.0) + 6.0 }
    }

    /// Draws it from `top` on. `hatch` is the pattern's `id`.
    pub(crate) fn draw(&self, writer: &mut Writer, top: f64, hatch: &str) {
        for entry in &self.entries {
            let middle = top + entry.row as f64 * (ROW + 2.0) + 8.0;
            match entry.key {
                Key::Line(index) => {
                    writer.tag("g").class(&marker::class(index)).open();
                    let dashed =
                        if marker::is_second(index) { "chart-line chart-dashed" } else { "chart-line" };
                    writer
                        .tag("line")
                        .class(dashed)
                        .num("x1", entry.x)
                        .num("x2", entry.x + SAMPLE)
                        .num("y1", middle)
                        .num("y2", middle)
                        .empty();
                    marker::marker(writer, index, entry.x + SAMPLE / 2.0, middle, 3.6);
                    writer.close();
                }
                Key::Gap => writer
                    .tag("rect")
                    .num("x", entry.x)
                    .num("y", middle - 6.0)
                    .num("width", SAMPLE)
                    .num("height", 12.0)
                    .attr("fill", &format!("url(#{hatch})"))
                    .empty(),
            }
            for (i, name) in entry.names.iter().enumerate() {
                writer
                    .tag("text")
                    .num("x", entry.x + SAMPLE + BEFORE_NAME)
                    .num("y", middle + NAME * 0.35 + i as f64 * (ROW + 2.0))
                    .num("font-size", NAME)
                    .text(name);
            }
        }
    }
}
