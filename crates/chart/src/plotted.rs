//! A chart's values put in order of time, cut into runs and gaps: what is drawn, before it has a place.

use crate::model::{Chart, Line, TimePoint};
use crate::scale::LARGEST;

/// Points in order of time.
#[derive(Debug)]
pub(crate) struct Plotted<'c> {
    pub(crate) chart: &'c Chart,
    /// Which point of the chart stands at each place.
    order: Vec<usize>,
    /// Half a bucket, in seconds: how far a point reaches to both sides.
    pub(crate) reach: f64,
}

/// Consecutive places, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// A time in which no line has a value, in seconds on the axis, with its name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gap {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) label: String,
}

impl<'c> Plotted<'c> {
    pub(crate) fn new(chart: &'c Chart) -> Self {
        let mut order: Vec<usize> = (0..chart.x.points.len()).collect();
        order.sort_by_key(|&i| (chart.x.points[i].at, i));
        Self { chart, order, reach: chart.x.bucket.seconds() as f64 / 2.0 }
    }

    /// How many places there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// The point at a place.
    pub(crate) fn point(&self, place: usize) -> &'c TimePoint {
        &self.chart.x.points[self.order[place]]
    }

    /// All points in order.
    pub(crate) fn points(&self) -> impl DoubleEndedIterator<Item = &'c TimePoint> {
        self.order.iter().map(|&i| &self.chart.x.points[i])
    }

    /// Seconds of a place on the axis.
    pub(crate) fn at(&self, place: usize) -> f64 {
        self.point(place).at as f64
    }

    /// The axis's ends in seconds: half a bucket before the first and after the last point.
    pub(crate) fn ends(&self) -> (f64, f64) {
        match self.len() {
            0 => (-self.reach, self.reach),
            n => (self.at(0) - self.reach, self.at(n - 1) + self.reach),
        }
    }

    /// A line's value at a place; none where it is missing or no number that can be drawn.
    pub(crate) fn value(&self, line: &Line, place: usize) -> Option<f64> {
        value(line, self.order[place])
    }

    /// All values of all lines.
    pub(crate) fn values(&self) -> impl Iterator<Item = f64> {
        self.chart.lines.iter().flat_map(|line| (0..self.len()).filter_map(|place| self.value(line, place)))
    }

    /// The last place where a line has a value.
    pub(crate) fn last_value(&self, line: &Line) -> Option<(usize, f64)> {
        (0..self.len()).rev().find_map(|place| Some((place, self.value(line, place)?)))
    }

    /// Whether time is missing between a place and the one before it.
    fn is_torn_before(&self, place: usize) -> bool {
        place > 0 && self.at(place) - self.at(place - 1) > self.reach * 3.0
    }

    /// The stretches over which a line is drawn without lifting the pen.
    pub(crate) fn runs(&self, line: &Line) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for place in (0..self.len()).filter(|&place| self.value(line, place).is_some()) {
            match runs.last_mut() {
                Some(run) if run.last + 1 == place && !self.is_torn_before(place) => run.last = place,
                _ => runs.push(Run { first: place, last: place }),
            }
        }
        runs
    }

    /// Where no line has a value: missing values, and time that the axis has no points for.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        let mut dark: Option<Run> = None;
        for place in 0..self.len() {
            if self.is_torn_before(place) {
                gaps.extend(dark.take().map(|run| self.gap(run)));
                gaps.push(Gap {
                    from: self.at(place - 1) + self.reach,
                    to: self.at(place) - self.reach,
                    label: format!("{} – {}", self.point(place - 1).label, self.point(place).label),
                });
            }
            if self.chart.lines.iter().all(|line| self.value(line, place).is_none()) {
                dark = Some(Run { first: dark.map_or(place, |run| run.first), last: place });
            } else {
                gaps.extend(dark.take().map(|run| self.gap(run)));
            }
        }
        gaps.extend(dark.map(|run| self.gap(run)));
        gaps
    }

    fn gap(&self, run: Run) -> Gap {
        let (first, last) = (self.point(run.first), self.point(run.last));
        // A week cut short by the period's end begins less than a bucket before the next.
        let end = if run.last + 1 < self.len() {
            (self.at(run.last) + self.reach).min(self.at(run.last + 1))
        } else {
            self.at(run.last) + self.reach
        };
        let label = if run.first == run.last {
            first.label.clone()
        } else {
            format!("{} – {}", first.label, last.label)
        };
        Gap { from: self.at(run.first) - self.reach, to: end, label }
    }
}

/// A line's value at a point of the chart, as both the picture and the table take it.
pub(crate) fn value(line: &Line, point: usize) -> Option<f64> {
    line.values.get(point).copied().flatten().filter(|v| v.abs() <= LARGEST)
}
