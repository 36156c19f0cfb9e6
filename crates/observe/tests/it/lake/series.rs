//! Series, sums and sources against plain counting.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::IpAddr;

use kernel::{Hour, HourRange};
use observe::lake::{
    Month, MonthPlan, PortHour, Row, Segment, SeriesFile, TotalsFile, build_month, for_each_port_sources,
    sources_by_bucket,
};
use observe::{Class, Packet, Port};
use proptest::prelude::*;

use super::{DAY, build, ever, months, names, row, write};

/// What a row of series says, in words.
type Line = (u8, Option<u16>, i32, String, Class, u32, u32, u32);

#[derive(Default)]
struct Seen {
    packets: u32,
    sources: HashSet<IpAddr>,
}

/// Series of one month counted as plainly as can be.
fn counted(all: &[Row], month: Month) -> Vec<Line> {
    let names = names().all();
    let mut cells: BTreeMap<(u8, Option<u16>, i32, String, Class), Seen> = BTreeMap::new();
    let mut hours: HashMap<(u8, Option<u16>, i32), HashSet<IpAddr>> = HashMap::new();
    for row in all {
        let (proto, dport, ts, sensor, class, src) = match row {
            Row::V4(p) => (p.proto, p.dport, p.ts, p.sensor, p.class, IpAddr::from(p.src.to_be_bytes())),
            Row::V6(p) => (p.proto, p.dport, p.ts, p.sensor, p.class, IpAddr::from(p.src.to_be_bytes())),
        };
        if Month::of_day(ts.div_euclid(DAY) as i32) != month {
            continue;
        }
        let hour = ts.div_euclid(3_600_000_000) as i32;
        for port in [None, Some(dport)] {
            let name = names[usize::from(sensor)].clone();
            let cell = cells.entry((proto, port, hour, name, class)).or_default();
            cell.packets += 1;
            cell.sources.insert(src);
            hours.entry((proto, port, hour)).or_default().insert(src);
        }
    }
    cells
        .into_iter()
        .map(|((proto, port, hour, name, class), seen)| {
            let in_hour = hours[&(proto, port, hour)].len() as u32;
            (proto, port, hour, name, class, seen.packets, seen.sources.len() as u32, in_hour)
        })
        .collect()
}

