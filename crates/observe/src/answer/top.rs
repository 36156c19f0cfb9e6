//! The ports that were hit most.
//!
//! A quarter of hourly series is millions of rows; its months' totals are a tenth of that. So a month is taken
//! from its totals, as if all its packets had come in hours with the month's usual number of sensors; then the
//! hours for which that is wrong (outside the period, or with another number alive) are read from the series
//! and moved. What is moved is integers, so the result is exactly that of adding hour by hour.

use kernel::{Hour, HourRange};

use super::ports::PortMap;
use super::spread::spread;
use crate::error::Error;
use crate::lake::months_of;
use crate::port::Port;
use crate::query::{By, Spread, Top, TopQuery, TopRow};
use crate::snapshot::Snapshot;
use capture::Class;

/// A port's packets, one sum for each number of sensors alive (in the order of [`Weights::numbers`]).
pub(super) type Sums = Vec<i64>;

/// The numbers of sensors alive that occur in a period.
pub(super) struct Weights {
    pub hours: HourRange,
    /// Sensors alive, for each hour of the period; 0 for a gap.
    pub alive: Vec<u32>,
    /// The different numbers in `alive`, without 0.
    pub numbers: Vec<u32>,
}

impl Weights {
    pub(super) fn of(hours: HourRange, alive: Vec<u32>) -> Self {
        let mut numbers: Vec<u32> = alive.iter().copied().filter(|alive| *alive > 0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self { hours, alive, numbers }
    }

    /// Which sum an hour's packets belong to; none outside the period and in gaps.
    pub(super) fn sum_of(&self, hour: Hour) -> Option<usize> {
        if !self.hours.contains(hour) {
            return None;
        }
        let alive = self.alive[(hour.0 - self.hours.start.0) as usize];
        self.numbers.binary_search(&alive).ok()
    }

    /// Packets divided by the sensors alive.
    pub(super) fn average(&self, sums: &[i64]) -> f64 {
        sums.iter().zip(&self.numbers).map(|(sum, alive)| *sum as f64 / f64::from(*alive)).sum()
    }

    /// The sum that most hours of `month` belong to, if any.
    fn usual(&self, month: HourRange) -> Option<usize> {
        let mut hours = vec![0_u32; self.numbers.len()];
        for hour in month.iter() {
            if let Some(sum) = self.sum_of(hour) {
                hours[sum] += 1;
            }
        }
        let (sum, count) = hours.into_iter().enumerate().max_by_key(|(_, count)| *count)?;
        (2 * count > month.len()).then_some(sum)
    }
}

/// Answers a [`TopQuery`].
pub(crate) fn top(snapshot: &Snapshot, query: &TopQuery) -> Result<Top, Error> {
    let weights = Weights::of(query.hours, snapshot.coverage.alive(query.hours));
    let mut ports: PortMap<Sums> = PortMap::new();
    each_packet_count(snapshot, &weights, query.class, |proto, port, _, sum, packets| {
        let sums = ports.at(proto, port);
        if sums.is_empty() {
            sums.resize(weights.numbers.len(), 0);
        }
        sums[sum] += packets;
    })?;

    let mut ranked: Vec<Ranked> =
        ports.iter().filter_map(|(port, sums)| Ranked::of(port, sums, 0, &weights)).collect();
    let packets = ranked.iter().map(|row| row.packets).sum();
    if query.by == By::Sources {
        let mut sources: PortMap<u64> = PortMap::new();
        snapshot.lake.port_sources(query.hours, query.class, &mut |proto, port, distinct| {
            *sources.at(proto, port) = distinct;
        })?;
        for row in &mut ranked {
            row.sources = row.port.number.map(|number| *sources.at(row.port.proto, number));
        }
    }
    cut(&mut ranked, query);

    let sensors = by_sensor(snapshot, &weights, query.class, &ranked)?;
    let alive = snapshot.coverage.alive_sometime(query.hours);
    let spreads = sensors.into_iter().map(|packets| spread(&packets, &alive)).collect();
    let sensors = snapshot.coverage.sensors(query.hours, &weights.alive);
    Ok(Top { rows: rows(ranked, spreads), packets, sensors })
}

/// Brings the list into its order and cuts it.
pub(super) fn cut(ranked: &mut Vec<Ranked>, query: &TopQuery) {
    ranked.sort_by(|a, b| {
        b.better(query.by)
            .total_cmp(&a.better(query.by))
            .then(b.packets.cmp(&a.packets))
            .then(a.port.cmp(&b.port))
    });
    ranked.truncate(query.limit);
}

/// The list's places, each with its spread.
pub(super) fn rows(ranked: Vec<Ranked>, spreads: Vec<Spread>) -> Vec<TopRow> {
    let row = |(row, spread): (Ranked, Spread)| TopRow {
        port: row.port,
        average: row.average,
        packets: row.packets,
        sources: row.sources,
        spread,
    };
    ranked.into_iter().zip(spreads).map(row).collect()
}

/// A port before the list is cut.
pub(super) struct Ranked {
    pub port: Port,
    pub packets: u64,
    pub average: f64,
    pub sources: Option<u64>,
}

impl Ranked {
    /// A port with these sums, and so many packets besides; none where there are no packets.
    pub(super) fn of(port: Port, sums: &Sums, more: u64, weights: &Weights) -> Option<Self> {
        let packets = sums.iter().sum::<i64>().unsigned_abs() + more;
        let average = weights.average(sums);
        (packets > 0).then_some(Self { port, packets, average, sources: None })
    }

