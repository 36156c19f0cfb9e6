//! A state of the lake in a cluster: what counts at one moment.
//!
//! Every question goes to every shard, and the answers are put together here. A table over all shards would answer the
//! same, but through one server, which would also have to be trusted to say when another one is missing. A shard that
//! does not answer is an error: half of the numbers is none.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use capture::Class;
use kernel::{Hour, HourRange};

use super::all_rows;
use super::row_binary::{Rows, Values};
use super::servers::Servers;
use crate::lake::{HourRow, LakeError, Month, MonthPart, Names, PortHour, Row, Seen, View};
use crate::port::Port;
use crate::store::load::Counting;

/// Microseconds of an hour.
const HOUR_US: i64 = 3_600_000_000;

/// Distinct sources of a group of packets. Both families are exact, and no address is in both.
pub(super) const SOURCES: &str = "uniqExactIf(src, six = 0) + uniqExactIf(src6, six = 1)";

/// The condition that a row counts.
pub(super) fn counts(column: &str, counting: &Counting) -> String {
    let mut condition = format!("{column} <= {}", counting.newest);
    if !counting.without.is_empty() {
        let without: Vec<String> = counting.without.iter().map(ToString::to_string).collect();
        condition.push_str(&format!(" AND {column} NOT IN ({})", without.join(", ")));
    }
    condition
}

/// One state of the lake.
#[derive(Debug)]
pub(super) struct ClusterView {
    pub(super) servers: Arc<Servers>,
    pub(super) names: Names,
    /// Numbers by name.
    numbers: HashMap<Vec<u8>, u16>,
    pub(super) packets: Counting,
    series: Counting,
    /// Packets that each shard must hold.
    recorded: Vec<u64>,
}

impl ClusterView {
    pub(super) fn new(
        servers: Arc<Servers>,
        names: Names,
        (packets, series): (Counting, Counting),
        recorded: Vec<u64>,
    ) -> Self {
        let numbers = (0..).zip(names.all()).map(|(number, name)| (name.into_bytes(), number)).collect();
        Self { servers, names, numbers, packets, series, recorded }
    }

    /// Asks all shards.
    pub(super) fn ask(&self, sql: &str) -> Result<Vec<Rows>, LakeError> {
        self.servers.ask_shards(&self.recorded, sql)
    }

    pub(super) fn sensor(&self, rows: &Rows, name: Option<u16>) -> Result<u16, LakeError> {
        name.ok_or_else(|| rows.failed("tells of a sensor that is not known"))
    }

    /// Reads a sensor's name; none within if it is not known.
    pub(super) fn number(&self, values: &mut Values<'_>) -> Option<Option<u16>> {
        values.string().map(|name| self.numbers.get(name).copied())
    }

    /// Rows of packets of a port within hours.
    fn of_packets(&self, port: Option<Port>, hours: HourRange, class: Option<Class>) -> String {
        let (first, last) = (hours.start.utc_day(), Hour(hours.end.0.saturating_sub(1)).utc_day());
        let (start, end) = (i64::from(hours.start.0) * HOUR_US, i64::from(hours.end.0) * HOUR_US);
        let mut condition = format!("{} AND {}", days("day", first, last), counts("load", &self.packets));
        condition.push_str(&format!(" AND ts >= {start} AND ts < {end}"));
        if let Some(port) = port {
            condition.push_str(&format!(" AND proto = {}", port.proto));
            if let Some(number) = port.number {
                condition.push_str(&format!(" AND dport = {number}"));
            }
        }
        if let Some(class) = class {
            condition.push_str(&format!(" AND class = '{}'", class.name()));
        }
        format!("FROM {} WHERE {condition}", self.servers.table("packets_local"))
    }

    /// Rows of a derived table within hours.
    fn of_series(&self, table: &str, hours: HourRange) -> String {
        let (first, last) = (hours.start.utc_day(), Hour(hours.end.0.saturating_sub(1)).utc_day());
        format!(
            "FROM {} WHERE {} AND hour >= {} AND hour < {} AND {}",
            self.servers.table(table),
            days("day", first, last),
            hours.start.0,
            hours.end.0,
            counts("version", &self.series)
        )
    }
}

/// The condition that a Date lies between two days.
fn days(column: &str, first: i32, last: i32) -> String {
    let fit = |day: i32| day.clamp(0, i32::from(u16::MAX));
    format!("{column} >= toDate({}) AND {column} <= toDate({})", fit(first), fit(last))
}

