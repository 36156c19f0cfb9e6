//! A state of the lake of files: the manifest at one moment. Derived files are opened when they are first asked for,
//! and stay open.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use capture::Class;
use kernel::{Hour, HourRange};

use super::listing::{self, Seen};
use super::place::Month;
use super::rows::Row;
use super::series::{PortHour, SeriesFile};
use super::totals::TotalsFile;
use super::view::{HourRow, MonthPart, View};
use super::{LakeError, MonthFiles, Names, Segment, merge, sources};
use crate::port::Port;

/// The files of one state.
#[derive(Debug)]
pub struct Files {
    lake: PathBuf,
    names: Names,
    /// By day.
    segments: Vec<Segment>,
    months: BTreeMap<Month, Derived>,
    /// Series of single hours, which stand in the place of those in the month's file.
    hours: BTreeMap<Hour, Arc<Opened>>,
}

/// A series file, by its path, open once somebody has asked.
#[derive(Debug)]
struct Opened {
    path: String,
    series: OnceLock<SeriesFile>,
}

/// What is derived from a month's packets.
#[derive(Debug)]
struct Derived {
    series: Arc<Opened>,
    totals: Arc<(String, OnceLock<TotalsFile>)>,
}

impl Opened {
    fn at(path: String) -> Arc<Self> {
        Arc::new(Self { path, series: OnceLock::new() })
    }
}

impl Files {
    /// The state that the manifest describes. What `before` has open already, and is the same, stays open.
    pub fn new(
        lake: PathBuf,
        names: Names,
        segments: Vec<Segment>,
        months: BTreeMap<Month, MonthFiles>,
        hours: BTreeMap<Hour, String>,
        before: Option<&Self>,
    ) -> Self {
        // Numbers of sensors are those of the names that a file was opened with.
        let before = before.filter(|before| before.names.all() == names.all());
        let months = months
            .into_iter()
            .map(|(month, files)| {
                let old = before.and_then(|before| before.months.get(&month));
                let series = old.map(|old| &old.series).filter(|old| old.path == files.series);
                let totals = old.map(|old| &old.totals).filter(|old| old.0 == files.totals);
                let derived = Derived {
                    series: series.cloned().unwrap_or_else(|| Opened::at(files.series)),
                    totals: totals.cloned().unwrap_or_else(|| Arc::new((files.totals, OnceLock::new()))),
                };
                (month, derived)
            })
            .collect();
        let hours = hours
            .into_iter()
            .map(|(hour, path)| {
                let old = before.and_then(|before| before.hours.get(&hour)).filter(|old| old.path == path);
                (hour, old.cloned().unwrap_or_else(|| Opened::at(path)))
            })
            .collect();
        Self { lake, names, segments, months, hours }
    }

    fn open<'a>(&self, opened: &'a Opened) -> Result<&'a SeriesFile, LakeError> {
        if let Some(series) = opened.series.get() {
            return Ok(series);
        }
        let series = SeriesFile::open(&self.lake, &opened.path, &self.names)?;
        Ok(opened.series.get_or_init(|| series))
    }

    /// The segments of the days that `hours` touches.
    fn segments_in(&self, hours: HourRange) -> &[Segment] {
        let last = Hour(hours.end.0 - 1).utc_day();
        let from = self.segments.partition_point(|segment| segment.day < hours.start.utc_day());
        let to = self.segments.partition_point(|segment| segment.day <= last);
        &self.segments[from..to.max(from)]
    }

    /// The single hours within `hours`.
    fn single(&self, hours: HourRange) -> impl Iterator<Item = (Hour, &Opened)> {
        let (start, end) = (hours.start, hours.end.max(hours.start));
        self.hours.range(start..end).map(|(hour, opened)| (*hour, opened.as_ref()))
    }

    fn months(&self, hours: HourRange) -> impl Iterator<Item = (&Derived, HourRange)> {
        months_of(hours)
            .into_iter()
            .filter_map(|(month, part)| self.months.get(&month).map(|derived| (derived, part)))
    }
}

impl View for Files {
    fn names(&self) -> &Names {
        &self.names
    }