    fn better(&self, by: By) -> f64 {
        match by {
            By::Average => self.average,
            By::Packets => self.packets as f64,
            By::Sources => self.sources.unwrap_or(0) as f64,
        }
    }
}

/// Packets of the chosen ports by sensor.
fn by_sensor(
    snapshot: &Snapshot,
    weights: &Weights,
    class: Option<Class>,
    rows: &[Ranked],
) -> Result<Vec<Vec<u64>>, Error> {
    // 0 is no row; row i is i + 1.
    let mut place: PortMap<u32> = PortMap::new();
    for (row, i) in rows.iter().zip(1..) {
        if let Some(number) = row.port.number {
            *place.at(row.port.proto, number) = i;
        }
    }
    let sensors = snapshot.coverage.len();
    let mut packets = vec![vec![0_i64; sensors]; rows.len()];
    each_packet_count(snapshot, weights, class, |proto, port, sensor, _, count| {
        if let Some(row) = (*place.at(proto, port) as usize).checked_sub(1) {
            packets[row][usize::from(sensor)] += count;
        }
    })?;
    Ok(packets.into_iter().map(|row| row.into_iter().map(i64::unsigned_abs).collect()).collect())
}

/// Hands on (protocol, port, sensor, sum, packets) such that, for each sum, the packets add up to those of the
/// period's hours with that many sensors alive. Single counts may be negative: corrections.
fn each_packet_count(
    snapshot: &Snapshot,
    weights: &Weights,
    class: Option<Class>,
    mut each: impl FnMut(u8, u16, u16, usize, i64),
) -> Result<(), Error> {
    let wanted = |of: Class| class.is_none_or(|class| class == of);
    for (month, part) in months_of(weights.hours) {
        let whole = month.hours();
        let usual = weights.usual(whole);
        if let Some(sum) = usual {
            snapshot.lake.month(month, &mut |part| {
                if let (Some(port), true) = (part.port, wanted(part.class)) {
                    each(part.proto, port, part.sensor, sum, part.packets);
                }
            })?;
        }
        // Where the month was not taken from its totals, only the hours of the period matter.
        let hours = if usual.is_some() { whole } else { part };
        for wrong in runs(hours, |hour| weights.sum_of(hour) != usual) {
            snapshot.lake.hours(wrong, &mut |row| {
                let (Some(port), true) = (row.port, wanted(row.class)) else { return };
                let packets = i64::from(row.packets);
                if let Some(sum) = usual {
                    each(row.proto, port, row.sensor, sum, -packets);
                }
                if let Some(sum) = weights.sum_of(row.hour) {
                    each(row.proto, port, row.sensor, sum, packets);
                }
            })?;
        }
    }
    Ok(())
}

/// The runs of hours for which `holds`.
fn runs(hours: HourRange, holds: impl Fn(Hour) -> bool) -> Vec<HourRange> {
    let mut runs: Vec<HourRange> = Vec::new();
    for hour in hours.iter().filter(|hour| holds(*hour)) {
        let next = Hour(hour.0 + 1);
        match runs.last_mut() {
            Some(run) if run.end == hour => run.end = next,
            _ => runs.push(HourRange::new(hour, next)),
        }
    }
    runs
}
