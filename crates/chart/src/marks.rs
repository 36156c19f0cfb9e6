//! Dates worth pointing at: vertical lines whose words stand in rows above the plot, where no line runs.

use crate::frame::{Frame, NAME, ROW};
use crate::model::Chart;
use crate::svg::Writer;
use crate::text;

/// Blank pixels between a mark's line and its words, and between the words of two marks.
const BESIDE: f64 = 4.0;

#[derive(Debug)]
struct Placed<'c> {
    /// Where its line stands.
    x: f64,
    /// Where its words begin.
    left: f64,
    /// Whether they stand beside the line; else over it, and the line begins below them.
    is_beside: bool,
    /// Its lowest row, counted upwards from the plot.
    row: usize,
    lines: Vec<String>,
    label: &'c str,
}

/// Marks with their places.
#[derive(Debug)]
pub(crate) struct Marks<'c> {
    placed: Vec<Placed<'c>>,
    rows: usize,
}

impl<'c> Marks<'c> {
    /// Places the marks that lie on the axis; words stay within `left` to `right` of the picture.
    pub(crate) fn new(chart: &'c Chart, frame: &Frame, left: f64, right: f64) -> Self {
        let mut marks: Vec<_> = chart.marks.iter().filter(|mark| frame.holds(mark.at as f64)).collect();
        // From right to left, so that a mark's line never runs through the words of an earlier one, which
        // stand higher.
        marks.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.label.cmp(&a.label)));
        let mut all = Self { placed: Vec::new(), rows: 0 };
        let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
        for mark in marks {
            let x = frame.x(mark.at as f64);
            let lines = text::wrap(&mark.label, NAME, right - left);
            let width = lines.iter().map(|line| text::width(line, NAME)).fold(0.0, f64::max);
            let (begin, is_beside) = if x + BESIDE + width <= right {
                (x + BESIDE, true)
            } else if x - BESIDE - width >= left {
                (x - BESIDE - width, true)
            } else {
                ((right - width).max(left), false)
            };
            let span = (begin.min(x) - BESIDE, (begin + width).max(x) + BESIDE);
            let is_free = |row: &Vec<(f64, f64)>| row.iter().all(|(a, b)| span.1 <= *a || *b <= span.0);
            // Above all rows in which it would touch another.
            let row = taken.iter().rposition(|row| !is_free(row)).map_or(0, |row| row + 1);
            for at in row..row + lines.len() {
                if at >= taken.len() {
                    taken.push(Vec::new());
                }
                taken[at].push(span);
            }
            all.rows = all.rows.max(row + lines.len());
            all.placed.push(Placed { x, left: begin, is_beside, row, lines, label: &mark.label });
        }
        all
    }

    /// Height of the rows of words.
    pub(crate) fn height(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { self.rows as f64 * ROW + 4.0 }
    }

    /// Draws lines and words.
    pub(crate) fn draw(&self, writer: &mut Writer, frame: &Frame) {
        for mark in &self.placed {
            let x = mark.x.round() + 0.5;
            let top = frame.top - 4.0 - (mark.row + mark.lines.len()) as f64 * ROW;
            writer
                .tag("line")
                .class("chart-mark")
                .num("x1", x)
                .num("x2", x)
                .num("y1", if mark.is_beside { top + 2.0 } else { top + mark.lines.len() as f64 * ROW })
                .num("y2", frame.bottom)
                .titled(mark.label);
            for (i, line) in mark.lines.iter().enumerate() {
                writer
                    .tag("text")
                    .class("chart-halo")
                    .num("x", mark.left)
                    .num("y", top + i as f64 * ROW + 12.5)
                    .num("font-size", NAME)
                    .text(line);
            }
        }
    }
}
