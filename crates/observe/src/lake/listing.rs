//! Packets one by one, as they stand in the files: how many there are in each hour, and the newest of some hours.
//!
//! Nothing here looks at series or totals: this is what their sums are held against.

use kernel::{Hour, HourRange};
use std::path::Path;

use super::names::Names;
use super::scan::{Batch, Scan, class};
use super::{LakeError, Segment};
use crate::port::Port;
use capture::Class;

/// Microseconds of an hour.
const HOUR_US: i64 = 3_600_000_000;

/// What a packet's row says without telling whom it came from or to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Microseconds since the epoch.
    pub ts: i64,
    /// Port or type that it went to.
    pub port: Port,
    /// Scan, backscatter or other.
    pub class: Class,
}

/// Packets in each hour of `hours`, of `port` alone where one is given.
pub fn packets_by_hour(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    port: Option<Port>,
    hours: HourRange,
) -> Result<Vec<u64>, LakeError> {
    let mut counts = vec![0_u64; hours.len() as usize];
    for_each_row(lake, segments, names, port, hours, |seen| {
        let place = Hour::of_micros(seen.ts).0.abs_diff(hours.start.0) as usize;
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    })?;
    Ok(counts)
}

/// The packets of `hours`, newest first, of `port` alone where one is given. Held in memory all at once.
pub fn packets_in(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    port: Option<Port>,
    hours: HourRange,
) -> Result<Vec<Seen>, LakeError> {
    let mut found = Vec::new();
    for_each_row(lake, segments, names, port, hours, |seen| found.push(seen))?;
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}

fn for_each_row(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    port: Option<Port>,
    hours: HourRange,
    mut each: impl FnMut(Seen),
) -> Result<(), LakeError> {
    let times = i64::from(hours.start.0) * HOUR_US..i64::from(hours.end.0) * HOUR_US;
    let mut batch = Batch::default();
    for segment in segments.iter().filter(|s| s.first_ts < times.end && times.start <= s.last_ts) {
        let mut scan = match port {
            Some(port) => Scan::port(lake, segment, names, port, times.clone())?,
            None => Scan::all(lake, segment, names, false)?,
        };
        while scan.next(&mut batch)? {
            for row in 0..batch.len() {
                let (proto, dport) = (batch.proto[row] as u8, batch.dport[row] as u16);
                if times.contains(&batch.ts[row]) && port.is_none_or(|port| port.matches(proto, dport)) {
                    let class = class(batch.class[row]);
                    each(Seen { ts: batch.ts[row], port: Port::new(proto, dport), class });
                }
            }
        }
    }
    Ok(())
}
