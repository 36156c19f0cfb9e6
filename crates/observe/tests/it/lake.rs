//! The lake's files: what goes in comes out, in any order, by any way.

#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use kernel::{Hour, HourRange};
use observe::lake::{LakeError, Month};
use observe::lake::{
    MonthFiles, MonthPlan, Names, PortHour, Row, Segment, SeriesFile, TotalsFile, Writer, build_month,
    for_each_port_sources, merge, publish, rows, sources_by_bucket, sweep, to_merge,
};
use observe::read::Sink;
use observe::{Class, Known, Packet, Port};
use proptest::prelude::*;

const DAY: i64 = 86_400_000_000;

/// Names whose order is not that of their numbers.
fn names() -> Names {
    Names::new(["tokyo", "berlin", "oslo-2", "oslo"]).unwrap()
}

fn known(bits: u8) -> Known {
    let all =
        [Known::SPORT, Known::TTL, Known::IP_ID, Known::LENGTH, Known::FLAGS, Known::SEQ, Known::WINDOW];
    let chosen = all.into_iter().enumerate().filter(|(bit, _)| bits & 1 << bit != 0);
    chosen.fold(Known::default(), |known, (_, one)| known.with(one))
}

/// Any packet that a reader may hand on: what is not known is zero.
fn packet<A: Copy + std::fmt::Debug + 'static>(
    address: impl Strategy<Value = A> + Clone,
) -> impl Strategy<Value = Packet<A>> {
    let head = (
        prop_oneof![Just(1u8), Just(6), Just(17), Just(47)],
        prop_oneof![Just(0u16), Just(8), Just(445), Just(65535)],
        // Few different times, so that rows tie; around the epoch and within three days of two months.
        prop_oneof![-2i64..2, (0i64..6).prop_map(|n| n * DAY / 2), Just(30 * DAY + 5), 0i64..4 * DAY],
        0u16..4,
        prop::sample::select(&Class::ALL[..]),
    );
    let rest =
        (any::<u16>(), any::<u8>(), any::<u16>(), any::<u16>(), any::<u8>(), any::<u32>(), any::<u16>());
    (head, address.clone(), address, rest, 0u8..128).prop_map(|(head, src, dst, rest, bits)| {
        let known = known(bits);
        let (proto, dport, ts, sensor, class) = head;
        let (sport, ttl, ip_id, length, flags, seq, window) = rest;
        let told = |one| u32::from(known.has(one));
        Packet {
            proto,
            dport,
            ts,
            sensor,
            src,
            dst,
            sport: sport * told(Known::SPORT) as u16,
            seq: seq * told(Known::SEQ),
            ip_id: ip_id * told(Known::IP_ID) as u16,
            window: window * told(Known::WINDOW) as u16,
            length: length * told(Known::LENGTH) as u16,
            ttl: ttl * told(Known::TTL) as u8,
            flags: flags * told(Known::FLAGS) as u8,
            class,
            known,
        }
    })
}

fn row() -> impl Strategy<Value = Row> {
    let four = prop_oneof![3 => 0u32..4, 1 => any::<u32>()];
    let six = prop_oneof![3 => 0u128..4, 1 => any::<u128>()];
    prop_oneof![4 => packet(four).prop_map(Row::V4), 1 => packet(six).prop_map(Row::V6)]
}

fn push(writer: &mut Writer, rows: &[Row]) {
    for row in rows {
        match row {
            Row::V4(p) => writer.v4(p),
            Row::V6(p) => writer.v6(p),
        }
    }
}

fn write(lake: &Path, prefix: &str, rows: &[Row], buffer: usize) -> Vec<Segment> {
    let mut writer = Writer::with_buffer(lake, &names(), prefix, buffer);
    push(&mut writer, rows);
    writer.finish().unwrap()
}

fn ts(row: &Row) -> i64 {
    match row {
        Row::V4(p) => p.ts,
        Row::V6(p) => p.ts,
    }
}

