//! A month's series and sums, built anew from packets and from what already stood.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use kernel::{Hour, HourRange};
use parquet::data_type::ByteArray;

use super::names::{Names, ranks};
use super::place::{self, Month};
use super::series::{self, SeriesFile, SeriesRow};
use super::table::Table;
use super::totals::{self, TotalRow};
use super::{LakeError, Segment, day, schema};

/// The two files that a month's packets come to, by their paths within the lake.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MonthFiles {
    /// Hourly series.
    pub series: String,
    /// Sums.
    pub totals: String,
}

/// What a month's files are built from.
#[derive(Debug, Clone, Copy)]
pub struct MonthPlan<'a> {
    /// Which month.
    pub month: Month,
    /// All days of the month that have packets, with all their segments.
    pub days: &'a BTreeMap<i32, Vec<Segment>>,
    /// The days whose segments are not those that `previous` was built from.
    pub changed: &'a BTreeSet<i32>,
    /// The series as they stood; without them every day is built from packets.
    pub previous: Option<&'a str>,
    /// Name of the new files, without folder and ending.
    pub name: &'a str,
}

/// Writes a month's series and sums, durable in `staging/`. The same packets give the same files, whichever
/// way they came into segments.
pub fn build_month(lake: &Path, names: &Names, plan: &MonthPlan<'_>) -> Result<MonthFiles, LakeError> {
    let all = names.all();
    let ranks = ranks(&all);
    let by_rank = by_rank(&all, &ranks);
    let files = MonthFiles {
        series: plan.month.path("series", plan.name),
        totals: plan.month.path("totals", plan.name),
    };
    let previous = plan.previous.map(|path| SeriesFile::open(lake, path, names)).transpose()?;
    let mut table = Table::create(lake, &files.series, schema::SERIES, schema::series_properties())?;
    let mut sums = Sums::default();
    for (&day, segments) in plan.days {
        let rows = match &previous {
            Some(previous) if !plan.changed.contains(&day) => {
                let mut rows = previous.day(day)?;
                rows.iter_mut().for_each(|row| row.sensor = ranks[usize::from(row.sensor)]);
                // The names between may have come since, but the order of those that were there stays.
                rows
            }
            _ => day::series(lake, segments, names, None)?,
        };
        if !rows.is_empty() {
            series::write_day(&mut table, &rows, &by_rank)?;
            sums.add(&rows);
        }
    }
    table.finish()?;
    let mut table = Table::create(lake, &files.totals, schema::TOTALS, schema::totals_properties())?;
    totals::write(&mut table, &sums.rows(), &by_rank)?;
    table.finish()?;
    place::settle(lake, &[files.series.clone(), files.totals.clone()])?;
    Ok(files)
}

/// The series of single hours, each in a file of its own, durable in `staging/`: the hour's packets are in `segments`,
/// among others.
pub fn build_hours(
    lake: &Path,
    names: &Names,
    segments: &[Segment],
    hours: &BTreeSet<Hour>,
    name: &str,
) -> Result<Vec<(Hour, String)>, LakeError> {
    let all = names.all();
    let by_rank = by_rank(&all, &ranks(&all));
    let mut built = Vec::with_capacity(hours.len());
    for &hour in hours {
        let range = HourRange::new(hour, Hour(hour.0 + 1));
        let meets = |s: &&Segment| Hour::of_micros(s.first_ts) <= hour && hour <= Hour::of_micros(s.last_ts);
        let of_hour: Vec<Segment> = segments.iter().filter(meets).cloned().collect();
        let rows = day::series(lake, &of_hour, names, Some(range))?;
        let path = Month::of_day(hour.utc_day()).path("series", &format!("{name}-h{}", hour.0));
        let mut table = Table::create(lake, &path, schema::SERIES, schema::series_properties())?;
        if !rows.is_empty() {
            series::write_day(&mut table, &rows, &by_rank)?;
        }
        table.finish()?;
        built.push((hour, path));
    }
    let paths: Vec<String> = built.iter().map(|(_, path)| path.clone()).collect();
    place::settle(lake, &paths)?;
    Ok(built)
}

/// The names in their order, as rows of series number them.
fn by_rank(all: &[String], ranks: &[u16]) -> Vec<ByteArray> {
    let mut by_rank = vec![ByteArray::from(""); all.len()];
    for (name, &rank) in all.iter().zip(ranks) {
        by_rank[usize::from(rank)] = ByteArray::from(name.as_str());
    }
    by_rank
}

/// Packets by protocol, port, sensor and class.
#[derive(Default)]
struct Sums(HashMap<u64, u64, hashbrown::DefaultHashBuilder>);

impl Sums {
    fn add(&mut self, rows: &[SeriesRow]) {
        for same in rows.chunk_by(|a, b| key(a) == key(b)) {
            *self.0.entry(key(&same[0])).or_default() +=
                same.iter().map(|r| u64::from(r.packets)).sum::<u64>();
        }
    }

    fn rows(&self) -> Vec<TotalRow> {
        let mut all: Vec<(u64, u64)> = self.0.iter().map(|(&key, &packets)| (key, packets)).collect();
        all.sort_unstable();
        all.into_iter()
            .map(|(key, packets)| TotalRow {
                proto: (key >> 40) as u8,
                port: ((key >> 20 & 0xfffff) as u32).checked_sub(1).map(|port| port as u16),
                sensor: (key >> 4) as u16,
                class: (key & 15) as u8,
                packets,
            })
            .collect()
    }
}

/// What a sum is about, in a number that sorts as the sums do.
fn key(row: &SeriesRow) -> u64 {
    let port = row.port.map_or(0, |port| u64::from(port) + 1);
    u64::from(row.proto) << 40 | port << 20 | u64::from(row.sensor) << 4 | u64::from(row.class)
}
