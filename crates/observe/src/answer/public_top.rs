//! The ports that were hit most, as far as that may be public.
//!
//! Unlike the exact list this reads every hour of the period: what one sensor may count for is decided hour by hour, and
//! a month's sums no longer know the hours. A day is in memory at a time.

use kernel::{Hour, HourRange};

use super::ports::PortMap;
use super::publication::{Publication, Share};
use super::spread::public_spread;
use super::top::{Ranked, Sums, Weights, cut, rows};
use crate::error::Error;
use crate::query::{By, Sensors, Top, TopQuery};
use crate::snapshot::Snapshot;
use capture::Class;

/// Hours that are held at once.
const AT_ONCE: i32 = 24;

/// What a port has, besides its sums: packets that are not public.
type Hidden = u64;

/// Answers a [`TopQuery`] with what may be public.
pub(crate) fn public_top(
    snapshot: &Snapshot,
    query: &TopQuery,
    publication: &Publication,
) -> Result<Top, Error> {
    let (alive, withheld) = publication.alive(&snapshot.coverage, query.hours);
    let weights = Weights::of(query.hours, alive);
    let mut ports: PortMap<Sums> = PortMap::new();
    let mut hidden: PortMap<Hidden> = PortMap::new();
    each_public_count(snapshot, &weights, query.class, publication, |proto, port, shares, sum, cut_off| {
        let sums = ports.at(proto, port);
        if sums.is_empty() {
            sums.resize(weights.numbers.len(), 0);
        }
        if let Some(sum) = sum {
            sums[sum] += shares.iter().map(|share| share.packets.cast_signed()).sum::<i64>();
        }
        *hidden.at(proto, port) += cut_off;
    })?;

    let mut ranked: Vec<Ranked> =
        ports.iter().filter_map(|(port, sums)| Ranked::of(port, sums, &weights)).collect();
    let packets = ranked.iter().map(|row| row.packets).sum();
    ranked.iter_mut().for_each(|row| row.average = publication.round(row.average));
    if query.by == By::Sources {
        let mut sources: PortMap<u64> = PortMap::new();
        let hours = publication.clip(query.hours);
        snapshot.lake.port_sources(hours, query.class, &mut |proto, port, distinct| {
            *sources.at(proto, port) = distinct;
        })?;
        for row in &mut ranked {
            // Each packet that is not public is taken to have had a source of its own, as an attacker's might.
            let number = row.port.number;
            let public = |number| {
                sources.at(row.port.proto, number).saturating_sub(*hidden.at(row.port.proto, number))
            };
            row.sources = number.map(public);
        }
    }
    cut(&mut ranked, query);

    let spreads = {
        let sensors = by_sensor(snapshot, &weights, query.class, publication, &ranked)?;
        let alive = snapshot.coverage.alive_sometime(query.hours);
        sensors.into_iter().map(|packets| public_spread(&packets, &alive, publication)).collect()
    };
    let withheld_hours = withheld.iter().filter(|withheld| **withheld).count() as u32;
    let sensors = Sensors { withheld_hours, ..snapshot.coverage.sensors(query.hours, &weights.alive) };
    Ok(Top { rows: rows(ranked, spreads), packets, sensors })
}

/// Packets of the chosen ports by sensor, as far as they are public.
fn by_sensor(
    snapshot: &Snapshot,
    weights: &Weights,
    class: Option<Class>,
    publication: &Publication,
    ranked: &[Ranked],
) -> Result<Vec<Vec<u64>>, Error> {
    let mut all = Vec::with_capacity(ranked.len());
    for row in ranked {
        let mut found: Vec<(Hour, Share)> = Vec::new();
        snapshot.lake.port_hours(row.port, weights.hours, &mut |row| {
            if class.is_none_or(|class| class == row.class) && weights.sum_of(row.hour).is_some() {
                let packets = u64::from(row.packets);
                found.push((row.hour, Share { sensor: row.sensor, packets, sources: 0 }));
            }
        })?;
        found.sort_unstable_by_key(|(hour, share)| (*hour, share.sensor));
        let mut packets = vec![0_u64; snapshot.coverage.len()];
        for hour in found.chunk_by(|a, b| a.0 == b.0) {
            let mut shares = together(hour.iter().map(|(_, share)| *share));
            publication.cell(&mut shares, 0);
            shares.iter().for_each(|share| packets[usize::from(share.sensor)] += share.packets);
        }
        all.push(packets);
    }
    Ok(all)
}

/// The shares of an hour of a port, one for each sensor; those of a sensor stand together.
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

/// Hands on, for each hour and port: protocol, port, shares cut to what is public, their sum's place (none where the
/// hour is not public), and how many packets were cut off.
fn each_public_count(
    snapshot: &Snapshot,
    weights: &Weights,
    class: Option<Class>,
    publication: &Publication,
    mut each: impl FnMut(u8, u16, &[Share], Option<usize>, u64),
) -> Result<(), Error> {
    let hours = publication.clip(weights.hours);
    let mut start = hours.start;
    while start < hours.end {
        let end = Hour(start.0.saturating_add(AT_ONCE)).min(hours.end);
        let mut counts: Vec<(u8, u16, Hour, Share)> = Vec::new();
        snapshot.lake.hours(HourRange::new(start, end), &mut |row| {
            if let (Some(port), true) = (row.port, class.is_none_or(|class| class == row.class)) {
                let share = Share { sensor: row.sensor, packets: u64::from(row.packets), sources: 0 };
                counts.push((row.proto, port, row.hour, share));
            }
        })?;
        counts.sort_unstable_by_key(|(proto, port, hour, share)| (*proto, *port, *hour, share.sensor));
        for cell in counts.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
            let (proto, port, hour, _) = cell[0];
            let mut shares = together(cell.iter().map(|count| count.3));
            let all: u64 = shares.iter().map(|share| share.packets).sum();
            let sum = weights.sum_of(hour);
            let public = if sum.is_some() { publication.cell(&mut shares, 0).packets } else { 0 };
            each(proto, port, &shares, sum, all - public);
        }
        start = end;
    }
    Ok(())
}
