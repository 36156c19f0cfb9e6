//! The course of chosen ports.

use std::collections::HashMap;

use kernel::{Hour, HourRange};

use super::spread::spread;
use crate::error::Error;
use crate::port::Port;
use crate::query::{Line, Point, Series, SeriesQuery};
use crate::snapshot::Snapshot;

/// One hour of one port.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    packets: u64,
    sources: u64,
}

/// Answers a [`SeriesQuery`].
pub(crate) fn series(snapshot: &Snapshot, query: &SeriesQuery) -> Result<Series, Error> {
    let (Some(first), Some(last)) = (query.buckets.first(), query.buckets.last()) else {
        return Ok(Series { buckets: Vec::new(), sensors: Vec::new(), lines: Vec::new() });
    };
    let hours = HourRange::new(first.hours.start, last.hours.end);
    let alive = snapshot.coverage.alive(hours);
    let alive_in = |range: HourRange| {
        let from = (range.start.0 - hours.start.0) as usize;
        &alive[from..from + range.len() as usize]
    };
    let sensors =
        query.buckets.iter().map(|b| snapshot.coverage.sensors(b.hours, alive_in(b.hours))).collect();
    let lines = query
        .ports
        .iter()
        .map(|port| line(snapshot, query, *port, hours, &alive))
        .collect::<Result<_, _>>()?;
    Ok(Series { buckets: query.buckets.clone(), sensors, lines })
}

fn line(
    snapshot: &Snapshot,
    query: &SeriesQuery,
    port: Port,
    hours: HourRange,
    alive: &[u32],
) -> Result<Line, Error> {
    let mut cells: HashMap<Hour, Cell> = HashMap::new();
    let mut by_sensor = vec![0_u64; snapshot.coverage.len()];
    snapshot.lake.port_hours(port, hours, &mut |row| {
        if query.class.is_none_or(|class| class == row.class) {
            let cell = cells.entry(row.hour).or_default();
            cell.packets += u64::from(row.packets);
            cell.sources = u64::from(row.hour_sources);
            by_sensor[usize::from(row.sensor)] += u64::from(row.packets);
        }
    })?;
    let sources = if query.sources { Some(sources(snapshot, query, port, &cells)?) } else { None };
    let points = query
        .buckets
        .iter()
        .enumerate()
        .map(|(i, bucket)| {
            let mut point =
                Point { packets: 0, average: 0.0, sources: sources.as_ref().map(|s| s[i]), hours: 0 };
            for hour in bucket.hours.iter() {
                let sensors = alive[(hour.0 - hours.start.0) as usize];
                if sensors > 0 {
                    let packets = cells.get(&hour).map_or(0, |cell| cell.packets);
                    point.hours += 1;
                    point.packets += packets;
                    point.average += packets as f64 / f64::from(sensors);
                }
            }
            (point.hours > 0).then_some(point)
        })
        .collect();
    Ok(Line { port, points, spread: spread(&by_sensor, &snapshot.coverage.alive_sometime(hours)) })
}

/// Distinct sources of each bucket: from the series where a bucket is an hour and all packets count, otherwise
/// counted from the packets, because sources of hours don't add up.
fn sources(
    snapshot: &Snapshot,
    query: &SeriesQuery,
    port: Port,
    cells: &HashMap<Hour, Cell>,
) -> Result<Vec<u64>, Error> {
    if query.class.is_none() && query.buckets.iter().all(|bucket| bucket.hours.len() == 1) {
        let of = |hour| cells.get(&hour).map_or(0, |cell| cell.sources);
        return Ok(query.buckets.iter().map(|bucket| of(bucket.hours.start)).collect());
    }
    let buckets: Vec<HourRange> = query.buckets.iter().map(|bucket| bucket.hours).collect();
    Ok(snapshot.lake.sources_by_bucket(port, query.class, &buckets)?)
}
