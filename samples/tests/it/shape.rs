//! The traffic as a whole is that of the time.

use jiff::ToSpan;
use jiff::civil::date;
use samples::{FIRST_DAY, LAST_DAY, sensors};

use crate::census::{census, days};

/// IPA's TALOT2 counted 308 packets a day at one address.
#[test]
fn about_three_hundred_packets_a_sensor_and_day() {
    let census = census();
    let mut month = FIRST_DAY;
    while month <= LAST_DAY {
        let end = month.last_of_month();
        for (sensor, packets) in sensors().iter().zip(census.all_by_sensor(month, end)) {
            let mut up = days(month, end).count() as u32;
            if sensor.name == "sample-07" && month == date(2008, 2, 1) {
                up -= 4;
            }
            let a_day = packets / up;
            assert!((240..=360).contains(&a_day), "{} in {month}: {a_day}", sensor.name);
        }
        month = month.saturating_add(1.month());
    }
    assert!((1_450_000..1_650_000).contains(&census.total), "{}", census.total);
}

/// TALOT2 counted 138 sources a day at one address.
#[test]
fn about_a_hundred_and_forty_sources_a_sensor_and_day() {
    let sources = &census().sources;
    let mean = sources.values().sum::<usize>() / sources.len();
    assert!((120..=165).contains(&mean), "{mean}");
}

#[test]
fn some_percent_is_backscatter() {
    let census = census();
    let per_mille = census.answers * 1000 / census.total;
    assert!((30..=60).contains(&per_mille), "{per_mille}");
}

#[test]
fn evenings_are_busier_than_dawns() {
    let by_hour = census().by_hour;
    assert!(by_hour[21] > by_hour[4] * 3 / 2, "{by_hour:?}");
}

/// The outage and nothing else is missing.
#[test]
fn every_sensor_is_there_every_day_but_in_the_outage() {
    let missing: Vec<_> = days(FIRST_DAY, LAST_DAY)
        .flat_map(|day| (0..10).map(move |sensor| (day, sensor)))
        .filter(|key| !census().sources.contains_key(key))
        .map(|(day, sensor)| (sensors()[sensor].name, day.to_string()))
        .collect();
    let expected = ["2008-02-11", "2008-02-12", "2008-02-13", "2008-02-14"];
    assert_eq!(missing, expected.map(|day| ("sample-07", day.to_owned())));
}

/// A capture may begin and end with any day, and its sensor counts as alive from first to last packet.
#[test]
fn every_day_has_a_packet_in_its_first_and_last_hour() {
    let ends = 1 | 1 << 23;
    for ((day, sensor), hours) in &census().hours {
        assert_eq!(hours & ends, ends, "{} on {day}", sensors()[*sensor].name);
    }
}
