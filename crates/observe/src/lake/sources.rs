//! Exact numbers of distinct sources over longer than an hour, from the packets themselves: sums of the hours'
//! numbers would count a source that came back twice.

use std::path::Path;

use kernel::{Hour, HourRange};

use super::groups::{Chosen, for_each_group};
use super::names::Names;
use super::rows::day_of;
use super::scan::{Batch, Scan};
use super::set::Set;
use super::{LakeError, Segment};
use crate::port::Port;
use capture::Class;

const HOUR_US: i64 = 3_600_000_000;

/// Whether a segment has packets within the hours, as far as its first and last packet tell.
fn meets(segment: &Segment, hours: HourRange) -> bool {
    Hour::of_micros(segment.first_ts) < hours.end && hours.start <= Hour::of_micros(segment.last_ts)
}

/// For each bucket, the number of distinct sources of one port, or one protocol as a whole. Buckets are in
/// order and without overlap. Held in memory are the sources of the buckets that one day touches.
pub fn sources_by_bucket(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    port: Port,
    class: Option<Class>,
    buckets: &[HourRange],
) -> Result<Vec<u64>, LakeError> {
    let mut counts = vec![0; buckets.len()];
    let (Some(first), Some(last)) = (buckets.first(), buckets.last()) else { return Ok(counts) };
    let hours = HourRange::new(first.start, last.end);
    let mut chosen: Vec<&Segment> = segments.iter().filter(|s| meets(s, hours)).collect();
    chosen.sort_by_key(|s| s.day);
    let mut sets: Vec<(Set<u32>, Set<u128>)> = Vec::new();
    sets.resize_with(buckets.len(), Default::default);
    let mut done = 0;
    let mut batch = Batch::default();
    let times = i64::from(hours.start.0) * HOUR_US..i64::from(hours.end.0) * HOUR_US;
    for segment in chosen {
        while done < buckets.len() && buckets[done].end.0 <= segment.day.saturating_mul(24) {
            counts[done] = count(&mut sets[done]);
            done += 1;
        }
        let mut scan = Scan::port(lake, segment, names, port, times.clone())?;
        // Rows of a port are in order of time: the next row is mostly of the same bucket.
        let mut at = done;
        while scan.next(&mut batch)? {
            for row in 0..batch.len() {
                if !port.matches(batch.proto[row] as u8, batch.dport[row] as u16)
                    || class.is_some_and(|c| c as u16 != batch.class[row])
                {
                    continue;
                }
                let hour = Hour::of_micros(batch.ts[row]);
                if !buckets.get(at).is_some_and(|b| b.contains(hour)) {
                    at = buckets.partition_point(|b| b.end <= hour);
                    if !buckets.get(at).is_some_and(|b| b.contains(hour)) {
                        continue;
                    }
                }
                if batch.src.present[row] {
                    sets[at].0.add(batch.src.values[row] as u32);
                } else {
                    sets[at].1.add(batch.six(row));
                }
            }
        }
    }
    for at in done..buckets.len() {
        counts[at] = count(&mut sets[at]);
    }
    Ok(counts)
}

fn count((four, six): &mut (Set<u32>, Set<u128>)) -> u64 {
    (four.take().len() + six.take().len()) as u64
}

/// Calls `each` for every port or type with packets within the hours, in order: protocol, port, and the number
/// of its distinct sources over all those hours. Held in memory are one port's sources.
pub fn for_each_port_sources(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    hours: HourRange,
    class: Option<Class>,
    mut each: impl FnMut(u8, u16, u64),
) -> Result<(), LakeError> {
    let segments: Vec<Segment> = segments.iter().filter(|s| meets(s, hours)).cloned().collect();
    // Only whole days' segments can be taken without looking at each row's hour.
    let inside = |s: &Segment| {
        hours.contains(Hour::of_micros(s.first_ts)) && hours.contains(Hour::of_micros(s.last_ts))
    };
    let chosen = Chosen { by_hour: false, hours: (!segments.iter().all(inside)).then_some(hours), class };
    for_each_group(lake, &segments, names, chosen, |proto, port, _, items| {
        let (mut four, mut six) = (Set::default(), Set::default());
        items.four.iter().for_each(|&item| four.add(item as u32));
        items.six.iter().for_each(|&(_, source)| six.add(source));
        let sources = count(&mut (four, six));
        if sources > 0 {
            each(proto, port, sources);
        }
        Ok(())
    })
}

/// The days that the hours touch, for choosing segments: first and last, in days since 1970-01-01.
pub fn days_of(hours: HourRange) -> std::ops::RangeInclusive<i32> {
    let last = i64::from(hours.end.0) * HOUR_US - 1;
    day_of(i64::from(hours.start.0) * HOUR_US)..=day_of(last)
}