/// Reads a class.
pub(super) fn class(values: &mut Values<'_>) -> Option<Class> {
    values.u8().map(|number| Class::ALL.get(usize::from(number)).copied().unwrap_or_default())
}

/// Reads whether a row is about a protocol as a whole, and the port if it is not.
fn port(values: &mut Values<'_>) -> Option<Option<u16>> {
    let whole = values.u8()?;
    values.u16().map(|number| (whole == 0).then_some(number))
}

impl View for ClusterView {
    fn names(&self) -> &Names {
        &self.names
    }

    fn hours(&self, hours: HourRange, each: &mut dyn FnMut(HourRow)) -> Result<(), LakeError> {
        if self.series.newest == 0 || hours.is_empty() {
            return Ok(());
        }
        let of = self.of_series("series_local", hours);
        for mut rows in self.ask(&format!("SELECT hour, proto, whole, port, sensor, class, packets {of}"))? {
            let read = |v: &mut Values<'_>| {
                Some((v.i32()?, v.u8()?, port(v)?, self.number(v)?, class(v)?, v.u64()?))
            };
            while let Some((hour, proto, port, sensor, class, packets)) = rows.next(read)? {
                let (sensor, packets) = (self.sensor(&rows, sensor)?, capped(packets));
                each(HourRow { hour: Hour(hour), proto, port, sensor, class, packets });
            }
        }
        Ok(())
    }

    fn port_hours(
        &self,
        port: Port,
        hours: HourRange,
        each: &mut dyn FnMut(PortHour),
    ) -> Result<(), LakeError> {
        if self.series.newest == 0 || hours.is_empty() {
            return Ok(());
        }
        let chosen = format!(
            " AND proto = {} AND whole = {} AND port = {}",
            port.proto,
            u8::from(port.number.is_none()),
            port.number.unwrap_or(0)
        );
        let of = |table| format!("{}{chosen}", self.of_series(table, hours));
        let mut found: BTreeMap<(i32, u16, Class), (u64, u64)> = BTreeMap::new();
        for mut rows in
            self.ask(&format!("SELECT hour, sensor, class, packets, sources {}", of("series_local")))?
        {
            let read = |v: &mut Values<'_>| Some((v.i32()?, self.number(v)?, class(v)?, v.u64()?, v.u64()?));
            while let Some((hour, sensor, class, packets, sources)) = rows.next(read)? {
                let sum = found.entry((hour, self.sensor(&rows, sensor)?, class)).or_default();
                *sum = (sum.0 + packets, sum.1 + sources);
            }
        }
        let mut all_sources: HashMap<i32, u64> = HashMap::new();
        for rows in self.ask(&format!("SELECT hour, sources {}", of("hour_sources_local")))? {
            rows.each(
                |v| Some((v.i32()?, v.u64()?)),
                |(hour, sources)| {
                    *all_sources.entry(hour).or_default() += sources;
                    Ok(())
                },
            )?;
        }
        for ((hour, sensor, class), (packets, sources)) in found {
            each(PortHour {
                hour: Hour(hour),
                sensor,
                class,
                packets: capped(packets),
                sources: capped(sources),
                hour_sources: capped(all_sources.get(&hour).copied().unwrap_or(0)),
            });
        }
        Ok(())
    }

    fn month(&self, month: Month, each: &mut dyn FnMut(MonthPart)) -> Result<(), LakeError> {
        if self.series.newest == 0 {
            return Ok(());
        }
        let sql = format!(
            "SELECT proto, whole, port, sensor, class, sum(packets) AS packets {} \
             GROUP BY proto, whole, port, sensor, class",
            self.of_series("series_local", month.hours())
        );
        for mut rows in self.ask(&sql)? {
            let read = |v: &mut Values<'_>| Some((v.u8()?, port(v)?, self.number(v)?, class(v)?, v.u64()?));
            while let Some((proto, port, sensor, class, packets)) = rows.next(read)? {
                let (sensor, packets) = (self.sensor(&rows, sensor)?, packets.cast_signed());
                each(MonthPart { proto, port, sensor, class, packets });
            }
        }
        Ok(())
    }

    fn sources_by_bucket(
        &self,
        port: Port,
        class: Option<Class>,
        buckets: &[HourRange],
    ) -> Result<Vec<u64>, LakeError> {
        let mut counts = vec![0; buckets.len()];
        if self.packets.newest == 0 {
            return Ok(counts);
        }
        // Hours are told their bucket by the buckets' starts. So many at a time that the statement stays well below
        // the 256 KiB that a server reads.
        for (part, place) in buckets.chunks(4096).zip((0..).step_by(4096)) {
            let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
            let of = self.of_packets(Some(port), HourRange::new(first.start, last.end), class);
            let starts: Vec<String> = part.iter().map(|bucket| bucket.start.0.to_string()).collect();
            let hour = "toInt32(intDiv(ts, 3600000000))";
            let bucket = if part.iter().all(|bucket| bucket.len() == 1) {
                hour.to_owned()
            } else {
                format!("toInt32(arrayCount(start -> start <= {hour}, [{}]) - 1)", starts.join(", "))
            };
            let gaps = part.windows(2).any(|pair| pair[0].end != pair[1].start);
            // Between buckets there may be hours that belong to none: then hours are asked for bucket by bucket.
            let within = if gaps && bucket != hour {
                let one = |bucket: &HourRange| {
                    format!("({hour} >= {} AND {hour} < {})", bucket.start.0, bucket.end.0)
                };
                format!(" AND ({})", part.iter().map(one).collect::<Vec<_>>().join(" OR "))
            } else {
                String::new()
            };
            for rows in
                self.ask(&format!("SELECT {bucket} AS bucket, {SOURCES} {of}{within} GROUP BY bucket"))?
            {
                rows.each(
                    |v| Some((v.i32()?, v.u64()?)),
                    |(found, sources)| {
                        let at = if bucket == hour {
                            part.binary_search_by_key(&found, |bucket| bucket.start.0).ok()
                        } else {
                            usize::try_from(found).ok()
                        };
                        if let Some(count) = at.and_then(|at| counts.get_mut(place + at)) {
                            *count += sources;
                        }
                        Ok(())
                    },
                )?;
            }
        }
        Ok(counts)
    }

    fn port_sources(
        &self,
        hours: HourRange,
        class: Option<Class>,
        each: &mut dyn FnMut(u8, u16, u64),
    ) -> Result<(), LakeError> {
        if self.packets.newest == 0 || hours.is_empty() {
            return Ok(());
        }
        let of = self.of_packets(None, hours, class);
        let mut found: BTreeMap<(u8, u16), u64> = BTreeMap::new();
        for rows in self.ask(&format!("SELECT proto, dport, {SOURCES} {of} GROUP BY proto, dport"))? {
            rows.each(
                |v| Some(((v.u8()?, v.u16()?), v.u64()?)),
                |(port, sources)| {
                    *found.entry(port).or_default() += sources;
                    Ok(())
                },
            )?;
        }
        found.into_iter().for_each(|((proto, port), sources)| each(proto, port, sources));
        Ok(())
    }

    fn packets_by_hour(&self, port: Option<Port>, hours: HourRange) -> Result<Vec<u64>, LakeError> {
        let mut counts = vec![0; hours.len() as usize];
        if self.packets.newest == 0 || hours.is_empty() {
            return Ok(counts);
        }
        let of = self.of_packets(port, hours, None);
        let sql = format!("SELECT toInt32(intDiv(ts, 3600000000)) AS hour, count() {of} GROUP BY hour");
        for rows in self.ask(&sql)? {
            rows.each(
                |v| Some((v.i32()?, v.u64()?)),
                |(hour, packets)| {
                    let at = usize::try_from(hour - hours.start.0).ok();
                    if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
                        *count += packets;
                    }
                    Ok(())
                },
            )?;
        }
        Ok(counts)
    }

    fn packets_in(&self, port: Option<Port>, hours: HourRange) -> Result<Vec<Seen>, LakeError> {
        let mut found = Vec::new();
        if self.packets.newest == 0 || hours.is_empty() {
            return Ok(found);
        }
        for rows in
            self.ask(&format!("SELECT ts, proto, dport, class {}", self.of_packets(port, hours, None)))?
        {
            rows.each(
                |v| Some(Seen { ts: v.i64()?, port: Port::new(v.u8()?, v.u16()?), class: class(v)? }),
                |seen| {
                    found.push(seen);
                    Ok(())
                },
            )?;
        }
        found.sort_unstable_by_key(|seen| Reverse(*seen));
        Ok(found)
    }

    fn rows(&self, each: &mut dyn FnMut(Row)) -> Result<(), LakeError> {
        all_rows::each(self, each)
    }
}

/// A count as the lake of files keeps it: an hour of 2^32 packets would take a sensor a million packets a second.
fn capped(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
