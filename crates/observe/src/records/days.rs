//! Days as records: a port's packets, counted row by row, and the sensors alive. Of these an average is made.

use kernel::{Bucket, Record, Records, Stretch, Text};

use super::cut;
use crate::error::Error;
use crate::port::Port;
use crate::query::Sensors;
use crate::snapshot::Snapshot;

/// The days in which at least one sensor was alive, newest first.
pub(super) fn days(
    snapshot: &Snapshot,
    port: Port,
    buckets: &[Bucket],
    stretch: Stretch,
) -> Result<Records, Error> {
    let mut observed = Vec::new();
    for bucket in buckets.iter().rev() {
        let sensors = snapshot.coverage.sensors(bucket.hours, &snapshot.coverage.alive(bucket.hours));
        if sensors.most > 0 {
            observed.push((bucket, sensors));
        }
    }
    let total = observed.len() as u64;
    let records = cut(observed, stretch).into_iter().map(|(bucket, sensors)| {
        let hours = bucket.hours;
        let packets = snapshot.lake.packets_by_hour(Some(port), hours)?;
        Ok(record(port, bucket, packets.iter().sum(), sensors))
    });
    Ok(Records { total, records: records.collect::<Result<_, Error>>()? })
}

fn record(port: Port, bucket: &Bucket, packets: u64, sensors: Sensors) -> Record {
    let dark = sensors.dark_hours;
    let mut ja = format!("{packets}パケット、稼働センサー{}台", range(sensors, "〜"));
    let mut en = format!("packets: {packets}; sensors alive: {}", range(sensors, " to "));
    if dark > 0 {
        ja.push_str(&format!("、欠測{dark}時間"));
        en.push_str(&format!("; hours without any: {dark}"));
    }
    let day = bucket.first_day;
    let id = day.map_or_else(|| port.to_string(), |day| format!("{port} {day}"));
    Record { sort: "observed-day", id, day, public: Text { ja, en } }
}

/// How many sensors were alive: the fewest and the most of any hour.
fn range(sensors: Sensors, to: &str) -> String {
    if sensors.fewest == sensors.most {
        sensors.most.to_string()
    } else {
        format!("{}{to}{}", sensors.fewest, sensors.most)
    }
}
