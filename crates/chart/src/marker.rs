//! The signs that tell lines apart without colour.
//!
//! Five shapes; the second five lines have them hollow and are dashed. Sizes are chosen to look equally large.

use crate::number::coordinate;
use crate::svg::Writer;

/// Lines that have a colour and sign of their own (the rules in `css/` name as many).
pub(crate) const DISTINCT: usize = 10;

/// The class that gives line `index` its colour.
pub(crate) fn class(index: usize) -> String {
    format!("chart-{}", index % DISTINCT + 1)
}

/// Whether line `index` is one of the second five: dashed, with hollow signs.
pub(crate) fn is_second(index: usize) -> bool {
    index % DISTINCT >= DISTINCT / 2
}

/// Draws the sign of line `index` in the current colour with its middle at `x`, `y`.
pub(crate) fn marker(writer: &mut Writer, index: usize, x: f64, y: f64, radius: f64) {
    let class = if is_second(index) { "chart-hollow" } else { "chart-sign" };
    let r = radius;
    let corners: &[(f64, f64)] = match index % (DISTINCT / 2) {
        0 => {
            writer.tag("circle").class(class).num("cx", x).num("cy", y).num("r", r).empty();
            return;
        }
        1 => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        2 => &[(0.0, -1.25), (1.15, 0.85), (-1.15, 0.85)],
        3 => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        _ => &[(0.0, 1.25), (1.15, -0.85), (-1.15, -0.85)],
    };
    let mut path = String::new();
    for (i, (dx, dy)) in corners.iter().enumerate() {
        path.push(if i == 0 { 'M' } else { 'L' });
        path.push_str(&coordinate(x + dx * r));
        path.push(' ');
        path.push_str(&coordinate(y + dy * r));
    }
    path.push('Z');
    writer.tag("path").class(class).attr("d", &path).empty();
}
