//! From when to when each sensor has packets.

use kernel::Hour;

use crate::lake::Writer;
use crate::packet::Packet;
use crate::read::Sink;

/// First and last microsecond of each sensor, by the batch's index.
#[derive(Debug, Default)]
pub(crate) struct Extents(Vec<Option<(i64, i64)>>);

impl Extents {
    /// First and last hour of the sensor with this index, if it has packets.
    pub(crate) fn hours(&self, index: usize) -> Option<(Hour, Hour)> {
        let (first, last) = (*self.0.get(index)?)?;
        Some((Hour::of_micros(first), Hour::of_micros(last)))
    }

    #[inline]
    fn see(&mut self, sensor: u16, ts: i64) {
        let index = usize::from(sensor);
        if index >= self.0.len() {
            self.0.resize(index + 1, None);
        }
        let (first, last) = self.0[index].get_or_insert((ts, ts));
        *first = ts.min(*first);
        *last = ts.max(*last);
    }
}

/// Hands packets to the lake's writer and watches their times.
#[derive(Debug)]
pub(crate) struct Watching<'a> {
    pub writer: &'a mut Writer,
    pub extents: &'a mut Extents,
}

impl Sink for Watching<'_> {
    #[inline]
    fn v4(&mut self, packet: &Packet<u32>) {
        self.extents.see(packet.sensor, packet.ts);
        self.writer.v4(packet);
    }

    #[inline]
    fn v6(&mut self, packet: &Packet<u128>) {
        self.extents.see(packet.sensor, packet.ts);
        self.writer.v6(packet);
    }
}