/// The lake's order, spelled out a second time: day, then field after field with the sensor by its name.
fn sorted(rows: &[Row]) -> Vec<Row> {
    let names = names().all();
    let mut keyed: Vec<_> = rows
        .iter()
        .map(|row| {
            let day = ts(row).div_euclid(DAY);
            let key = match row {
                Row::V4(p) => (p.proto, p.dport, p.ts, names[usize::from(p.sensor)].clone(), false),
                Row::V6(p) => (p.proto, p.dport, p.ts, names[usize::from(p.sensor)].clone(), true),
            };
            let (four, six) = match row {
                Row::V4(p) => (*p, Packet::default()),
                Row::V6(p) => (Packet::default(), *p),
            };
            ((day, key, four, six), *row)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.into_iter().map(|(_, row)| row).collect()
}

fn read(lake: &Path, segments: &[Segment]) -> Vec<Row> {
    rows(lake, segments, &names()).unwrap().map(Result::unwrap).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_pushed_is_read_back_in_the_one_order(
        all in prop::collection::vec(row(), 0..300),
        buffer in 40usize..400,
    ) {
        let lake = tempfile::tempdir().unwrap();
        let segments = write(lake.path(), "a", &all, buffer);
        prop_assert_eq!(segments.iter().map(|s| s.rows).sum::<u64>(), all.len() as u64);
        let expect = sorted(&all);
        prop_assert_eq!(&read(lake.path(), &segments), &expect);
        for segment in &segments {
            let own = read(lake.path(), std::slice::from_ref(segment));
            prop_assert_eq!(own.len() as u64, segment.rows);
            prop_assert!(own.iter().all(|r| ts(r).div_euclid(DAY) == i64::from(segment.day)));
            prop_assert_eq!(own.iter().map(ts).min(), Some(segment.first_ts));
            prop_assert_eq!(own.iter().map(ts).max(), Some(segment.last_ts));
        }
        // Merged day for day, the rows and even the bytes are the same for any order of pushing.
        let reversed: Vec<Row> = all.iter().rev().copied().collect();
        let other = write(lake.path(), "b", &reversed, 7 * buffer);
        let (a, b) = (merge_days(lake.path(), &segments, "m-a"), merge_days(lake.path(), &other, "m-b"));
        prop_assert_eq!(&read(lake.path(), &a), &expect);
        for (a, b) in a.iter().zip(&b) {
            prop_assert_eq!((a.day, a.rows, a.bytes), (b.day, b.rows, b.bytes));
            let bytes = |s: &Segment| std::fs::read(lake.path().join("staging").join(&s.path)).unwrap();
            prop_assert!(bytes(a) == bytes(b));
        }
    }
}

fn merge_days(lake: &Path, segments: &[Segment], name: &str) -> Vec<Segment> {
    by_day(segments).into_values().map(|day| merge(lake, &day, &names(), name).unwrap()).collect()
}

fn by_day(segments: &[Segment]) -> BTreeMap<i32, Vec<Segment>> {
    let mut days: BTreeMap<i32, Vec<Segment>> = BTreeMap::new();
    for segment in segments {
        days.entry(segment.day).or_default().push(segment.clone());
    }
    days
}

/// What a row of series says, in words.
type Line = (u8, Option<u16>, i32, String, Class, u32, u32, u32);

#[derive(Default)]
struct Seen {
    packets: u32,
    sources: HashSet<std::net::IpAddr>,
}

/// Series of one month counted as plainly as can be.
fn counted(all: &[Row], month: Month) -> Vec<Line> {
    let names = names().all();
    let mut cells: BTreeMap<(u8, Option<u16>, i32, String, Class), Seen> = BTreeMap::new();
    let mut hours: HashMap<(u8, Option<u16>, i32), HashSet<std::net::IpAddr>> = HashMap::new();
    for row in all {
        let (proto, dport, ts, sensor, class, src) = match row {
            Row::V4(p) => {
                (p.proto, p.dport, p.ts, p.sensor, p.class, std::net::IpAddr::from(p.src.to_be_bytes()))
            }
            Row::V6(p) => {
                (p.proto, p.dport, p.ts, p.sensor, p.class, std::net::IpAddr::from(p.src.to_be_bytes()))
            }
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

fn build(lake: &Path, segments: &[Segment], name: &str) -> BTreeMap<Month, MonthFiles> {
    months(segments)
        .into_iter()
        .map(|(month, days)| {
            let plan = MonthPlan { month, days: &days, changed: &BTreeSet::new(), previous: None, name };
            (month, build_month(lake, &names(), &plan).unwrap())
        })
        .collect()
}

fn months(segments: &[Segment]) -> BTreeMap<Month, BTreeMap<i32, Vec<Segment>>> {
    let mut months: BTreeMap<Month, BTreeMap<i32, Vec<Segment>>> = BTreeMap::new();
    for (day, segments) in by_day(segments) {
        months.entry(Month::of_day(day)).or_default().insert(day, segments);
    }
    months
}

fn ever() -> HourRange {
    HourRange::new(Hour(i32::MIN / 2), Hour(i32::MAX / 2))
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
        let facts: Vec<(u8, u16, Hour, Class, std::net::IpAddr)> = all
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
        let mut sets: BTreeMap<(u8, u16), HashSet<std::net::IpAddr>> = BTreeMap::new();
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

/// Some packets of two days, the same each time.
fn some(n: u32) -> Vec<Row> {
    (0..n)
        .map(|i| {
            Row::V4(Packet {
                proto: 6,
                dport: [445, 135, 22, 23, 80, 139, 1433, 2967, 5900, 3389, 1026, 25]
                    [(i * i % 89 % 12) as usize],
                ts: i64::from(i) * 2 * DAY / i64::from(n),
                sensor: (i % 4) as u16,
                src: i % 97,
                known: Known::TTL,
                ttl: 64,
                ..Packet::default()
            })
        })
        .collect()
}

#[test]
fn files_are_read_before_between_and_after_publishing() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let all = some(500);
    let segments = write(lake, "a", &all, 1000);
    let paths: Vec<&str> = segments.iter().map(|s| s.path.as_str()).collect();
    assert_eq!(paths, ["packets/day=1970-01-01/a-00000.parquet", "packets/day=1970-01-02/a-00000.parquet"]);
    assert_eq!(read(lake, &segments), sorted(&all), "in staging");
    publish(lake, paths[..1].iter().copied()).unwrap();
    assert_eq!(read(lake, &segments), sorted(&all), "killed in the middle of publishing");
    publish(lake, paths.iter().copied()).unwrap();
    publish(lake, paths.iter().copied()).unwrap();
    assert_eq!(read(lake, &segments), sorted(&all), "published, twice");
    assert!(lake.join(paths[1]).is_file() && !lake.join("staging").join(paths[1]).exists());
    assert!(matches!(publish(lake, ["packets/day=1970-01-01/never.parquet"]), Err(LakeError::Io { .. })));
}

#[test]
fn sweep_leaves_what_the_manifest_names_and_nothing_else() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let kept = write(lake, "kept", &some(100), 1000);
    let staged = write(lake, "staged", &some(100), 1000);
    let dropped = write(lake, "dropped", &some(100), 1000);
    let killed = write(lake, "killed", &some(100), 1000);
    let built = build(lake, &kept, "old");
    publish(lake, kept.iter().chain(&dropped).map(|s| s.path.as_str())).unwrap();
    // A kill in the middle of writing leaves a torn file.
    let torn = lake.join("staging").join(&killed[0].path);
    std::fs::write(&torn, &std::fs::read(&torn).unwrap()[..50]).unwrap();
    let keep: HashSet<String> = kept.iter().chain(&staged).map(|s| s.path.clone()).collect();
    assert_eq!(sweep(lake, &keep).unwrap(), 2 + 2 + 2 * built.len());
    assert_eq!(sweep(lake, &keep).unwrap(), 0);
    assert_eq!(read(lake, &kept).len() + read(lake, &staged).len(), 200);
    assert!(!lake.join("staging/series").exists());
    assert_eq!(sweep(lake, &HashSet::new()).unwrap(), 4);
    assert_eq!(std::fs::read_dir(lake).unwrap().count(), 0, "no folder stays behind");
}

#[test]
fn four_small_segments_of_a_day_are_merged() {
    let segment =
        |day, bytes| Segment { day, path: format!("{day}-{bytes}"), rows: 1, bytes, first_ts: 0, last_ts: 0 };
    let mut all: Vec<Segment> = (1..4).map(|n| segment(7, n)).collect();
    all.extend([segment(7, 16 << 20), segment(8, 1), segment(8, 2)]);
    assert!(to_merge(&all).is_empty(), "three small ones");
    all.push(segment(7, (16 << 20) - 1));
    let merged = to_merge(&all);
    assert_eq!(merged.len(), 1);
    assert_eq!(merged[0].iter().map(|s| s.bytes).collect::<Vec<_>>(), [1, 2, 3, (16 << 20) - 1]);
}

#[test]
fn sensors_that_nobody_knows_are_errors() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let segments = write(lake, "a", &some(20), 100);
    let fewer = Names::new(["tokyo", "berlin"]).unwrap();
    let first = rows(lake, &segments, &fewer).unwrap().find_map(Result::err);
    assert!(
        matches!(&first, Some(LakeError::UnknownSensor { name, .. }) if name.starts_with("oslo")),
        "{first:?}"
    );
    let files = build(lake, &segments, "s").remove(&Month::of_day(0)).unwrap();
    let series = SeriesFile::open(lake, &files.series, &fewer).unwrap();
    let told = series.port_hours(Port::tcp(445), ever(), |_| ());
    assert!(matches!(told, Err(LakeError::UnknownSensor { .. })), "{told:?}");

    let mut writer = Writer::new(lake, &fewer, "b");
    push(&mut writer, &some(20));
    assert!(matches!(writer.finish(), Err(LakeError::Unnamed(3))));
    assert!(matches!(SeriesFile::open(lake, &files.totals, &names()), Err(LakeError::Foreign { .. })));
}

#[test]
fn names_may_come_while_packets_are_taken() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let names = Names::default();
    let mut writer = Writer::with_buffer(lake, &names, "a", 3);
    for i in 0..10u16 {
        let sensor = names.number_or_add(&format!("s{}", 9 - i)).unwrap();
        assert_eq!(sensor, i);
        writer.v4(&Packet { sensor, src: u32::from(i), ..Packet::default() });
    }
    let segments = writer.finish().unwrap();
    assert_eq!(segments.len(), 4);
    let order: Vec<u32> = rows(lake, &segments, &names)
        .unwrap()
        .map(|row| if let Row::V4(p) = row.unwrap() { p.src } else { u32::MAX })
        .collect();
    assert_eq!(order, (0..10).rev().collect::<Vec<_>>(), "by name: s0 came last");
}

#[test]
fn damaged_files_are_errors() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let segments = write(lake, "a", &some(3000), 10_000);
    let file = lake.join("staging").join(&segments[0].path);
    let whole = std::fs::read(&file).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 150) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        std::fs::write(&file, &damaged).unwrap();
        // Parquet has no check of its own here: what must not happen is a panic or a row too many.
        let read = rows(lake, &segments[..1], &names()).unwrap().take_while(Result::is_ok).count();
        assert!(read as u64 <= segments[0].rows, "damage at {at}: {read} rows");
        std::fs::write(&file, &whole[..at]).unwrap();
        assert!(rows(lake, &segments[..1], &names()).unwrap().next().unwrap().is_err(), "cut at {at}");
    }
}

