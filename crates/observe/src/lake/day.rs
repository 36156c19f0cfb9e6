//! One day's series from its packets: exact counts and exact distinct sources.
//!
//! Segments are sorted by protocol, port and time, so their rows come together port by port and hour by hour;
//! only one port's hour is held at a time, and for the protocol as a whole the day's distinct sources of each
//! cell.

use std::collections::HashMap;
use std::path::Path;

use kernel::HourRange;

use super::groups::{Chosen, Items, for_each_group};
use super::names::Names;
use super::series::SeriesRow;
use super::set::{Set, distinct};
use super::{LakeError, Segment};

/// Numbers a sensor's place among the names and a class together: what a row of series is about.
#[inline]
pub(super) fn cell(rank: u16, class: u16) -> u32 {
    u32::from(rank) << 2 | u32::from(class & 3)
}

/// The series of one day, or of some of its hours, in order; sensors stand as their places among the names.
pub(super) fn series(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    hours: Option<HourRange>,
) -> Result<Vec<SeriesRow>, LakeError> {
    let mut day = Day::default();
    let chosen = Chosen { by_hour: true, hours, class: None };
    for_each_group(lake, segments, names, chosen, |proto, port, hour, items| {
        day.take(proto, port, hour, items);
        Ok(())
    })?;
    day.end_protocol();
    Ok(day.rows)
}

#[derive(Default)]
struct Day {
    rows: Vec<SeriesRow>,
    /// Where the current protocol's rows begin.
    start: usize,
    proto: Option<u8>,
    /// The current protocol as a whole, by hour and cell.
    whole: HashMap<(i32, u32), Cell, hashbrown::DefaultHashBuilder>,
    distinct: Distinct,
}

/// Packets and distinct sources.
#[derive(Default)]
struct Cell {
    packets: u64,
    four: Set<u32>,
    six: Set<u128>,
}

/// Buffers for the distinct sources of one hour over all its cells.
#[derive(Default)]
struct Distinct {
    four: Vec<u32>,
    six: Vec<u128>,
}

impl Day {
    /// Takes all packets of one hour of one port.
    fn take(&mut self, proto: u8, port: u16, hour: i32, items: &mut Items) {
        if self.proto != Some(proto) {
            self.end_protocol();
            self.proto = Some(proto);
        }
        let first = self.rows.len();
        // A group of which no packet was chosen leaves no row.
        items.four.sort_unstable();
        items.six.sort_unstable();
        self.distinct.four.clear();
        self.distinct.six.clear();
        let (mut four, mut six) = (&items.four[..], &items.six[..]);
        loop {
            let next4 = four.first().map(|item| (item >> 32) as u32);
            let next6 = six.first().map(|item| item.0);
            let Some(cell) = next4.into_iter().chain(next6).min() else { break };
            let whole = self.whole.entry((hour, cell)).or_default();
            let n4 = four.iter().take_while(|&&item| (item >> 32) as u32 == cell).count();
            let n6 = six.iter().take_while(|item| item.0 == cell).count();
            let mut sources = 0u32;
            for same in four[..n4].chunk_by(|a, b| a == b) {
                sources += 1;
                whole.four.add(same[0] as u32);
                self.distinct.four.push(same[0] as u32);
            }
            for same in six[..n6].chunk_by(|a, b| a == b) {
                sources += 1;
                whole.six.add(same[0].1);
                self.distinct.six.push(same[0].1);
            }
            (four, six) = (&four[n4..], &six[n6..]);
            let packets = (n4 + n6) as u64;
            whole.packets += packets;
            self.rows.push(SeriesRow::new(proto, Some(port), hour, cell, packets, sources));
        }
        if self.rows.len() > first + 1 {
            let all = distinct(&mut self.distinct.four) + distinct(&mut self.distinct.six);
            self.rows[first..].iter_mut().for_each(|row| row.hour_sources = all as u32);
        }
    }

    /// Writes the rows of the protocol as a whole, which stand before those of its ports.
    fn end_protocol(&mut self) {
        let Some(proto) = self.proto.take() else { return };
        let mut cells: Vec<((i32, u32), Cell)> = self.whole.drain().collect();
        cells.sort_unstable_by_key(|(key, _)| *key);
        let ports_end = self.rows.len();
        for same in cells.chunk_by_mut(|a, b| a.0.0 == b.0.0) {
            let first = self.rows.len();
            let (mut four, mut six) = (Vec::new(), Vec::new());
            let alone = same.len() == 1;
            for ((hour, cell), held) in same {
                let (a, b) = (held.four.take(), held.six.take());
                let sources = (a.len() + b.len()) as u32;
                if !alone {
                    four.extend_from_slice(&a);
                    six.extend_from_slice(&b);
                }
                self.rows.push(SeriesRow::new(proto, None, *hour, *cell, held.packets, sources));
            }
            if !alone {
                let all = distinct(&mut four) + distinct(&mut six);
                self.rows[first..].iter_mut().for_each(|row| row.hour_sources = all as u32);
            }
        }
        let wholes = self.rows.len() - ports_end;
        self.rows[self.start..].rotate_right(wholes);
        self.start = self.rows.len();
    }
}
