//! Averages, series and top lists against a naive count over the same rows.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use kernel::{Bucket, Hour, HourRange};
use observe::{By, Port, SeriesQuery, TopQuery};
use proptest::prelude::*;

use crate::world::{World, at, row};

fn hours(start: i32, end: i32) -> HourRange {
    HourRange::new(Hour(start), Hour(end))
}

fn top(hours: HourRange) -> TopQuery {
    TopQuery { hours, by: By::Average, limit: 10, class: None }
}

fn hourly(ports: &[Port], range: HourRange) -> SeriesQuery {
    let buckets = range.iter().map(|h| Bucket { first_day: None, hours: hours(h.0, h.0 + 1) }).collect();
    SeriesQuery { ports: ports.to_vec(), buckets, class: None, sources: true }
}

/// Hour 331,000 is 2007-10-05T16:00Z.
const H: i32 = 331_000;

#[tokio::test]
async fn an_average_divides_by_the_sensors_alive() {
    let world = World::new().await;
    let rows = [
        row(H, "a", 1, 445),
        row(H + 9, "a", 1, 445),
        row(H, "b", 2, 445),
        row(H + 9, "b", 2, 445),
        // c begins later: until then two are alive, from then on three.
        row(H + 5, "c", 3, 445),
        row(H + 5, "c", 3, 80),
        row(H + 9, "c", 3, 445),
    ];
    world.import(&rows).await;
    let answer = world.observe.top(top(hours(H, H + 10))).await.unwrap();
    assert_eq!((answer.sensors.alive, answer.sensors.fewest, answer.sensors.most), (3, 2, 3));
    let [first, second] = &answer.rows[..] else { panic!("{answer:?}") };
    assert_eq!((first.port, first.packets), (Port::tcp(445), 6));
    assert!((first.average - (2.0 / 2.0 + 4.0 / 3.0)).abs() < 1e-12, "{}", first.average);
    assert_eq!(
        (first.spread.low, first.spread.high, first.spread.saw, first.spread.one_sensor),
        (2, 2, 3, false)
    );
    assert_eq!((second.port, second.packets), (Port::tcp(80), 1));
    assert!(second.spread.one_sensor);
}

#[tokio::test]
async fn a_gap_is_a_gap_and_a_quiet_hour_is_a_zero() {
    let world = World::new().await;
    world.import(&[row(H, "a", 1, 445), row(H + 9, "a", 1, 445)]).await;
    world.observe.declare_outage("a", at(H + 2), at(H + 4)).await.unwrap();
    let series = world.observe.series(hourly(&[Port::tcp(445)], hours(H - 1, H + 11))).await.unwrap();
    let packets: Vec<Option<u64>> = series.lines[0].points.iter().map(|p| p.map(|p| p.packets)).collect();
    let (gap, zero, one) = (None, Some(0), Some(1));
    assert_eq!(packets, [gap, one, zero, gap, gap, zero, zero, zero, zero, zero, one, gap]);
}

#[tokio::test]
async fn packets_inside_a_declared_outage_are_believed() {
    let world = World::new().await;
    world.import(&[row(H, "a", 1, 445), row(H + 3, "a", 1, 445), row(H + 9, "a", 1, 445)]).await;
    let alive = world.observe.declare_outage("a", at(H + 2), at(H + 6)).await.unwrap();
    assert_eq!(alive, 1);
    let series = world.observe.series(hourly(&[Port::tcp(445)], hours(H, H + 7))).await.unwrap();
    let there: Vec<bool> = series.lines[0].points.iter().map(Option::is_some).collect();
    assert_eq!(there, [true, true, false, true, false, false, true]);
}

#[tokio::test]
async fn an_outage_of_nobody_or_backwards_is_refused() {
    let world = World::new().await;
    world.import(&[row(H, "a", 1, 445)]).await;
    let error = world.observe.declare_outage("b", at(H), at(H + 1)).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no sensor \"b\"; the lake knows: a");
    assert!(world.observe.declare_outage("a", at(H + 1), at(H)).await.is_err());
}

#[tokio::test]
async fn an_empty_lake_answers_with_nothing() {
    let world = World::new().await;
    assert_eq!(world.observe.span().await.unwrap(), None);
    let answer = world.observe.top(top(hours(H, H + 24))).await.unwrap();
    assert!(answer.rows.is_empty());
    assert_eq!(answer.sensors.dark_hours, 24);
    let series = world.observe.series(hourly(&[Port::tcp(445)], hours(H, H + 3))).await.unwrap();
    assert_eq!(series.lines[0].points, [None, None, None]);
}

/// A row of a made-up world: hour after `H`, sensor, source, port.
type Seen = (i32, u8, u32, u16);

fn seen() -> impl Strategy<Value = Seen> {
    // Hours over three months, so that totals, corrections and plain hours all take part.
    (
        prop_oneof![0..40_i32, 700..760_i32, 1400..1500_i32],
        0..3_u8,
        0..5_u32,
        prop_oneof![Just(445_u16), Just(80), 0..9_u16],
    )
}

/// What a naive count makes of the rows.
struct Naive {
    rows: Vec<Seen>,
    outage: Option<(u8, i32, i32)>,
}

