//! Figures against the records behind them, and averages against a slow count of their own.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use kernel::{Figure, Period, Records, Stretch, Text};
use observe::{Service, define};
use proptest::prelude::*;

use crate::world::{World, at, quarter_row, row};

fn tokyo() -> TimeZone {
    TimeZone::get("Asia/Tokyo").unwrap()
}

async fn behind(observe: &Service, figure: &Figure, skip: u64, limit: u64) -> Records {
    observe.records(&figure.evidence, &tokyo(), Stretch { skip, limit }).await.unwrap()
}

/// All records behind a figure, asked for piece by piece.
async fn all_behind(observe: &Service, figure: &Figure, piece: u64) -> Vec<kernel::Record> {
    let mut all = Vec::new();
    loop {
        let found = behind(observe, figure, all.len() as u64, piece).await;
        if found.records.is_empty() {
            assert_eq!(found.total, all.len() as u64, "{}", figure.id);
            return all;
        }
        all.extend(found.records);
    }
}

/// A port's average over a period, from the public lines of its days alone where all sensors were alive all the
/// time, and so by a way of its own: packets of the day by sensors alive.
fn recomputed(records: &[kernel::Record]) -> f64 {
    let day = |text: &Text| -> f64 {
        let numbers: Vec<f64> = text.en.split([' ', ';']).filter_map(|word| word.parse().ok()).collect();
        numbers[0] / numbers[1]
    };
    records.iter().map(|record| day(&record.public)).sum()
}

#[tokio::test]
async fn a_quarter_has_its_figures() {
    let world = World::new().await;
    // Two sensors, from the first hour of the quarter in Tokyo to its last.
    let mut rows = Vec::new();
    for sensor in ["a", "b"] {
        rows.extend([quarter_row(0, sensor, 1, "tcp", 445), quarter_row(91 * 24 - 1, sensor, 2, "tcp", 445)]);
    }
    rows.push(quarter_row(31 * 24, "a", 3, "icmp", 8));
    rows.push(quarter_row(40, "b", 3, "udp", 1434));
    world.import(&rows).await;
    let period: Period = "2008Q1".parse().unwrap();
    let figures = world.observe.figures(period, &tokyo()).await.unwrap();
    let written: BTreeMap<&str, (String, &str)> =
        figures.iter().map(|f| (f.id.as_str(), (f.written(), f.evidence.as_str()))).collect();
    for (id, value, evidence) in [
        ("observe.packets", "6", "packets?period=2008Q1"),
        ("observe.sensors", "2", "sensors?period=2008Q1"),
        ("observe.average.tcp.445", "2.0", "series?port=445/tcp&period=2008Q1"),
        ("observe.packets.tcp.445", "4", "packets?port=445/tcp&period=2008Q1"),
        ("observe.average.tcp.445@FY2007", "2.0", "series?port=445/tcp&period=FY2007"),
        ("observe.average.udp.1434", "0.5", "series?port=1434/udp&period=2008Q1"),
        ("observe.average.icmp", "0.5", "series?port=icmp&period=2008Q1"),
        ("observe.packets.icmp@2008-01", "0", "packets?port=icmp&period=2008-01"),
        ("observe.packets.icmp@2008-02", "1", "packets?port=icmp&period=2008-02"),
    ] {
        assert_eq!(written.get(id), Some(&(value.to_owned(), evidence)), "{id}");
    }
    for figure in &figures {
        assert!(define(figure.name()).is_some(), "{}", figure.id);
    }
    let packets = figures.iter().find(|f| f.id == "observe.packets.tcp.445").unwrap();
    let records = all_behind(&world.observe, packets, 3).await;
    let newest = &records[0];
    assert_eq!(newest.public.en, "31 March 2008, 23:00 to 23:59, TCP 445, scan");
    assert_eq!(newest.public.ja, "2008年3月31日23時台、TCP 445、スキャン");
    assert!(records.is_sorted_by(|a, b| a.day >= b.day));
    let icmp = figures.iter().find(|f| f.id == "observe.average.icmp").unwrap();
    let days = all_behind(&world.observe, icmp, 50).await;
    assert_eq!(days.len(), 91);
    assert!((recomputed(&days) - 0.5).abs() < 1e-9);
}

