//! Lines over time.
//!
//! Names stand at the lines' ends in the wide size if all lines reach the right edge and no name must move far;
//! else in a legend above the plot. Every value has an invisible point with a `<title>`, which shows itself
//! under the pointer.

use crate::end_labels;
use crate::frame::{Frame, HEADING, HEADING_ROW, NAME, ROW, TICK, edge};
use crate::legend::{Key, Legend};
use crate::marker;
use crate::marks::Marks;
use crate::model::{Chart, Drawing, Size, Svg};
use crate::number::{coordinate, grouped};
use crate::plotted::Plotted;
use crate::scale::ValueScale;
use crate::style;
use crate::svg::{Writer, identifier};
use crate::text;

/// The lowest plot that is still worth looking at; the picture grows rather than go below it.
const LOWEST_PLOT: f64 = 180.0;
/// Pixels between the plot's edge and the signs before the names at the lines' ends.
const LEADER: f64 = 20.0;
/// Pixels from a sign's middle to its name.
const SIGN_TO_NAME: f64 = 9.0;
/// The widest name that may stand at a line's end, of the picture's width; longer ones would leave the plot too
/// little.
const WIDEST_NAME: f64 = 0.21;
/// The farthest that a name may be moved from its line's end and still be seen to belong to it.
const FARTHEST: f64 = 3.0 * end_labels::APART;
/// Pixels between a line's signs, so that lines stay thin and can still be told apart without colour.
const BETWEEN_SIGNS: f64 = 110.0;
/// Points further apart than this all have their sign.
const SIGN_EACH: f64 = 22.0;

/// Points closer than this many pixels make a line of normal width run together; it is drawn thinner.
const CLOSE: f64 = 1.6;

/// Draws a chart's lines as SVG text.
pub fn line_chart(chart: &Chart, drawing: &Drawing) -> String {
    let plotted = Plotted::new(chart);
    let layout = Layout::new(&plotted, drawing);
    let id = format!("{}-{}", identifier(&chart.id), drawing.size.name());
    let hatch = format!("{id}-hatch");
    let mut writer = Writer::default();
    begin(&mut writer, chart, drawing, &layout, &id);
    writer
        .tag("pattern")
        .attr("id", &hatch)
        .num("width", 6.0)
        .num("height", 6.0)
        .attr("patternUnits", "userSpaceOnUse")
        .open();
    writer.tag("path").class("chart-hatch").attr("d", "M-1 1L1 -1M0 6L6 0M5 7L7 5").empty();
    writer.close();
    if let Svg::Standalone(_) = drawing.svg {
        writer
            .tag("rect")
            .class("chart-paper")
            .num("width", drawing.size.width())
            .num("height", layout.height)
            .empty();
    }
    layout.draw_head(&mut writer, chart, drawing, &hatch);
    let frame = &layout.frame;
    frame.draw_gaps(&mut writer, &plotted, &hatch);
    frame.draw_values(&mut writer);
    frame.draw_times(&mut writer, &plotted, drawing);
    layout.marks.draw(&mut writer, frame);
    for index in 0..chart.lines.len() {
        draw_line(&mut writer, &plotted, frame, index);
    }
    if let Some(ends) = &layout.ends {
        draw_ends(&mut writer, &plotted, frame, ends);
    }
    let pointed_at = if drawing.size == Size::Print { 0 } else { chart.lines.len() };
    for index in 0..pointed_at {
        draw_points(&mut writer, &plotted, frame, index);
    }
    writer.finish()
}

/// The root element, its name and description, and its style.
fn begin(writer: &mut Writer, chart: &Chart, drawing: &Drawing, layout: &Layout<'_>, id: &str) {
    let (width, height) = (coordinate(drawing.size.width()), coordinate(layout.height));
    let (title, description) = (format!("{id}-title"), format!("{id}-desc"));
    let mut root = writer
        .tag("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .class(&format!("chart chart-{}", drawing.size.name()))
        .attr("viewBox", &format!("0 0 {width} {height}"))
        .attr("role", "img")
        .attr("lang", &chart.words.lang)
        .attr("aria-labelledby", &title)
        .attr("aria-describedby", &description);
    root = match drawing.svg {
        // A file has a size of its own, so that an <img> or a PDF knows its proportions.
        Svg::Standalone(_) => root.attr("width", &width).attr("height", &height),
        Svg::Inline => root.attr("width", "100%"),
    };
    root.open();
    writer.tag("title").attr("id", &title).text(&chart.title);
    writer.tag("desc").attr("id", &description).text(&chart.description);
    if let Svg::Standalone(scheme) = drawing.svg {
        writer.tag("style").own_css(&style::standalone(scheme));
    }
}

/// Where everything stands.
#[derive(Debug)]
struct Layout<'c> {
    height: f64,
    heading: Vec<String>,
    value_title: Vec<String>,
    legend: Legend,
    legend_top: f64,
    title_top: f64,
    marks: Marks<'c>,
    frame: Frame,
    /// Places of the names at the lines' ends; none where the legend has them.
    ends: Option<Vec<End>>,
}

