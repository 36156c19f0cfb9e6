//! From when to when each sensor has packets, and packets from no believable time.
//!
//! A sensor counts as alive from its first to its last packet, so one packet with a damaged time stamp would
//! make it alive for a century. Such a packet is a problem, and stays in the original.

use std::collections::BTreeSet;

use jiff::Timestamp;
use kernel::Hour;

use crate::engine::PacketWriter;
use crate::read::Sink;
use capture::Packet;
use capture::{Problem, Reading};

/// 1990-01-01T00:00:00Z in microseconds: before the first fixed-point observation, and after the epoch that a
/// machine without a clock begins with.
const EARLIEST: i64 = 631_152_000_000_000;

/// How far ahead of ours a sensor's clock may be, in microseconds: a day, more than any time zone mistaken.
const AHEAD: i64 = 86_400_000_000;

/// First and last microsecond of each sensor, by the batch's index, and the hours of all.
#[derive(Debug, Default)]
pub(crate) struct Extents {
    sensors: Vec<Option<(i64, i64)>>,
    hours: BTreeSet<Hour>,
    /// The hour of the last packet: the next is mostly of the same.
    last: Option<Hour>,
}

impl Extents {
    /// First and last hour of the sensor with this index, if it has packets.
    pub(crate) fn hours(&self, index: usize) -> Option<(Hour, Hour)> {
        let (first, last) = (*self.sensors.get(index)?)?;
        Some((Hour::of_micros(first), Hour::of_micros(last)))
    }

    /// The hours in which there are packets.
    pub(crate) fn touched(self) -> BTreeSet<Hour> {
        self.hours
    }

    #[inline]
    fn see(&mut self, sensor: u16, ts: i64) {
        let hour = Hour::of_micros(ts);
        if self.last != Some(hour) {
            self.hours.insert(hour);
            self.last = Some(hour);
        }
        let index = usize::from(sensor);
        if index >= self.sensors.len() {
            self.sensors.resize(index + 1, None);
        }
        let (first, last) = self.sensors[index].get_or_insert((ts, ts));
        *first = ts.min(*first);
        *last = ts.max(*last);
    }
}

/// Hands packets to the lake's writer and watches their times.
#[derive(Debug)]
pub(crate) struct Watching<'a> {
    writer: &'a mut dyn PacketWriter,
    extents: &'a mut Extents,
    latest: i64,
    untimely: u64,
    first_untimely: i64,
}

impl<'a> Watching<'a> {
    pub(crate) fn new(writer: &'a mut dyn PacketWriter, extents: &'a mut Extents, now: Timestamp) -> Self {
        let latest = now.as_microsecond().saturating_add(AHEAD);
        Self { writer, extents, latest, untimely: 0, first_untimely: 0 }
    }

    /// Takes the packets that were held back out of what the reading came to.
    pub(crate) fn settle(self, mut reading: Reading) -> Reading {
        if self.untimely > 0 {
            let time = Timestamp::from_microsecond(self.first_untimely).map_or_else(
                |_| format!("{} microseconds since 1970", self.first_untimely),
                |time| time.to_string(),
            );
            let reason = format!(
                "{} packets are from before 1990 or from the future, the first from {time}; they were left out",
                self.untimely
            );
            reading.packets -= self.untimely;
            reading.problem(Problem { offset: 0, line: None, reason, excerpt: None });
            reading.problem_count += self.untimely - 1;
        }
        reading
    }

    /// Whether a packet of this time is taken.
    #[inline]
    fn timely(&mut self, sensor: u16, ts: i64) -> bool {
        let timely = EARLIEST <= ts && ts <= self.latest;
        if timely {
            self.extents.see(sensor, ts);
        } else {
            self.hold_back(ts);
        }
        timely
    }

    #[cold]
    fn hold_back(&mut self, ts: i64) {
        if self.untimely == 0 {
            self.first_untimely = ts;
        }
        self.untimely += 1;
    }
}

impl Sink for Watching<'_> {
    #[inline]
    fn v4(&mut self, packet: &Packet<u32>) {
        if self.timely(packet.sensor, packet.ts) {
            self.writer.v4(packet);
        }
    }

    #[inline]
    fn v6(&mut self, packet: &Packet<u128>) {
        if self.timely(packet.sensor, packet.ts) {
            self.writer.v6(packet);
        }
    }
}
