//! Packets of several segments brought together by protocol, port and hour.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::path::Path;

use kernel::{Hour, HourRange};

use super::day::cell;
use super::names::{Names, ranks};
use super::scan::{Batch, Scan};
use super::{LakeError, Segment};
use capture::Class;

/// The sources of one hour of one port, each with its [`cell`].
#[derive(Debug, Default)]
pub(super) struct Items {
    /// IPv4: the cell above, the address in the lower 32 bits.
    pub(super) four: Vec<u64>,
    /// IPv6.
    pub(super) six: Vec<(u32, u128)>,
}

/// Which packets, and how far apart they are taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen {
    /// Whether each hour of a port is a group of its own; otherwise the port is.
    pub(super) by_hour: bool,
    /// Only packets of these hours.
    pub(super) hours: Option<HourRange>,
    /// Only packets of this class.
    pub(super) class: Option<Class>,
}

/// A segment being read, and the number of its next row's protocol, port and hour.
struct Source {
    scan: Scan,
    batch: Batch,
    groups: Vec<u64>,
    next: usize,
}

impl Source {
    fn fill(&mut self, chosen: &Chosen, ranks: &[u16]) -> Result<bool, LakeError> {
        self.next = 0;
        self.groups.clear();
        if !self.scan.next(&mut self.batch)? {
            return Ok(false);
        }
        let batch = &mut self.batch;
        let mask = if chosen.by_hour { u64::MAX } else { !0 << 32 };
        self.groups.extend((0..batch.len()).map(|row| batch.group(row) & mask));
        for sensor in &mut batch.sensor {
            *sensor = ranks.get(usize::from(*sensor)).copied().unwrap_or(u16::MAX);
        }
        Ok(true)
    }

    /// Takes all rows of `group` and returns the next group; none at the end.
    fn take(
        &mut self,
        group: u64,
        chosen: &Chosen,
        ranks: &[u16],
        items: &mut Items,
    ) -> Result<Option<u64>, LakeError> {
        loop {
            let same = self.groups[self.next..].iter().take_while(|&&g| g == group).count();
            let (batch, end) = (&self.batch, self.next + same);
            for row in self.next..end {
                if chosen.class.is_some_and(|class| class as u16 != batch.class[row])
                    || chosen.hours.is_some_and(|hours| !hours.contains(Hour::of_micros(batch.ts[row])))
                {
                    continue;
                }
                let cell = cell(batch.sensor[row], batch.class[row]);
                if batch.src.present[row] {
                    items.four.push(u64::from(cell) << 32 | u64::from(batch.src.values[row] as u32));
                } else {
                    items.six.push((cell, batch.six(row)));
                }
            }
            self.next = end;
            if let Some(&next) = self.groups.get(end) {
                return Ok(Some(next));
            }
            if !self.fill(chosen, ranks)? {
                return Ok(None);
            }
        }
    }
}

/// Calls `each` with protocol, port, hour and the sources, in order. Sensors stand as their places among the
/// names.
pub(super) fn for_each_group(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    chosen: Chosen,
    mut each: impl FnMut(u8, u16, i32, &mut Items) -> Result<(), LakeError>,
) -> Result<(), LakeError> {
    let ranks = ranks(&names.all());
    let mut sources = Vec::new();
    let mut heads = BinaryHeap::new();
    for segment in segments {
        let scan = Scan::all(lake, segment, names, false)?;
        let mut source = Source { scan, batch: Batch::default(), groups: Vec::new(), next: 0 };
        if source.fill(&chosen, &ranks)? {
            heads.push(Reverse((source.groups[0], sources.len())));
            sources.push(source);
        }
    }
    let mut items = Items::default();
    while let Some(&Reverse((group, _))) = heads.peek() {
        items.four.clear();
        items.six.clear();
        while let Some(mut head) = heads.peek_mut()
            && head.0.0 == group
        {
            match sources[head.0.1].take(group, &chosen, &ranks, &mut items)? {
                Some(next) => head.0.0 = next,
                None => {
                    PeekMut::pop(head);
                }
            }
        }
        let hour = (group as u32 ^ 1 << 31) as i32;
        each((group >> 48) as u8, (group >> 32) as u16, hour, &mut items)?;
    }
    Ok(())
}
