//! The ports that were hit most, as far as that may be public.
//!
//! Unlike the exact list this reads every hour of the period: what one sensor may count for is decided cell by cell, and
//! a month's sums no longer know the cells. About a day is in memory at a time.

use kernel::HourRange;

use super::ports::PortMap;
use super::publication::{Cells, Publication, Share};
use super::spread::public_spread;
use super::top::{Ranked, Sums, Weights, cut, rows};
use crate::error::Error;
use crate::query::{By, Sensors, Top, TopQuery};
use crate::snapshot::Snapshot;
use capture::Class;

/// Hours that are held at once, at least.
const AT_ONCE: u32 = 24;

/// What a port's cells come to.
#[derive(Debug, Clone, Default)]
struct Borne {
    /// Of cells that are public as they are: packets by the number of sensors alive.
    whole: Sums,
    /// Of cells that were cut: averages and packets.
    cut_average: f64,
    cut_packets: u64,
    /// Packets that are not public.
    hidden: u64,
}

impl Borne {
    /// Adds one cell: its packets by the number of sensors alive, how many of them are public, and how many lie in
    /// hours that are not.
    fn add(&mut self, sums: &[i64], public: u64, withheld: u64, weights: &Weights) {
        let all = sums.iter().sum::<i64>().unsigned_abs();
        if public == all {
            self.whole.resize(sums.len(), 0);
            self.whole.iter_mut().zip(sums).for_each(|(whole, sum)| *whole += sum);
        } else {
            self.cut_average += weights.average(sums) * public as f64 / all as f64;
            self.cut_packets += public;
        }
        self.hidden += withheld + all - public;
    }
}

/// A count of the lake.
struct Count {
    proto: u8,
    port: u16,
    cell: usize,
    sensor: u16,
    /// The number of sensors alive, by its place; none where the hour is not public.
    sum: Option<usize>,
    packets: u64,
}

/// Answers a [`TopQuery`] with what may be public.
pub(crate) fn public_top(
    snapshot: &Snapshot,
    query: &TopQuery,
    publication: &Publication,
) -> Result<Top, Error> {
    let (alive, withheld) = publication.alive(&snapshot.coverage, query.hours);
    let weights = Weights::of(query.hours, alive);
    let cells = publication.cells(query.hours, false)?;
    let ports = borne(snapshot, &weights, &cells, query.class, publication)?;

    let mut ranked: Vec<Ranked> = ports
        .iter()
        .filter_map(|(port, borne)| {
            let mut row = Ranked::of(port, &borne.whole, borne.cut_packets, &weights)?;
            row.average = publication.round(row.average + borne.cut_average);
            Some(row)
        })
        .collect();
    let packets = ranked.iter().map(|row| row.packets).sum();
    if query.by == By::Sources {
        let mut ports = ports;
        let mut sources: PortMap<u64> = PortMap::new();
        let hours = publication.clip(query.hours);
        snapshot.lake.port_sources(hours, query.class, &mut |proto, port, distinct| {
            // Each packet that is not public is taken to have had a source of its own, as an attacker's might.
            *sources.at(proto, port) = distinct.saturating_sub(ports.at(proto, port).hidden);
        })?;
        for row in &mut ranked {
            row.sources = row.port.number.map(|number| *sources.at(row.port.proto, number));
        }
    }
    cut(&mut ranked, query);

    let alive = snapshot.coverage.alive_sometime(query.hours);
    let sensors = by_sensor(snapshot, &weights, &cells, query.class, publication, &ranked)?;
    let spreads = sensors.into_iter().map(|packets| public_spread(&packets, &alive, publication)).collect();
    let withheld_hours = withheld.iter().filter(|withheld| **withheld).count() as u32;
    let sensors = Sensors { withheld_hours, ..snapshot.coverage.sensors(query.hours, &weights.alive) };
    Ok(Top { rows: rows(ranked, spreads), packets, sensors })
}

/// Packets of the chosen ports by sensor, as far as they are public.
fn by_sensor(
    snapshot: &Snapshot,
    weights: &Weights,
    cells: &Cells,
    class: Option<Class>,
    publication: &Publication,
    ranked: &[Ranked],
) -> Result<Vec<Vec<u64>>, Error> {
    let mut all = Vec::with_capacity(ranked.len());
    for row in ranked {
        let mut found: Vec<(usize, Share)> = Vec::new();
        snapshot.lake.port_hours(row.port, weights.hours, &mut |row| {
            let wanted = class.is_none_or(|class| class == row.class) && weights.sum_of(row.hour).is_some();
            if let (Some(cell), true) = (cells.of(row.hour), wanted) {
                let packets = u64::from(row.packets);
                found.push((cell, Share { sensor: row.sensor, packets, sources: 0 }));
            }
        })?;
        found.sort_unstable_by_key(|(cell, share)| (*cell, share.sensor));
        let mut packets = vec![0_u64; snapshot.coverage.len()];
        for cell in found.chunk_by(|a, b| a.0 == b.0) {
            let mut shares = together(cell.iter().map(|(_, share)| *share));
            publication.cell(&mut shares, 0);
            shares.iter().for_each(|share| packets[usize::from(share.sensor)] += share.packets);
        }
        all.push(packets);
    }
    Ok(all)
}

/// The shares of a cell of a port, one for each sensor; those of a sensor stand together.
fn together(shares: impl Iterator<Item = Share>) -> Vec<Share> {
    let mut joined: Vec<Share> = Vec::new();
    for share in shares {
        match joined.last_mut() {
            Some(last) if last.sensor == share.sensor => last.packets += share.packets,
            _ => joined.push(share),
        }
    }
    joined
}

/// What each port's cells come to.
fn borne(
    snapshot: &Snapshot,
    weights: &Weights,
    cells: &Cells,
    class: Option<Class>,
    publication: &Publication,
) -> Result<PortMap<Borne>, Error> {
    let mut ports: PortMap<Borne> = PortMap::new();
    let mut ranges = cells.ranges.iter().copied().peekable();
    while let Some(mut hours) = ranges.next() {
        while hours.len() < AT_ONCE
            && let Some(more) = ranges.next()
        {
            hours = HourRange::new(hours.start, more.end);
        }
        let mut counts: Vec<Count> = Vec::new();
        snapshot.lake.hours(publication.clip(hours), &mut |row| {
            let wanted = class.is_none_or(|class| class == row.class);
            if let (Some(port), Some(cell), true) = (row.port, cells.of(row.hour), wanted) {
                let (sum, packets) = (weights.sum_of(row.hour), u64::from(row.packets));
                counts.push(Count { proto: row.proto, port, cell, sensor: row.sensor, sum, packets });
            }
        })?;
        counts.sort_unstable_by_key(|count| (count.proto, count.port, count.cell, count.sensor));
        let same = |a: &Count, b: &Count| (a.proto, a.port, a.cell) == (b.proto, b.port, b.cell);
        for counts in counts.chunk_by(same) {
            let mut sums = vec![0_i64; weights.numbers.len()];
            let mut withheld = 0;
            for count in counts {
                match count.sum {
                    Some(sum) => sums[sum] += count.packets.cast_signed(),
                    None => withheld += count.packets,
                }
            }
            let public = counts.iter().filter(|count| count.sum.is_some());
            let share = |count: &Count| Share { sensor: count.sensor, packets: count.packets, sources: 0 };
            let mut shares = together(public.map(share));
            let public = publication.cell(&mut shares, 0).packets;
            ports.at(counts[0].proto, counts[0].port).add(&sums, public, withheld, weights);
        }
    }
    Ok(ports)
}
