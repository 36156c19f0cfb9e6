//! Packets as records: counted row by row.
//!
//! The rows are read twice: once to count them by hour, and then only those hours that the stretch reaches into, so
//! that no more than some hours' packets are held at once.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::{Hour, HourRange, Lang, Record, Records, Stretch, Text, words};

use super::cut;
use crate::error::Error;
use crate::lake::Seen;
use crate::port::Port;
use crate::snapshot::Snapshot;
use capture::Class;

pub(super) fn packets(
    snapshot: &Snapshot,
    port: Option<Port>,
    hours: HourRange,
    zone: &TimeZone,
    stretch: Stretch,
) -> Result<Records, Error> {
    let by_hour = snapshot.lake.packets_by_hour(port, hours)?;
    let total = by_hour.iter().sum();
    // From the newest hour back: first those passed over whole, then those that the stretch reaches into.
    let end = stretch.skip.saturating_add(stretch.limit).min(total);
    let (mut passed, mut within) = (0, stretch.skip);
    let mut wanted: Option<HourRange> = None;
    for (hour, packets) in hours.iter().zip(&by_hour).rev() {
        if passed >= end {
            break;
        }
        let before = passed;
        passed += packets;
        if *packets > 0 && passed > stretch.skip {
            let newest = wanted.map_or(Hour(hour.0 + 1), |range| range.end);
            if wanted.is_none() {
                within = stretch.skip - before;
            }
            wanted = Some(HourRange::new(hour, newest));
        }
    }
    let Some(wanted) = wanted else { return Ok(Records { total, records: Vec::new() }) };
    let found = snapshot.lake.packets_in(port, wanted)?;
    let stretch = Stretch { skip: within, limit: stretch.limit };
    let records = cut(found, stretch).into_iter().map(|seen| record(seen, zone)).collect();
    Ok(Records { total, records })
}

/// A packet's record. Its id leads staff to the port's page at that moment; equal packets have the same.
fn record(seen: Seen, zone: &TimeZone) -> Record {
    let at = Timestamp::from_microsecond(seen.ts).unwrap_or(Timestamp::UNIX_EPOCH);
    let civil = at.to_zoned(zone.clone());
    let line = |lang: Lang| {
        let (port, day, hour) = (seen.port.label(lang), words::day(civil.date(), lang), civil.hour());
        match lang {
            Lang::Ja => format!("{day}{hour}時台、{port}、{}", class_name(seen.class, lang)),
            Lang::En => {
                format!("{day}, {hour:02}:00 to {hour:02}:59, {port}, {}", class_name(seen.class, lang))
            }
        }
    };
    Record {
        sort: "packet",
        id: format!("{} {at}", seen.port),
        day: Some(civil.date()),
        public: Text { ja: line(Lang::Ja), en: line(Lang::En) },
    }
}

const fn class_name(class: Class, lang: Lang) -> &'static str {
    match (class, lang) {
        (Class::Scan, Lang::Ja) => "スキャン",
        (Class::Scan, Lang::En) => "scan",
        (Class::Backscatter, Lang::Ja) => "跳ね返り（バックスキャッター）",
        (Class::Backscatter, Lang::En) => "backscatter",
        (Class::Other, Lang::Ja) => "その他",
        (Class::Other, Lang::En) => "other",
    }
}
