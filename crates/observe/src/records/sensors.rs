//! Sensors as records. To the public they are one like the other: how long each was alive, without its name.

use jiff::tz::TimeZone;
use kernel::{HourRange, Record, Records, Stretch, Text};

use super::cut;
use crate::snapshot::Snapshot;

/// The sensors that were alive in at least one of `hours`, by their name.
pub(super) fn sensors(snapshot: &Snapshot, hours: HourRange, zone: &TimeZone, stretch: Stretch) -> Records {
    let all = snapshot.names.all().into_iter().enumerate().filter_map(|(index, name)| {
        let alive: Vec<_> = snapshot.coverage.hours_of(index, hours).collect();
        let last = alive.last()?.start().to_zoned(zone.clone()).date();
        let (alive, of) = (alive.len(), hours.len());
        let ja = format!("センサー1台、{of}時間のうち{alive}時間稼働");
        let en = format!("a sensor, alive in {alive} of {of} hours");
        Some(Record { sort: "sensor", id: name, day: Some(last), public: Text { ja, en } })
    });
    let all: Vec<Record> = all.collect();
    Records { total: all.len() as u64, records: cut(all, stretch) }
}
