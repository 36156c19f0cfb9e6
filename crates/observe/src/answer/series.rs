//! The course of chosen ports.

use std::collections::HashMap;

use kernel::{Hour, HourRange};

use super::publication::{Publication, Share};
use super::spread::{public_spread, spread};
use crate::error::Error;
use crate::port::Port;
use crate::query::{Line, Point, Sensors, Series, SeriesQuery};
use crate::snapshot::Snapshot;

/// One hour of one port, or one cell that begins with the hour.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    packets: u64,
    /// Sum over its hours of packets divided by the sensors alive.
    average: f64,
    /// Of one hour.
    sources: u64,
    sources_at_least: u64,
    /// Packets that are not public.
    hidden: u64,
}

/// A port's cells, and each sensor's packets.
struct Heard {
    cells: HashMap<Hour, Cell>,
    by_sensor: Vec<u64>,
}

/// A port's cell before it is cut.
#[derive(Debug, Default)]
struct Uncut {
    shares: Vec<Share>,
    sources: u64,
    /// Packets of each hour, in order.
    hours: Vec<(Hour, u64)>,
    /// Packets of hours that are not public.
    withheld: u64,
}

/// What a line is drawn from, besides its port.
struct Asked<'a> {
    snapshot: &'a Snapshot,
    query: &'a SeriesQuery,
    publication: Option<&'a Publication>,
    hours: HourRange,
    /// Sensors alive in each hour of `hours`; 0 where the hour is a gap.
    alive: Vec<u32>,
}

/// Answers a [`SeriesQuery`].
pub(crate) fn series(snapshot: &Snapshot, query: &SeriesQuery) -> Result<Series, Error> {
    answer(snapshot, query, None)
}

/// The same with what may be public.
pub(crate) fn public_series(
    snapshot: &Snapshot,
    query: &SeriesQuery,
    publication: &Publication,
) -> Result<Series, Error> {
    answer(snapshot, query, Some(publication))
}

fn answer(
    snapshot: &Snapshot,
    query: &SeriesQuery,
    publication: Option<&Publication>,
) -> Result<Series, Error> {
    let (Some(first), Some(last)) = (query.buckets.first(), query.buckets.last()) else {
        return Ok(Series { buckets: Vec::new(), sensors: Vec::new(), lines: Vec::new() });
    };
    let hours = HourRange::new(first.hours.start, last.hours.end);
    let (alive, withheld) = match publication {
        Some(publication) => publication.alive(&snapshot.coverage, hours),
        None => (snapshot.coverage.alive(hours), vec![false; hours.len() as usize]),
    };
    let sensors = query
        .buckets
        .iter()
        .map(|bucket| {
            let from = (bucket.hours.start.0 - hours.start.0) as usize;
            let of = from..from + bucket.hours.len() as usize;
            let sensors = snapshot.coverage.sensors(bucket.hours, &alive[of.clone()]);
            let withheld_hours = withheld[of].iter().filter(|withheld| **withheld).count() as u32;
            Sensors { withheld_hours, ..sensors }
        })
        .collect();
    let asked = Asked { snapshot, query, publication, hours, alive };
    let lines = query.ports.iter().map(|port| asked.line(*port)).collect::<Result<_, _>>()?;
    Ok(Series { buckets: query.buckets.clone(), sensors, lines })
}