    fn hours(&self, hours: HourRange, each: &mut dyn FnMut(HourRow)) -> Result<(), LakeError> {
        for (derived, part) in self.months(hours) {
            self.open(&derived.series)?.hours(part, |hour, proto, port, sensor, class, packets| {
                if !self.hours.contains_key(&hour) {
                    each(HourRow { hour, proto, port, sensor, class, packets });
                }
            })?;
        }
        for (hour, opened) in self.single(hours) {
            let hour = HourRange::new(hour, Hour(hour.0 + 1));
            self.open(opened)?.hours(hour, |hour, proto, port, sensor, class, packets| {
                each(HourRow { hour, proto, port, sensor, class, packets });
            })?;
        }
        Ok(())
    }

    fn port_hours(
        &self,
        port: Port,
        hours: HourRange,
        each: &mut dyn FnMut(PortHour),
    ) -> Result<(), LakeError> {
        for (derived, part) in self.months(hours) {
            self.open(&derived.series)?.port_hours(port, part, |row| {
                if !self.hours.contains_key(&row.hour) {
                    each(row);
                }
            })?;
        }
        for (hour, opened) in self.single(hours) {
            let hour = HourRange::new(hour, Hour(hour.0 + 1));
            self.open(opened)?.port_hours(port, hour, &mut *each)?;
        }
        Ok(())
    }

    fn month(&self, month: Month, each: &mut dyn FnMut(MonthPart)) -> Result<(), LakeError> {
        if let Some(derived) = self.months.get(&month) {
            let (path, opened) = derived.totals.as_ref();
            if opened.get().is_none() {
                let totals = TotalsFile::open(&self.lake, path, &self.names)?;
                opened.get_or_init(|| totals);
            }
            if let Some(totals) = opened.get() {
                totals.totals(|proto, port, sensor, class, packets| {
                    each(MonthPart { proto, port, sensor, class, packets: packets.cast_signed() });
                })?;
            }
        }
        for (hour, opened) in self.single(month.hours()) {
            let hour = HourRange::new(hour, Hour(hour.0 + 1));
            // What the month's file says of this hour is replaced.
            if let Some(derived) = self.months.get(&month) {
                self.open(&derived.series)?.hours(hour, |_, proto, port, sensor, class, packets| {
                    each(MonthPart { proto, port, sensor, class, packets: -i64::from(packets) });
                })?;
            }
            self.open(opened)?.hours(hour, |_, proto, port, sensor, class, packets| {
                each(MonthPart { proto, port, sensor, class, packets: i64::from(packets) });
            })?;
        }
        Ok(())
    }

    fn sources_by_bucket(
        &self,
        port: Port,
        class: Option<Class>,
        buckets: &[HourRange],
    ) -> Result<Vec<u64>, LakeError> {
        let (Some(first), Some(last)) = (buckets.first(), buckets.last()) else { return Ok(Vec::new()) };
        let segments = self.segments_in(HourRange::new(first.start, last.end));
        sources::sources_by_bucket(&self.lake, segments, &self.names, port, class, buckets)
    }

    fn port_sources(
        &self,
        hours: HourRange,
        class: Option<Class>,
        each: &mut dyn FnMut(u8, u16, u64),
    ) -> Result<(), LakeError> {
        let segments = self.segments_in(hours);
        sources::for_each_port_sources(&self.lake, segments, &self.names, hours, class, each)
    }

    fn packets_by_hour(&self, port: Option<Port>, hours: HourRange) -> Result<Vec<u64>, LakeError> {
        listing::packets_by_hour(&self.lake, self.segments_in(hours), &self.names, port, hours)
    }

    fn packets_in(&self, port: Option<Port>, hours: HourRange) -> Result<Vec<Seen>, LakeError> {
        listing::packets_in(&self.lake, self.segments_in(hours), &self.names, port, hours)
    }

    fn rows(&self, each: &mut dyn FnMut(Row)) -> Result<(), LakeError> {
        for row in merge::rows(&self.lake, &self.segments, &self.names)? {
            each(row?);
        }
        Ok(())
    }
}

/// The UTC months that `hours` touches, each with its part of the hours.
pub fn months_of(hours: HourRange) -> Vec<(Month, HourRange)> {
    let mut months: Vec<(Month, HourRange)> = Vec::new();
    let mut start = hours.start;
    while start < hours.end {
        let day_end = Hour((start.utc_day() + 1) * 24).min(hours.end);
        let month = Month::of_day(start.utc_day());
        match months.last_mut() {
            Some((last, range)) if *last == month => range.end = day_end,
            _ => months.push((month, HourRange::new(start, day_end))),
        }
        start = day_end;
    }
    months
}
