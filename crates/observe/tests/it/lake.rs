//! The lake's files: what goes in comes out, in any order, by any way.

#![expect(clippy::unwrap_used, reason = "what fails here is the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kernel::{Hour, HourRange};
use observe::lake::{Month, MonthFiles, MonthPlan, Names, Row, Segment, Writer, build_month, merge, rows};
use observe::read::Sink;
use observe::{Class, Known, Packet};
use proptest::prelude::*;

mod duckdb;
mod files;
mod series;

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
        prop_oneof![
            -2i64..2,
            (0i64..6).prop_map(|n| n * DAY / 2),
            Just(9_000_000 * DAY),
            Just(30 * DAY + 5),
            0i64..4 * DAY
        ],
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