#[tokio::test]
async fn what_is_public_names_no_sensor_and_no_source() {
    let world = World::new().await;
    world.import(&[quarter_row(5, "secret-place", 77, "tcp", 445)]).await;
    let figures = world.observe.figures("2008Q1".parse().unwrap(), &tokyo()).await.unwrap();
    assert!(figures.iter().any(|figure| figure.id == "observe.sensors"));
    for figure in &figures {
        for record in all_behind(&world.observe, figure, 100).await {
            for text in [&record.public.ja, &record.public.en] {
                assert!(!text.contains("secret") && !text.contains("192.0.2"), "{}: {text}", figure.id);
            }
        }
    }
}

#[tokio::test]
async fn an_empty_lake_has_no_averages() {
    let world = World::new().await;
    let figures = world.observe.figures("2008Q1".parse().unwrap(), &tokyo()).await.unwrap();
    let ids: Vec<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids, ["observe.packets", "observe.sensors"]);
    for figure in &figures {
        assert_eq!(
            (figure.value, behind(&world.observe, figure, 0, 10).await.total),
            (0, 0),
            "{}",
            figure.id
        );
    }
}

#[test]
fn what_is_no_figure_is_not_defined() {
    for name in
        ["observe", "observe.", "observe.packets.", "observe.average", "observe.packets.tcp", "x.packets"]
    {
        let known = name == "observe.packets.tcp";
        assert_eq!(define(name).is_some(), known, "{name}");
    }
}

/// A row of a made-up world: hour of the quarter, sensor, source, port.
type Seen = (i32, u8, u32, u16);

fn seen() -> impl Strategy<Value = Seen> {
    let hour = prop_oneof![0..30_i32, 700..760_i32, 2100..2184_i32];
    (hour, 0..3_u8, 0..5_u32, prop_oneof![Just(445_u16), Just(80), 0..9_u16])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn figures_have_as_many_records_as_they_say(
        rows in prop::collection::vec(seen(), 1..100),
        outage in prop::option::of((0..3_u8, 0..2184_i32, 1..300_i32)),
        piece in 1..40_u64,
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let named = ["a", "b", "c"];
            let first = crate::world::QUARTER;
            let text: Vec<String> =
                rows.iter().map(|r| row(first + r.0, named[usize::from(r.1)], r.2, r.3)).collect();
            world.import(&text).await;
            let known = |sensor: u8| rows.iter().any(|r| r.1 == sensor);
            let outage = outage.filter(|o| known(o.0)).map(|(s, from, len)| (s, from, from + len));
            if let Some((sensor, from, to)) = outage {
                let name = named[usize::from(sensor)];
                world.observe.declare_outage(name, at(first + from), at(first + to)).await.unwrap();
            }
            let figures = world.observe.figures("2008Q1".parse().unwrap(), &tokyo()).await.unwrap();
            for figure in &figures {
                assert!(define(figure.name()).is_some(), "{}", figure.id);
                if figure.unit.counts_records() {
                    let records = all_behind(&world.observe, figure, piece).await;
                    assert_eq!(records.len() as i64, figure.value, "{}", figure.id);
                    assert!(records.is_sorted_by(|a, b| a.sort == "sensor" || a.day >= b.day), "{}", figure.id);
                }
                let Some(port) = figure.id.strip_prefix("observe.average.tcp.") else { continue };
                let Ok(port) = port.parse::<u16>() else { continue };
                let naive = naive_average(&rows, outage, port);
                assert!((figure.value as f64 / 10.0 - naive).abs() <= 0.05 + 1e-9, "{port}: {naive}");
            }
        });
    }
}

/// Hour by hour, from the rows alone.
fn naive_average(rows: &[Seen], outage: Option<(u8, i32, i32)>, port: u16) -> f64 {
    let alive = |sensor: u8, hour: i32| {
        let of = || rows.iter().filter(move |r| r.1 == sensor).map(|r| r.0);
        let covered = of().min() <= Some(hour) && Some(hour) <= of().max();
        let out = outage.is_some_and(|(s, from, to)| s == sensor && from <= hour && hour < to);
        covered && (!out || of().any(|h| h == hour))
    };
    let mean = |hour: i32| {
        let packets = rows.iter().filter(|r| r.0 == hour && r.3 == port).count();
        let sensors = (0..3_u8).filter(|sensor| alive(*sensor, hour)).count();
        if packets == 0 { 0.0 } else { packets as f64 / sensors as f64 }
    };
    (0..2184).map(mean).sum()
}