/// A name at a line's end.
#[derive(Debug)]
struct End {
    index: usize,
    from: (f64, f64),
    y: f64,
}

impl<'c> Layout<'c> {
    fn new(plotted: &Plotted<'c>, drawing: &Drawing) -> Self {
        let widest = plotted.chart.lines.iter().map(|l| text::width(&l.name, NAME)).fold(0.0, f64::max);
        if drawing.size != Size::Narrow
            && widest <= WIDEST_NAME * drawing.size.width()
            && all_reach_the_end(plotted)
        {
            let margin = LEADER + SIGN_TO_NAME + widest + edge(drawing.size);
            let mut layout = Self::with_margin(plotted, drawing, margin, false);
            layout.ends = ends(plotted, &layout.frame);
            if layout.ends.is_some() {
                return layout;
            }
        }
        Self::with_margin(plotted, drawing, edge(drawing.size), true)
    }

    /// Everything but the lines' ends, with `margin` free at the right.
    fn with_margin(plotted: &Plotted<'c>, drawing: &Drawing, margin: f64, names: bool) -> Self {
        let chart = plotted.chart;
        let (width, edge) = (drawing.size.width(), edge(drawing.size));
        let most = if drawing.size == Size::Wide { 7 } else { 6 };
        let scale = ValueScale::over(plotted.values(), most, &chart.words);
        let mut frame = Frame::new(plotted, scale, drawing.size, width - margin);

        let heading = if drawing.heading && !chart.title.is_empty() {
            text::wrap(&chart.title, HEADING * 1.06, width - 2.0 * edge)
        } else {
            Vec::new()
        };
        let lines = chart.lines.iter().enumerate().filter(|_| names);
        let lines = lines.map(|(i, line)| (Key::Line(i), line.name.as_str()));
        let gap = (!frame.gaps_have_words(plotted)).then_some((Key::Gap, chart.words.no_data.as_str()));
        let legend = Legend::new(lines.chain(gap), edge, width - edge);
        let marks = Marks::new(chart, &frame, edge, width - edge);
        let value_title = match (chart.y.title.as_str(), chart.y.unit.as_str()) {
            ("", "") => Vec::new(),
            (title, "") => text::wrap(title, TICK, width - 2.0 * edge),
            ("", unit) => text::wrap(unit, TICK, width - 2.0 * edge),
            (title, unit) => text::wrap(&format!("{title} ({unit})"), TICK, width - 2.0 * edge),
        };

        let legend_top = edge * 0.75 + heading.len() as f64 * HEADING_ROW + 2.0;
        let title_top = legend_top + legend.height();
        let rows = value_title.len() as f64 * ROW;
        frame.top = (title_top + rows + 11.0 + marks.height()).round();
        let below = frame.below(&chart.x.title, drawing.size);
        frame.bottom = (drawing.size.height() - below).max(frame.top + LOWEST_PLOT).round();
        let height = frame.bottom + below;
        Self { height, heading, value_title, legend, legend_top, title_top, marks, frame, ends: None }
    }

    /// Heading, legend and the value axis's title.
    fn draw_head(&self, writer: &mut Writer, chart: &Chart, drawing: &Drawing, hatch: &str) {
        let edge = edge(drawing.size);
        for (row, line) in self.heading.iter().enumerate() {
            writer
                .tag("text")
                .class("chart-heading")
                .num("x", edge)
                .num("y", edge * 0.75 + HEADING + row as f64 * HEADING_ROW)
                .num("font-size", HEADING)
                .text(line);
        }
        self.legend.draw(writer, self.legend_top, hatch);
        for (row, line) in self.value_title.iter().enumerate() {
            writer
                .tag("text")
                .class("chart-quiet")
                .num("x", edge)
                .num("y", self.title_top + 12.0 + row as f64 * ROW)
                .num("font-size", TICK)
                .text(line);
        }
        if chart.lines.is_empty() || chart.x.points.is_empty() {
            writer
                .tag("text")
                .class("chart-quiet")
                .num("x", (self.frame.left + self.frame.right) / 2.0)
                .num("y", (self.frame.top + self.frame.bottom) / 2.0)
                .num("font-size", TICK)
                .attr("text-anchor", "middle")
                .text(&chart.words.no_data);
        }
    }
}

/// Whether every line has a value at, or just before, the axis's end: only there do names stand well.
fn all_reach_the_end(plotted: &Plotted<'_>) -> bool {
    let enough = plotted.len() - plotted.len().min(1 + plotted.len() / 50);
    plotted.chart.lines.iter().all(|line| plotted.last_value(line).is_some_and(|(place, _)| place >= enough))
}

