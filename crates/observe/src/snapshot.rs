//! One state of the lake: what questions are put to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use kernel::{Hour, HourRange};

use crate::coverage::{Coverage, Life, whole_hours};
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::{LakeError, Month, MonthFiles, Names, Segment, SeriesFile, TotalsFile};
use crate::store;

/// The manifest at one moment. Derived files are opened when they are first asked for, and stay open.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub generation: u64,
    pub lake: PathBuf,
    /// Sensors by name; the index here is the index everywhere in the snapshot.
    pub names: Names,
    pub coverage: Coverage,
    segments: Vec<Segment>,
    months: BTreeMap<Month, Derived>,
}

/// What is derived from a month's packets.
#[derive(Debug)]
struct Derived {
    files: MonthFiles,
    series: OnceLock<SeriesFile>,
    totals: OnceLock<TotalsFile>,
}

impl Snapshot {
    /// Reads the newest state, in one transaction.
    pub(crate) async fn load(inner: &Inner) -> Result<Self, Error> {
        let db = inner.database.begin().await?;
        let generation = store::generation::get(&db).await?;
        let sensors = store::sensor::all(&db).await?;
        let outages = store::outage::all(&db).await?;
        let segments = store::segment::all(&db).await?;
        let months = store::month::all(&db).await?;
        db.commit().await?;

        let mut lives: Vec<Life> = sensors
            .iter()
            .map(|sensor| Life {
                covered: Some(HourRange::new(Hour(sensor.first_hour), Hour(sensor.last_hour + 1))),
                ..Life::default()
            })
            .collect();
        for outage in outages {
            if let Some(index) = sensors.iter().position(|sensor| sensor.id == outage.sensor_id) {
                lives[index].outages.push(whole_hours(outage.since_us, outage.until_us));
            }
        }
        let derived = |files| Derived { files, series: OnceLock::new(), totals: OnceLock::new() };
        let mut snapshot = Self {
            generation,
            lake: inner.lake.clone(),
            names: Names::new(sensors.into_iter().map(|sensor| sensor.name))?,
            coverage: Coverage { sensors: lives },
            segments,
            months: months.into_iter().map(|(month, files)| (month, derived(files))).collect(),
        };
        tokio::task::spawn_blocking(move || snapshot.find_proof().map(|()| snapshot)).await?
    }

    /// Looks for packets inside declared outages.
    fn find_proof(&mut self) -> Result<(), Error> {
        for index in 0..self.coverage.sensors.len() {
            let mut seen = BTreeSet::new();
            for outage in &self.coverage.sensors[index].outages {
                for (month, hours) in months_of(*outage) {
                    let Some(series) = self.series(month)? else { continue };
                    series.hours(hours, |hour, _, _, sensor, _, _| {
                        if usize::from(sensor) == index {
                            seen.insert(hour);
                        }
                    })?;
                }
            }
            self.coverage.sensors[index].proven = seen;
        }
        Ok(())
    }

    /// The hourly series of a month; none where it has no packets.
    pub(crate) fn series(&self, month: Month) -> Result<Option<&SeriesFile>, LakeError> {
        let Some(derived) = self.months.get(&month) else { return Ok(None) };
        if derived.series.get().is_none() {
            let opened = SeriesFile::open(&self.lake, &derived.files.series, &self.names)?;
            return Ok(Some(derived.series.get_or_init(|| opened)));
        }
        Ok(derived.series.get())
    }

    /// The sums of a month; none where it has no packets.
    pub(crate) fn totals(&self, month: Month) -> Result<Option<&TotalsFile>, LakeError> {
        let Some(derived) = self.months.get(&month) else { return Ok(None) };
        if derived.totals.get().is_none() {
            let opened = TotalsFile::open(&self.lake, &derived.files.totals, &self.names)?;
            return Ok(Some(derived.totals.get_or_init(|| opened)));
        }
        Ok(derived.totals.get())
    }

    /// The segments of the days that `hours` touches.
    pub(crate) fn segments_in(&self, hours: HourRange) -> &[Segment] {
        let last = Hour(hours.end.0 - 1).utc_day();
        let from = self.segments.partition_point(|segment| segment.day < hours.start.utc_day());
        let to = self.segments.partition_point(|segment| segment.day <= last);
        &self.segments[from..to.max(from)]
    }

    /// All segments, by day.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }
}

/// The UTC months that `hours` touches, each with its part of the hours.
pub(crate) fn months_of(hours: HourRange) -> Vec<(Month, HourRange)> {
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
