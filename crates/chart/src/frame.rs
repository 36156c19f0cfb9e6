//! Where the plot lies in the picture, its grid and its two axes. Any chart over time and values can use it.

use crate::model::{Drawing, Size};
use crate::plotted::{Gap, Plotted};
use crate::scale::ValueScale;
use crate::svg::Writer;
use crate::text;
use crate::time_ticks::time_ticks;

/// Font size of the heading, in CSS pixels.
pub(crate) const HEADING: f64 = 16.0;
/// Font size of names of lines and marks.
pub(crate) const NAME: f64 = 12.5;
/// Font size of ticks and axis titles.
pub(crate) const TICK: f64 = 12.0;

/// Height of a line of heading.
pub(crate) const HEADING_ROW: f64 = 23.0;
/// Height of a line of anything smaller.
pub(crate) const ROW: f64 = 17.0;

/// The narrowest gap that has words in it; narrower ones are explained by the legend.
const WORDS_IN_GAP: f64 = 15.0;

/// Blank pixels at the picture's edges.
pub(crate) fn edge(size: Size) -> f64 {
    match size {
        Size::Wide => 16.0,
        Size::Narrow => 8.0,
        // The page has margins of its own, with which the picture lines up.
        Size::Print => 2.0,
    }
}

/// The plot's edges in the picture and what they mean.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    from: f64,
    to: f64,
    pub(crate) scale: ValueScale,
}

impl Frame {
    /// A frame whose left margin holds the ticks of `scale`.
    pub(crate) fn new(plotted: &Plotted<'_>, scale: ValueScale, size: Size, right: f64) -> Self {
        let ticks = scale.ticks.iter().map(|(_, label)| text::width(label, TICK)).fold(0.0, f64::max);
        let left = (edge(size) + ticks + 8.0).min(right - 60.0);
        let (from, to) = plotted.ends();
        Self { left, right, top: 0.0, bottom: size.height(), from, to, scale }
    }

    /// Pixels from the left of a time in seconds.
    pub(crate) fn x(&self, at: f64) -> f64 {
        self.left + (at - self.from) / (self.to - self.from) * (self.right - self.left)
    }

    /// Pixels from the top of a value.
    pub(crate) fn y(&self, value: f64) -> f64 {
        self.bottom - self.scale.part(value) * (self.bottom - self.top)
    }

    /// Whether a time in seconds lies on the axis.
    pub(crate) fn holds(&self, at: f64) -> bool {
        (self.from..=self.to).contains(&at)
    }

    /// Left and right edge of a gap, within the plot.
    pub(crate) fn gap(&self, gap: &Gap) -> (f64, f64) {
        (self.x(gap.from).max(self.left), self.x(gap.to).min(self.right))
    }

    /// Whether every gap is wide enough to say by itself what it is.
    pub(crate) fn gaps_have_words(&self, plotted: &Plotted<'_>) -> bool {
        plotted.gaps().iter().map(|gap| self.gap(gap)).all(|(left, right)| right - left >= WORDS_IN_GAP)
    }

    /// Grid lines, ticks and labels of the values.
    pub(crate) fn draw_values(&self, writer: &mut Writer) {
        for (value, label) in &self.scale.ticks {
            let y = self.y(*value).round() + 0.5;
            let class = if *value == 0.0 { "chart-axis" } else { "chart-grid" };
            writer
                .tag("line")
                .class(class)
                .num("x1", self.left)
                .num("x2", self.right)
                .num("y1", y)
                .num("y2", y)
                .empty();
            writer
                .tag("text")
                .class("chart-quiet")
                .num("x", self.left - 7.0)
                .num("y", y + TICK * 0.35)
                .num("font-size", TICK)
                .attr("text-anchor", "end")
                .text(label);
        }
    }

    /// Ticks and labels of the time axis, and its title under them.
    pub(crate) fn draw_times(&self, writer: &mut Writer, plotted: &Plotted<'_>, drawing: &Drawing) {
        let width = drawing.size.width();
        for tick in time_ticks(plotted, TICK, |at| self.x(at)) {
            let x = tick.x.round() + 0.5;
            writer
                .tag("line")
                .class("chart-axis")
                .num("x1", x)
                .num("x2", x)
                .num("y1", self.bottom)
                .num("y2", self.bottom + 5.0)
                .empty();
            let rows = std::iter::once(&tick.label).chain(&tick.under);
            for (row, label) in rows.enumerate() {
                let half = text::width(label, TICK) / 2.0;
                writer
                    .tag("text")
                    .class("chart-quiet")
                    .num("x", x.min(width - half).max(half))
                    .num("y", self.bottom + 20.0 + row as f64 * (ROW - 1.0))
                    .num("font-size", TICK)
                    .attr("text-anchor", "middle")
                    .text(label);
            }
        }
        let title = &plotted.chart.x.title;
        if !title.is_empty() {
            for (row, line) in text::wrap(title, TICK, self.right - self.left).iter().enumerate() {
                writer
                    .tag("text")
                    .class("chart-quiet")
                    .num("x", (self.left + self.right) / 2.0)
                    .num("y", self.bottom + 38.0 + ROW + row as f64 * ROW)
                    .num("font-size", TICK)
                    .attr("text-anchor", "middle")
                    .text(line);
            }
        }
    }

    /// Height of what stands below the plot.
    pub(crate) fn below(&self, title: &str, size: Size) -> f64 {
        let rows = if title.is_empty() { 0 } else { text::wrap(title, TICK, self.right - self.left).len() };
        let title = if rows == 0 { 0.0 } else { rows as f64 * ROW + 3.0 };
        36.0 + title + edge(size) / 2.0 + 4.0
    }

    /// Hatched bands where no line has a value. `hatch` is the pattern's `id`.
    pub(crate) fn draw_gaps(&self, writer: &mut Writer, plotted: &Plotted<'_>, hatch: &str) {
        let words = &plotted.chart.words.no_data;
        for gap in plotted.gaps() {
            let (left, right) = self.gap(&gap);
            writer
                .tag("rect")
                .num("x", left)
                .num("y", self.top)
                .num("width", (right - left).max(1.0))
                .num("height", self.bottom - self.top)
                .attr("fill", &format!("url(#{hatch})"))
                .titled(&format!("{} · {words}", gap.label));
            if right - left < WORDS_IN_GAP {
                continue;
            }
            let (x, y) = ((left + right) / 2.0, (self.top + self.bottom) / 2.0);
            let tag = writer
                .tag("text")
                .class("chart-quiet chart-halo")
                .num("font-size", TICK)
                .attr("text-anchor", "middle");
            if text::width(words, TICK) + 8.0 <= right - left {
                tag.num("x", x).num("y", y).text(words);
            } else {
                let turned = format!(
                    "translate({} {}) rotate(-90)",
                    crate::number::coordinate(x + TICK * 0.35),
                    crate::number::coordinate(y)
                );
                tag.attr("transform", &turned).text(words);
            }
        }
    }
}