impl Asked<'_> {
    fn alive_in(&self, hour: Hour) -> u32 {
        self.alive[(hour.0 - self.hours.start.0) as usize]
    }

    fn line(&self, port: Port) -> Result<Line, Error> {
        let heard = match self.publication {
            None => self.heard(port)?,
            Some(publication) => self.heard_by_several(port, publication)?,
        };
        let sources = if self.query.sources { Some(self.sources(port, &heard)?) } else { None };
        let buckets = self.query.buckets.iter().enumerate();
        let points = buckets.map(|(i, bucket)| {
            let mut point =
                Point { packets: 0, average: 0.0, sources: sources.as_ref().map(|s| s[i]), hours: 0 };
            for hour in bucket.hours.iter() {
                point.hours += u32::from(self.alive_in(hour) > 0);
                if let Some(cell) = heard.cells.get(&hour) {
                    point.packets += cell.packets;
                    point.average += cell.average;
                }
            }
            if let Some(publication) = self.publication {
                point.average = publication.round(point.average);
            }
            (point.hours > 0).then_some(point)
        });
        let points = points.collect();
        let alive = self.snapshot.coverage.alive_sometime(self.hours);
        let spread = match self.publication {
            None => spread(&heard.by_sensor, &alive),
            Some(publication) => public_spread(&heard.by_sensor, &alive, publication),
        };
        Ok(Line { port, points, spread })
    }

    fn heard(&self, port: Port) -> Result<Heard, Error> {
        let mut cells: HashMap<Hour, Cell> = HashMap::new();
        let mut by_sensor = vec![0_u64; self.snapshot.coverage.len()];
        self.snapshot.lake.port_hours(port, self.hours, &mut |row| {
            if self.query.class.is_none_or(|class| class == row.class) {
                let cell = cells.entry(row.hour).or_default();
                cell.packets += u64::from(row.packets);
                cell.sources = u64::from(row.hour_sources);
                by_sensor[usize::from(row.sensor)] += u64::from(row.packets);
            }
        })?;
        cells.retain(|hour, _| self.alive_in(*hour) > 0);
        for (hour, cell) in &mut cells {
            cell.average = cell.packets as f64 / f64::from(self.alive_in(*hour));
        }
        Ok(Heard { cells, by_sensor })
    }

    /// The same, cut to what several sensors bear out.
    fn heard_by_several(&self, port: Port, publication: &Publication) -> Result<Heard, Error> {
        let by_hour = self.query.buckets.iter().all(|bucket| bucket.hours.len() == 1);
        let cells = publication.cells(self.hours, by_hour)?;
        let mut uncut: HashMap<usize, Uncut> = HashMap::new();
        let mut rows = Vec::new();
        self.snapshot.lake.port_hours(port, self.hours, &mut |row| {
            if self.query.class.is_none_or(|class| class == row.class) {
                rows.push(row);
            }
        })?;
        // In one order, whatever the files' is: averages are sums of fractions.
        rows.sort_unstable_by_key(|row| (row.hour, row.sensor, row.class));
        for row in rows {
            let Some(cell) = cells.of(row.hour) else { continue };
            let (cell, packets) = (uncut.entry(cell).or_default(), u64::from(row.packets));
            if self.alive_in(row.hour) == 0 {
                cell.withheld += packets;
                continue;
            }
            let place =
                cell.shares.iter().position(|share| share.sensor == row.sensor).unwrap_or_else(|| {
                    cell.shares.push(Share { sensor: row.sensor, ..Share::default() });
                    cell.shares.len() - 1
                });
            let share = &mut cell.shares[place];
            share.packets += packets;
            share.sources = share.sources.max(u64::from(row.sources));
            cell.sources = u64::from(row.hour_sources);
            match cell.hours.last_mut() {
                Some((hour, sum)) if *hour == row.hour => *sum += packets,
                _ => cell.hours.push((row.hour, packets)),
            }
        }
        let mut by_sensor = vec![0_u64; self.snapshot.coverage.len()];
        let mut public = HashMap::new();
        for (place, mut cell) in uncut {
            let all: u64 = cell.shares.iter().map(|share| share.packets).sum();
            let cut = publication.cell(&mut cell.shares, cell.sources);
            cell.shares.iter().for_each(|share| by_sensor[usize::from(share.sensor)] += share.packets);
            let of_hour = |(hour, packets): &(Hour, u64)| *packets as f64 / f64::from(self.alive_in(*hour));
            let uncut: f64 = cell.hours.iter().map(of_hour).sum();
            let average = if cut.packets == all { uncut } else { uncut * cut.packets as f64 / all as f64 };
            let (packets, sources, hidden) = (cut.packets, cut.sources, cell.withheld + all - cut.packets);
            let sources_at_least = cut.sources_at_least;
            let start = cells.ranges[place].start;
            public.insert(start, Cell { packets, average, sources, sources_at_least, hidden });
        }
        Ok(Heard { cells: public, by_sensor })
    }

    /// Distinct sources of each bucket: from the series where a bucket is an hour and all packets count, otherwise
    /// counted from the packets, because sources of hours don't add up. Each packet that is not public is taken to have
    /// had a source of its own, as an attacker's might.
    fn sources(&self, port: Port, heard: &Heard) -> Result<Vec<u64>, Error> {
        let Self { snapshot, query, .. } = self;
        let cell = |hour: Hour| heard.cells.get(&hour).copied().unwrap_or_default();
        if query.class.is_none() && query.buckets.iter().all(|bucket| bucket.hours.len() == 1) {
            return Ok(query.buckets.iter().map(|bucket| cell(bucket.hours.start).sources).collect());
        }
        let buckets: Vec<HourRange> = query.buckets.iter().map(|bucket| bucket.hours).collect();
        let mut counted = snapshot.lake.sources_by_bucket(port, query.class, &buckets)?;
        if self.publication.is_some() {
            for (sources, hours) in counted.iter_mut().zip(buckets) {
                let hidden: u64 = hours.iter().map(|hour| cell(hour).hidden).sum();
                if hidden > 0 {
                    let least = hours.iter().map(|hour| cell(hour).sources_at_least).max().unwrap_or(0);
                    *sources = sources.saturating_sub(hidden).max(least.min(*sources));
                }
            }
        }
        Ok(counted)
    }
}
