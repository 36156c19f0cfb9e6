//! One state of the lake, as questions see it: the same for every engine.
//!
//! What is asked about hours is answered from series, what needs rows or sets of sources from packets. The contract
//! tests put the same packets into each engine and ask each the same.

use std::fmt;

use capture::Class;
use kernel::{Hour, HourRange};

use super::listing::Seen;
use super::place::Month;
use super::rows::Row;
use super::series::PortHour;
use super::{LakeError, Names};
use crate::port::Port;

/// One row of series: an hour's packets of a port, a sensor and a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourRow {
    /// The hour.
    pub hour: Hour,
    /// IP protocol number.
    pub proto: u8,
    /// Port or type; none: the protocol as a whole.
    pub port: Option<u16>,
    /// Number of the sensor.
    pub sensor: u16,
    /// The packets' class.
    pub class: Class,
    /// Packets.
    pub packets: u32,
}

/// A part of a month's sums. Parts of the same sum add up to it; single parts may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthPart {
    /// IP protocol number.
    pub proto: u8,
    /// Port or type; none: the protocol as a whole.
    pub port: Option<u16>,
    /// Number of the sensor.
    pub sensor: u16,
    /// The packets' class.
    pub class: Class,
    /// Packets.
    pub packets: i64,
}

/// One state of the lake. Sensors are numbered by [`View::names`]. Blocks: asked off the async threads.
pub trait View: fmt::Debug + Send + Sync {
    /// The sensors.
    fn names(&self) -> &Names;

    /// All rows of series of the hours, in no order that means anything. What is said of the same may come in parts
    /// that add up.
    fn hours(&self, hours: HourRange, each: &mut dyn FnMut(HourRow)) -> Result<(), LakeError>;

    /// The rows of series of one port, or of one protocol as a whole, within the hours.
    fn port_hours(
        &self,
        port: Port,
        hours: HourRange,
        each: &mut dyn FnMut(PortHour),
    ) -> Result<(), LakeError>;

    /// The sums of the series of a UTC month.
    fn month(&self, month: Month, each: &mut dyn FnMut(MonthPart)) -> Result<(), LakeError>;

    /// For each bucket, the number of distinct sources of one port, or one protocol as a whole. Buckets are in order
    /// and without overlap.
    fn sources_by_bucket(
        &self,
        port: Port,
        class: Option<Class>,
        buckets: &[HourRange],
    ) -> Result<Vec<u64>, LakeError>;

    /// For every port or type with packets within the hours: protocol, port, distinct sources over all those hours.
    fn port_sources(
        &self,
        hours: HourRange,
        class: Option<Class>,
        each: &mut dyn FnMut(u8, u16, u64),
    ) -> Result<(), LakeError>;

    /// Packets in each hour of `hours`, counted row by row; of `port` alone where one is given.
    fn packets_by_hour(&self, port: Option<Port>, hours: HourRange) -> Result<Vec<u64>, LakeError>;

    /// The packets of `hours`, newest first, of `port` alone where one is given. Held in memory all at once.
    fn packets_in(&self, port: Option<Port>, hours: HourRange) -> Result<Vec<Seen>, LakeError>;

    /// All packets in the lake's order, day for day.
    fn rows(&self, each: &mut dyn FnMut(Row)) -> Result<(), LakeError>;
}
