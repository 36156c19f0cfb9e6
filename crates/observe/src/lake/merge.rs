//! Many small segments of a day into one, and all rows of several in order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::path::Path;
use std::sync::Arc;

use kernel::Hour;
use parquet::data_type::ByteArray;

use super::names::{Names, ranks};
use super::rows::{Row, Rows};
use super::scan::ScanRows;
use super::segment::SegmentWriter;
use super::{LakeError, Segment, place};

/// Rows of a row group of a merged segment: what a merge holds in memory.
const GROUP_ROWS: usize = 1 << 20;
/// A segment of fewer bytes is small.
const SMALL: u64 = 8 << 20;
/// So many small segments of one day are worth a merge.
const MANY: usize = 4;

/// The segments that should be merged, a list for each day that has at least four smaller than 8 MiB.
pub fn to_merge(segments: &[Segment]) -> Vec<Vec<Segment>> {
    let mut days: BTreeMap<i32, Vec<Segment>> = BTreeMap::new();
    for segment in segments.iter().filter(|s| s.bytes < SMALL) {
        days.entry(segment.day).or_default().push(segment.clone());
    }
    days.into_values().filter(|small| small.len() >= MANY).collect()
}

/// So many small segments of one hour are worth a merge while the hour still moves.
const MANY_LIVE: usize = 16;

/// The small segments that lie wholly within one of `hours`, a list for each hour that has at least sixteen.
pub fn to_merge_live(segments: &[Segment], hours: &BTreeSet<Hour>) -> Vec<Vec<Segment>> {
    let mut by_hour: BTreeMap<Hour, Vec<Segment>> = BTreeMap::new();
    for segment in segments.iter().filter(|s| s.bytes < SMALL) {
        let hour = Hour::of_micros(segment.first_ts);
        if hour == Hour::of_micros(segment.last_ts) && hours.contains(&hour) {
            by_hour.entry(hour).or_default().push(segment.clone());
        }
    }
    by_hour.into_values().filter(|small| small.len() >= MANY_LIVE).collect()
}

/// Writes the rows of segments of one day as one segment, durable in `staging/`. What goes in stays as it is.
pub fn merge(lake: &Path, segments: &[Segment], names: &Names, name: &str) -> Result<Segment, LakeError> {
    merge_by(lake, segments, names, name, GROUP_ROWS)
}

fn merge_by(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
    name: &str,
    group_rows: usize,
) -> Result<Segment, LakeError> {
    let day = segments.first().map_or(0, |s| s.day);
    let mut writer = SegmentWriter::create(lake, day, name)?;
    let all = names.all();
    let names_of: Vec<ByteArray> = all.iter().map(|n| ByteArray::from(n.as_str())).collect();
    let mut held = Rows::default();
    for row in rows(lake, segments, names)? {
        held.push(&row?);
        if held.len() == group_rows {
            writer.write(&held, &names_of)?;
            held.clear();
        }
    }
    if held.len() > 0 {
        writer.write(&held, &names_of)?;
    }
    let segment = writer.finish()?;
    place::settle(lake, std::slice::from_ref(&segment.path))?;
    Ok(segment)
}

/// All packets of the segments in the lake's order (day for day, if they are of one day each).
pub fn rows(
    lake: &Path,
    segments: &[Segment],
    names: &Names,
) -> Result<impl Iterator<Item = Result<Row, LakeError>> + use<>, LakeError> {
    let ranks: Arc<[u16]> = ranks(&names.all()).into();
    let mut days: BTreeMap<i32, Vec<Segment>> = BTreeMap::new();
    for segment in segments {
        days.entry(segment.day).or_default().push(segment.clone());
    }
    let (lake, names) = (lake.to_owned(), names.clone());
    Ok(days.into_values().flat_map(move |day| Merge::open(&lake, &day, &names, &ranks)))
}

/// One day's rows from all its segments.
struct Merge {
    heads: BinaryHeap<Head>,
    failed: Option<LakeError>,
}

/// A segment's next row.
struct Head {
    row: Row,
    rest: ScanRows,
    ranks: Arc<[u16]>,
}

impl Merge {
    fn open(lake: &Path, segments: &[Segment], names: &Names, ranks: &Arc<[u16]>) -> Self {
        let mut merge = Self { heads: BinaryHeap::new(), failed: None };
        for segment in segments {
            match ScanRows::open(lake, segment, names) {
                Ok(mut rest) => match rest.next() {
                    Some(Ok(row)) => merge.heads.push(Head { row, rest, ranks: Arc::clone(ranks) }),
                    Some(Err(error)) => merge.failed = Some(error),
                    None => {}
                },
                Err(error) => merge.failed = Some(error),
            }
        }
        merge
    }
}

impl Iterator for Merge {
    type Item = Result<Row, LakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.failed.take() {
            self.heads.clear();
            return Some(Err(error));
        }
        let mut head = self.heads.peek_mut()?;
        let row = head.row;
        match head.rest.next() {
            Some(Ok(next)) => head.row = next,
            Some(Err(error)) => self.failed = Some(error),
            None => {
                std::collections::binary_heap::PeekMut::pop(head);
            }
        }
        Some(Ok(row))
    }
}

impl Ord for Head {
    /// The heap gives its greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.row.order(&self.row, &self.ranks)
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

#[cfg(test)]
mod tests {
    use kernel::HourRange;

    use super::*;
    use crate::lake::{Writer, sources_by_bucket};
    use crate::port::Port;
    use crate::read::Sink;
    use capture::Packet;

    /// Row groups of 50,000 rows have three pages each: a port's rows are looked for in several groups, and in
    /// pages in their middle.
    #[test]
    fn segments_of_many_row_groups_are_read_as_those_of_one() {
        let lake = tempfile::tempdir().unwrap();
        let lake = lake.path();
        let names = Names::new(["b", "a"]).unwrap();
        let mut writer = Writer::with_buffer(lake, &names, "s", 40_000);
        for i in 0..160_000u32 {
            let dport = (i.wrapping_mul(2_654_435_761) >> 20) as u16;
            let src = i / 3;
            let sensor = (i % 2) as u16;
            writer.v4(&Packet { proto: 6, dport, ts: i64::from(i), src, sensor, ..Packet::default() });
        }
        let segments = writer.finish().unwrap();
        assert_eq!(segments.len(), 4);
        let merged = merge_by(lake, &segments, &names, "m", 50_000).unwrap();
        let read = |segments: &[Segment]| {
            rows(lake, segments, &names).unwrap().collect::<Result<Vec<Row>, _>>().unwrap()
        };
        let all = read(std::slice::from_ref(&merged));
        assert!(all == read(&segments) && all.len() == 160_000);
        let day = [HourRange::new(Hour(0), Hour(24))];
        for port in
            [Port::tcp(0), Port::tcp(1000), Port::tcp(1279), Port::tcp(4095), Port::whole(6), Port::udp(7)]
        {
            let mut expect: Vec<u32> = all
                .iter()
                .filter_map(|row| if let Row::V4(p) = row { Some(p) } else { None })
                .filter(|p| port.matches(p.proto, p.dport))
                .map(|p| p.src)
                .collect();
            expect.sort_unstable();
            expect.dedup();
            for segments in [std::slice::from_ref(&merged), &segments[..]] {
                let told = sources_by_bucket(lake, segments, &names, port, None, &day).unwrap();
                assert_eq!(told, [expect.len() as u64], "{port}");
            }
        }
    }
}