/// All lines of a series file, port by port.
fn lines(series: &SeriesFile, hours: HourRange) -> Vec<Line> {
    let mut ports = BTreeSet::new();
    series.hours(ever(), |_, proto, number, _, _, _| _ = ports.insert((proto, number))).unwrap();
    let all = names().all();
    let mut lines = Vec::new();
    for (proto, number) in ports {
        let take = |p: PortHour| {
            let name = all[usize::from(p.sensor)].clone();
            lines.push((proto, number, p.hour.0, name, p.class, p.packets, p.sources, p.hour_sources));
        };
        series.port_hours(Port { proto, number }, hours, take).unwrap();
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn series_and_sums_are_what_plain_counting_gives(
        all in prop::collection::vec(row(), 1..400),
        buffer in 100usize..400,
        from in 0i32..50,
        length in 0i32..60,
    ) {
        let lake = tempfile::tempdir().unwrap();
        let lake = lake.path();
        let segments = write(lake, "a", &all, buffer);
        let built = build(lake, &segments, "s");
        for (&month, files) in &built {
            let expect = counted(&all, month);
            let series = SeriesFile::open(lake, &files.series, &names()).unwrap();
            prop_assert_eq!(&lines(&series, ever()), &expect);
            let some = HourRange::new(Hour(from), Hour(from + length));
            let within: Vec<Line> =
                expect.iter().filter(|line| some.contains(Hour(line.2))).cloned().collect();
            prop_assert_eq!(&lines(&series, some), &within);
            // The same by hours; rows of one day come in order.
            let mut by_hours = Vec::new();
            series
                .hours(some, |hour, proto, port, sensor, class, packets| {
                    by_hours.push((proto, port, hour.0, names().all()[usize::from(sensor)].clone(), class, packets));
                })
                .unwrap();
            by_hours.sort();
            let short = |l: &Line| (l.0, l.1, l.2, l.3.clone(), l.4, l.5);
            prop_assert_eq!(by_hours, within.iter().map(short).collect::<Vec<_>>());
            let mut sums: BTreeMap<(u8, Option<u16>, String, Class), u64> = BTreeMap::new();
            for line in &expect {
                *sums.entry((line.0, line.1, line.3.clone(), line.4)).or_default() += u64::from(line.5);
            }
            let mut told = Vec::new();
            TotalsFile::open(lake, &files.totals, &names())
                .unwrap()
                .totals(|proto, port, sensor, class, packets| {
                    told.push(((proto, port, names().all()[usize::from(sensor)].clone(), class), packets));
                })
                .unwrap();
            prop_assert_eq!(told, sums.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_month_built_on_the_last_is_the_month_built_anew(
        old in prop::collection::vec(row(), 1..200),
        new in prop::collection::vec(row(), 1..60),
    ) {
        let lake = tempfile::tempdir().unwrap();
        let lake = lake.path();
        let first = write(lake, "a", &old, 100);
        let second = write(lake, "b", &new, 100);
        let previous = build(lake, &first, "p");
        let both: Vec<Segment> = first.iter().chain(&second).cloned().collect();
        let changed: BTreeSet<i32> = second.iter().map(|s| s.day).collect();
        let anew = build(lake, &both, "n");
        for (month, days) in months(&both) {
            let previous = previous.get(&month).map(|f| f.series.as_str());
            let plan = MonthPlan { month, days: &days, changed: &changed, previous, name: "u" };
            let files = build_month(lake, &names(), &plan).unwrap();
            let bytes = |path: &str| std::fs::read(lake.join("staging").join(path)).unwrap();
            prop_assert!(bytes(&files.series) == bytes(&anew[&month].series), "series of {:?}", month);
            prop_assert!(bytes(&files.totals) == bytes(&anew[&month].totals), "totals of {:?}", month);
        }
    }

    #[test]
    fn sources_are_what_sets_give(
        all in prop::collection::vec(row(), 1..400),
        class in prop::option::of(prop::sample::select(&Class::ALL[..])),
        start in -30i32..40,
        widths in prop::collection::vec((0i32..3, 0i32..30), 1..6),
        number in prop::option::of(prop::sample::select(vec![0u16, 8, 445])),
    ) {
        let lake = tempfile::tempdir().unwrap();
        let lake = lake.path();
        let segments = write(lake, "a", &all, 150);
        let mut at = start;
        let buckets: Vec<HourRange> = widths
            .iter()
            .map(|&(gap, width)| {
                let bucket = HourRange::new(Hour(at + gap), Hour(at + gap + width));
                at += gap + width;
                bucket
            })
            .collect();
        let port = Port { proto: 6, number };
        let facts: Vec<(u8, u16, Hour, Class, IpAddr)> = all
            .iter()
            .map(|row| match row {
                Row::V4(p) => (p.proto, p.dport, Hour::of_micros(p.ts), p.class, p.src.to_be_bytes().into()),
                Row::V6(p) => (p.proto, p.dport, Hour::of_micros(p.ts), p.class, p.src.to_be_bytes().into()),
            })
            .filter(|fact| class.is_none_or(|class| class == fact.3))
            .collect();
        let expect: Vec<u64> = buckets
            .iter()
            .map(|bucket| {
                let hit = facts.iter().filter(|f| port.matches(f.0, f.1) && bucket.contains(f.2));
                hit.map(|f| f.4).collect::<HashSet<_>>().len() as u64
            })
            .collect();
        prop_assert_eq!(sources_by_bucket(lake, &segments, &names(), port, class, &buckets).unwrap(), expect);

        let hours = HourRange::new(Hour(start), Hour(at));
        let mut sets: BTreeMap<(u8, u16), HashSet<IpAddr>> = BTreeMap::new();
        for fact in facts.iter().filter(|f| hours.contains(f.2)) {
            sets.entry((fact.0, fact.1)).or_default().insert(fact.4);
        }
        let mut told = Vec::new();
        let each = |proto, port, sources| told.push(((proto, port), sources));
        for_each_port_sources(lake, &segments, &names(), hours, class, each).unwrap();
        let expect: Vec<_> = sets.into_iter().map(|(port, sources)| (port, sources.len() as u64)).collect();
        prop_assert_eq!(told, expect);
    }
}

/// A day of many pages: a port's rows are found on theirs, wherever those are.
#[test]
fn series_of_many_pages_are_read_by_port() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let all: Vec<Row> = (0..12_000u32)
        .map(|i| {
            let proto = [6, 17][(i % 5 / 3) as usize];
            let dport = (i.wrapping_mul(2_654_435_761) >> 21) as u16;
            let (sensor, ts) = ((i % 4) as u16, i64::from(i) * DAY / 6_000);
            Row::V4(Packet { proto, dport, ts, sensor, src: i % 1013, ..Packet::default() })
        })
        .collect();
    let segments = write(lake, "a", &all, 5_000);
    let files = build(lake, &segments, "s").remove(&Month::of_day(0)).unwrap();
    let series = SeriesFile::open(lake, &files.series, &names()).unwrap();
    let expect = counted(&all, Month::of_day(0));
    assert!(expect.len() > 10_000, "{} rows", expect.len());
    assert!(lines(&series, ever()) == expect);
    let nobody = |_| panic!("nothing came to 50000/tcp");
    series.port_hours(Port::tcp(50_000), ever(), nobody).unwrap();
}
