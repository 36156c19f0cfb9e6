//! Questions to the lake, and the answers.

use kernel::{Bucket, HourRange};
use serde::Serialize;

use crate::port::Port;
use capture::Class;

/// What the first place is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Average per sensor: the figure in every graph.
    #[default]
    Average,
    /// Packets in all.
    Packets,
    /// Distinct source addresses.
    Sources,
}

/// Which ports were hit most.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TopQuery {
    /// The period.
    pub hours: HourRange,
    /// What they are ranked by.
    pub by: By,
    /// How many.
    pub limit: usize,
    /// Only packets of this class; all where none.
    pub class: Option<Class>,
}

/// The ports that were hit most, and what the averages rest on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Top {
    /// Best first; ties by packets, then protocol and port.
    pub rows: Vec<TopRow>,
    /// Packets of the period, of all ports.
    pub packets: u64,
    /// Who was listening.
    pub sensors: Sensors,
}

/// How many sensors an answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Sensors {
    /// Sensors that were alive in at least one hour.
    pub alive: u32,
    /// The fewest alive in any hour.
    pub fewest: u32,
    /// The most alive in any hour.
    pub most: u32,
    /// Hours that are gaps: none was alive, or the hour is withheld.
    pub dark_hours: u32,
    /// Hours that are not public: too new, or with too few sensors alive.
    #[serde(skip_serializing_if = "is_zero")]
    pub withheld_hours: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_zero(hours: &u32) -> bool {
    *hours == 0
}

/// One place in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopRow {
    /// Port or ICMP type.
    pub port: Port,
    /// Sum over the hours of packets divided by the sensors alive in that hour.
    pub average: f64,
    /// Packets in all.
    pub packets: u64,
    /// Distinct source addresses over the whole period, exact; only where the list is ranked by it.
    pub sources: Option<u64>,
    /// How differently the sensors saw it.
    pub spread: Spread,
}

/// How a port's packets divide among the sensors that were alive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// Packets at the sensor that saw fewest.
    pub low: u64,
    /// Median of the sensors' packets.
    pub median: f64,
    /// Packets at the sensor that saw most.
    pub high: u64,
    /// Sensors that saw at least one.
    pub saw: u32,
    /// Whether one sensor alone makes up more than half of the packets (said only with two sensors or more).
    pub one_sensor: bool,
}

/// The course of chosen ports.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SeriesQuery {
    /// One line each.
    pub ports: Vec<Port>,
    /// The points, in order, from [`kernel::Period::buckets`].
    pub buckets: Vec<Bucket>,
    /// Only packets of this class; all where none.
    pub class: Option<Class>,
    /// Whether distinct sources are wanted. For buckets of an hour they are at hand; wider ones are counted
    /// anew from the packets, which takes longer.
    pub sources: bool,
}

/// The course of chosen ports, a point for each bucket.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    /// The buckets, as asked for.
    pub buckets: Vec<Bucket>,
    /// For each bucket, who was listening.
    pub sensors: Vec<Sensors>,
    /// One line for each port, in the order asked for.
    pub lines: Vec<Line>,
}

/// One port's course.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The port.
    pub port: Port,
    /// A point for each bucket; none where no sensor was alive in it: a gap, never a zero.
    pub points: Vec<Option<Point>>,
    /// Over the whole period, between sensors.
    pub spread: Spread,
}

/// One point of a line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Packets of all sensors.
    pub packets: u64,
    /// Sum over the bucket's hours of packets divided by the sensors alive in that hour.
    pub average: f64,
    /// Distinct source addresses within the bucket, exact, over all sensors; where they were asked for.
    pub sources: Option<u64>,
    /// Hours of the bucket in which at least one sensor was alive.
    pub hours: u32,
}