fn ends(plotted: &Plotted<'_>, frame: &Frame) -> Option<Vec<End>> {
    let from: Vec<(f64, f64)> = plotted
        .chart
        .lines
        .iter()
        .filter_map(|line| plotted.last_value(line))
        .map(|(place, value)| (frame.x(plotted.at(place)), frame.y(value)))
        .collect();
    let wanted: Vec<f64> = from.iter().map(|(_, y)| *y).collect();
    let places = end_labels::spread(&wanted, frame.top, frame.bottom)?;
    if places.iter().zip(&wanted).any(|(place, wanted)| (place - wanted).abs() > FARTHEST) {
        return None;
    }
    Some(from.into_iter().zip(places).enumerate().map(|(index, (from, y))| End { index, from, y }).collect())
}

fn draw_ends(writer: &mut Writer, plotted: &Plotted<'_>, frame: &Frame, ends: &[End]) {
    let sign = frame.right + LEADER;
    for end in ends {
        writer.tag("g").class(&marker::class(end.index)).open();
        let (x, y) = end.from;
        let elbow = coordinate(frame.right + 5.0);
        let (from_x, from_y) = (coordinate(x), coordinate(y));
        let (sign_x, sign_y) = (coordinate(sign), coordinate(end.y));
        let path = format!("M{from_x} {from_y}L{elbow} {from_y}L{sign_x} {sign_y}");
        writer.tag("path").class("chart-leader").attr("d", &path).empty();
        marker::marker(writer, end.index, sign, end.y, 3.6);
        writer
            .tag("text")
            .num("x", sign + SIGN_TO_NAME)
            .num("y", end.y + NAME * 0.35)
            .num("font-size", NAME)
            .text(&plotted.chart.lines[end.index].name);
        writer.close();
    }
}

/// The line itself, and its signs.
fn draw_line(writer: &mut Writer, plotted: &Plotted<'_>, frame: &Frame, index: usize) {
    let line = &plotted.chart.lines[index];
    let point =
        |place: usize| plotted.value(line, place).map(|value| (frame.x(plotted.at(place)), frame.y(value)));
    let mut path = String::new();
    let mut alone = Vec::new();
    for run in plotted.runs(line) {
        if run.first == run.last {
            alone.extend(point(run.first));
            continue;
        }
        for (i, (x, y)) in (run.first..=run.last).filter_map(point).enumerate() {
            path.push(if i == 0 { 'M' } else { 'L' });
            path.push_str(&coordinate(x));
            path.push(' ');
            path.push_str(&coordinate(y));
        }
    }
    writer.tag("g").class(&marker::class(index)).open();
    if !path.is_empty() {
        let dashed = if marker::is_second(index) { " chart-dashed" } else { "" };
        let close = plotted.len() as f64 * CLOSE > frame.right - frame.left;
        let thin = if close { " chart-thin" } else { "" };
        writer.tag("path").class(&format!("chart-line{dashed}{thin}")).attr("d", &path).empty();
    }
    for (x, y) in signs(plotted, frame, index).into_iter().filter_map(point).chain(alone) {
        marker::marker(writer, index, x, y, 3.2);
    }
    writer.close();
}

/// The places that have a sign on them: a few for each line, different ones for different lines.
fn signs(plotted: &Plotted<'_>, frame: &Frame, index: usize) -> Vec<usize> {
    let places = plotted.len();
    let span = frame.right - frame.left;
    if places == 0 || span / places as f64 >= SIGN_EACH {
        return (0..places).collect();
    }
    let count = (span / BETWEEN_SIGNS).floor().max(1.0);
    let shift = (index as f64 + 0.5) / plotted.chart.lines.len() as f64;
    let mut found: Vec<usize> = (0..count as usize)
        .map(|i| ((i as f64 + shift) / count * places as f64) as usize)
        .map(|place| place.min(places - 1))
        .collect();
    found.dedup();
    found
}

/// A point with a title for every value.
fn draw_points(writer: &mut Writer, plotted: &Plotted<'_>, frame: &Frame, index: usize) {
    let chart = plotted.chart;
    let line = &chart.lines[index];
    writer.tag("g").class(&format!("chart-points {}", marker::class(index))).open();
    for place in 0..plotted.len() {
        let Some(value) = plotted.value(line, place) else { continue };
        let (x, y) = (coordinate(frame.x(plotted.at(place))), coordinate(frame.y(value)));
        let number = grouped(value, usize::from(chart.y.decimals), &chart.words);
        let unit = if chart.y.unit.is_empty() { String::new() } else { format!(" {}", chart.y.unit) };
        let label = &plotted.point(place).label;
        let title = format!("{label} · {} · {number}{unit}", line.name);
        writer.tag("path").attr("d", &format!("M{x} {y}h0")).titled(&title);
    }
    writer.close();
}