impl Naive {
    fn alive(&self, hour: i32) -> u32 {
        let sensors: BTreeSet<u8> = self.rows.iter().map(|r| r.1).collect();
        let lives = |sensor: u8| {
            let of = || self.rows.iter().filter(move |r| r.1 == sensor).map(|r| r.0);
            let covered = of().min() <= Some(hour) && Some(hour) <= of().max();
            let out = self.outage.is_some_and(|(s, from, to)| s == sensor && from <= hour && hour < to);
            covered && (!out || of().any(|h| h == hour))
        };
        sensors.into_iter().filter(|s| lives(*s)).count() as u32
    }

    fn packets(&self, hour: i32, port: u16) -> u64 {
        self.rows.iter().filter(|r| r.0 == hour && r.3 == port).count() as u64
    }

    fn average(&self, from: i32, to: i32, port: u16) -> f64 {
        let mean = |hour| match self.packets(hour, port) {
            0 => 0.0,
            n => n as f64 / f64::from(self.alive(hour)),
        };
        (from..to).map(mean).sum()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn answers_equal_a_naive_count(
        rows in prop::collection::vec(seen(), 1..120),
        outage in prop::option::of((0..3_u8, 0..1500_i32, 1..300_i32)),
        (from, length) in (-5..1500_i32, 1..1600_i32),
        width in 1..60_usize,
    ) {
        let to = from + length;
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let named = ["a", "b", "c"];
            // In two imports, so that days are merged.
            let text: Vec<String> = rows.iter().map(|r| row(H + r.0, named[usize::from(r.1)], r.2, r.3)).collect();
            let (one, two) = text.split_at(text.len() / 2);
            world.import(one).await;
            world.import(two).await;
            let known: BTreeSet<u8> = rows.iter().map(|r| r.1).collect();
            let outage = outage.filter(|o| known.contains(&o.0)).map(|(s, at, len)| (s, at, at + len));
            if let Some((sensor, since, until)) = outage {
                world.observe.declare_outage(named[usize::from(sensor)], at(H + since), at(H + until)).await.unwrap();
            }
            let naive = Naive { rows: rows.clone(), outage };

            let range = hours(H + from, H + to);
            let answer = world.observe.top(TopQuery { limit: 100, ..top(range) }).await.unwrap();
            let mut expect: BTreeMap<u16, u64> = BTreeMap::new();
            for r in rows.iter().filter(|r| from <= r.0 && r.0 < to) {
                *expect.entry(r.3).or_default() += 1;
            }
            let got: BTreeMap<u16, u64> = answer.rows.iter().map(|r| (r.port.number.unwrap(), r.packets)).collect();
            assert_eq!(got, expect);
            for r in &answer.rows {
                let port = r.port.number.unwrap();
                let average = naive.average(from, to, port);
                assert!((r.average - average).abs() < 1e-9, "{port}: {} and not {average}", r.average);
                let by_sensor: u64 = (0..3).map(|s| rows.iter().filter(|x| x.1 == s && x.3 == port && from <= x.0 && x.0 < to).count() as u64).max().unwrap();
                assert_eq!(r.spread.high, by_sensor);
            }
            let by_sources = world.observe.top(TopQuery { limit: 100, by: By::Sources, ..top(range) }).await.unwrap();
            for r in &by_sources.rows {
                let port = r.port.number.unwrap();
                let distinct: HashSet<u32> = rows.iter().filter(|x| x.3 == port && from <= x.0 && x.0 < to).map(|x| x.2).collect();
                assert_eq!(r.sources, Some(distinct.len() as u64));
            }

            let starts: Vec<i32> = (from..to).step_by(width).collect();
            let buckets = starts.iter().map(|s| Bucket { first_day: None, hours: hours(H + s, H + (s + width as i32).min(to)) }).collect();
            let query = SeriesQuery { ports: vec![Port::tcp(445)], buckets, class: None, sources: true };
            let series = world.observe.series(query).await.unwrap();
            for (start, point) in starts.iter().zip(&series.lines[0].points) {
                let end = (start + width as i32).min(to);
                let alive = (*start..end).filter(|h| naive.alive(*h) > 0).count();
                assert_eq!(point.map_or(0, |p| p.hours as usize), alive);
                let Some(point) = point else { continue };
                assert_eq!(point.packets, (*start..end).map(|h| naive.packets(h, 445)).sum::<u64>());
                assert!((point.average - naive.average(*start, end, 445)).abs() < 1e-9);
                let distinct: HashSet<u32> = rows.iter().filter(|x| x.3 == 445 && *start <= x.0 && x.0 < end).map(|x| x.2).collect();
                assert_eq!(point.sources, Some(distinct.len() as u64));
            }
        });
    }
}

#[tokio::test]
async fn a_packet_from_no_believable_time_does_not_make_its_sensor_immortal() {
    let world = World::new().await;
    let done = world
        .import(&[
            row(H, "a", 1, 445),
            row(H + 1, "a", 1, 445),
            row(1_191_000, "a", 1, 445),
            row(30_000, "a", 1, 445),
        ])
        .await;
    let reading = &done[0].reading;
    assert_eq!((reading.packets, reading.problem_count), (2, 2));
    assert_eq!(
        reading.problems[0].reason,
        "2 packets are from before 1990 or from the future, the first from 2105-11-14T00:08:26Z; they were left out"
    );
    assert_eq!(world.observe.span().await.unwrap(), Some(hours(H, H + 2)));
}