/// A rare port's rows are found by the page index: pages of other ports are not needed, so their bytes may be
/// anything.
#[test]
fn a_rare_ports_rows_are_read_from_their_own_pages() {
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let mut all = some(60_000);
    for row in &mut all {
        if let Row::V4(p) = row {
            p.ts /= 2;
            p.dport = if p.ts % 6007 == 0 { 9999 } else { p.dport.min(3389) };
        }
    }
    let segments = write(lake, "a", &all, 100_000);
    let day = [HourRange::new(Hour(0), Hour(24))];
    let ask = || sources_by_bucket(lake, &segments, &names(), Port::tcp(9999), None, &day).unwrap();
    let expect = ask();
    assert!(expect[0] > 0);
    // The first page of times begins behind the file's magic and holds ports up to 135.
    let file = lake.join("staging").join(&segments[0].path);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[4..200].fill(0xaa);
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(ask(), expect);
    assert!(rows(lake, &segments, &names()).unwrap().any(|row| row.is_err()), "and the others are gone");
}

/// The lake is plain Parquet: DuckDB gets the same top ten.
#[test]
fn duckdb_reads_the_packets_as_they_stand() {
    let chosen = std::env::var("HINOMI_DUCKDB_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = std::process::Command::new(&chosen).args(["-c", "import duckdb"]).output();
    if !has.is_ok_and(|o| o.status.success()) {
        println!(
            "LEFT OUT: no duckdb module for {chosen} (set HINOMI_DUCKDB_PYTHON): the lake was not opened with DuckDB"
        );
        return;
    }
    let lake = tempfile::tempdir().unwrap();
    let lake = lake.path();
    let mut all = some(20_000);
    all.push(Row::V6(Packet { proto: 6, dport: 445, ts: 5, src: 1 << 100, ..Packet::default() }));
    let segments = write(lake, "a", &all, 7_000);
    publish(lake, segments.iter().map(|s| s.path.as_str())).unwrap();
    let script = "
import duckdb, sys
rows = duckdb.sql(f\"\"\"
    select proto, dport, count(*) n, count(distinct coalesce(src::varchar, hex(src6))) s, min(sensor), max(class),
           epoch_us(max(ts)), count(seq), sum(ttl)
    from read_parquet('{sys.argv[1]}/packets/*/*.parquet', hive_partitioning = true)
    where day between '1970-01-01' and '1970-01-02'
    group by all order by n desc, proto, dport limit 10\"\"\").fetchall()
for row in rows: print(*row)
";
    let output = std::process::Command::new(&chosen).arg("-c").arg(script).arg(lake).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut counts: BTreeMap<(u8, u16), (u64, HashSet<u128>, i64, u64)> = BTreeMap::new();
    for row in read(lake, &segments) {
        let (proto, dport, ts, src, ttl) = match row {
            Row::V4(p) => (p.proto, p.dport, p.ts, u128::from(p.src), p.ttl),
            Row::V6(p) => (p.proto, p.dport, p.ts, p.src, p.ttl),
        };
        let count = counts.entry((proto, dport)).or_default();
        count.0 += 1;
        count.1.insert(src);
        count.2 = count.2.max(ts);
        count.3 += u64::from(ttl);
    }
    let mut top: Vec<_> = counts.into_iter().collect();
    top.sort_by_key(|((proto, dport), count)| (std::cmp::Reverse(count.0), *proto, *dport));
    let expect: String = top
        .iter()
        .take(10)
        .map(|((proto, dport), (n, sources, last, ttl))| {
            format!("{proto} {dport} {n} {} berlin scan {last} 0 {ttl}\n", sources.len())
        })
        .collect();
    assert_eq!(String::from_utf8_lossy(&output.stdout), expect);
}
