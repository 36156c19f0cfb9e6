//! Somebody looks for the sensors with the public answers: probes candidates and watches the graph.
//!
//! Ten sensors stand in ten of a hundred candidate blocks. The attacker has one probe for each block, knows what goes
//! on usually, sees every public hour, and names the ten blocks that he thinks hold a sensor. By chance he finds one of ten.
//!
//! A port that nobody else uses tells him nothing. Where there is traffic, protection bounds what one sensor moves, and
//! does not bring it to nothing: with one hour of one busy port he finds about three of ten, with four cells about six.
//! Without protection he finds all, each time.

use jiff::tz::TimeZone;
use kernel::{Bucket, Hour, HourRange};
use observe::{By, Port, Publication, SeriesQuery, TopQuery};

use crate::world::World;

const SENSORS: u32 = 10;
const BLOCKS: u32 = 100;
const START: i32 = 450_000;
const HOURS: i32 = 25;

const OPEN: Publication = Publication { until: None, sensors: 1, step: 0.0, zone: TimeZone::UTC };
const CLOSED: Publication = Publication { until: None, sensors: 2, step: 0.1, zone: TimeZone::UTC };

/// Numbers that look random and are the same in each run (Marsaglia, xorshift64*).
struct Dice(u64);

impl Dice {
    fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A count of a Poisson process (Knuth).
    fn count(&mut self, mean: f64) -> u32 {
        let (limit, mut product, mut count) = ((-mean).exp(), self.unit(), 0);
        while product > limit {
            product *= self.unit();
            count += 1;
        }
        count
    }
}

/// The block that a sensor stands in.
const fn block_of(sensor: u32) -> u32 {
    sensor * 10 + (sensor * 7) % 10
}

/// Where a block is probed: an hour, and ports.
type Probe = fn(u32) -> (i32, Vec<u16>);

/// One way to look for sensors.
struct Attack {
    /// Ports with ordinary traffic, and packets of an hour and sensor in them.
    usual: (Vec<u16>, f64),
    probe: Probe,
    /// Packets to each address of the block, on each port.
    packets: u32,
}

impl Attack {
    /// The world in which every block was probed; what reaches no sensor is seen by nobody.
    async fn world(&self, seed: u64) -> World {
        let mut dice = Dice(seed);
        let world = World::new().await;
        let mut rows = Vec::new();
        let mut send = |hour: i32, sensor: u32, port: u16, count: u32| {
            let time = Hour(hour).start().as_second() + 60;
            let one = format!("{time},s{sensor},198.51.100.{},tcp,40000,{port}\n", sensor + 1);
            rows.extend(std::iter::repeat_n(one, count as usize));
        };
        for sensor in 0..SENSORS {
            for hour in START..START + HOURS {
                for port in &self.usual.0 {
                    send(hour, sensor, *port, dice.count(self.usual.1));
                }
                // So that each sensor is alive in each hour.
                send(hour, sensor, 1, 1);
            }
            let (hour, ports) = (self.probe)(block_of(sensor));
            ports.iter().for_each(|port| send(START + hour, sensor, *port, self.packets));
        }
        world.import(&rows).await;
        world
    }

    /// How many of the ten blocks that the attacker names do hold a sensor.
    async fn found(&self, world: &World, publication: Publication) -> usize {
        let probes: Vec<_> = (0..BLOCKS).map(|block| (self.probe)(block)).collect();
        let mut ports: Vec<u16> = probes.iter().flat_map(|(_, ports)| ports.clone()).collect();
        ports.sort_unstable();
        ports.dedup();
        let query = hourly(&ports, HourRange::new(Hour(START), Hour(START + HOURS)));
        let series = world.observe.public_series(query, publication).await.unwrap();
        let seen = |port: u16, hour: i32| {
            let line = ports.iter().position(|known| *known == port).unwrap();
            series.lines[line].points[hour as usize].map_or(0.0, |point| point.packets as f64)
        };
        let usual = |port: u16| (0..HOURS).map(|hour| seen(port, hour)).sum::<f64>() / f64::from(HOURS);
        let mut scores: Vec<(f64, usize)> = probes
            .iter()
            .enumerate()
            .map(|(block, (hour, ports))| {
                (ports.iter().map(|port| seen(*port, *hour) - usual(*port)).sum(), block)
            })
            .collect();
        // Where nothing tells blocks apart, he takes them as they come.
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let named = scores.iter().take(SENSORS as usize).map(|(_, block)| *block as u32);
        named.filter(|block| (0..SENSORS).any(|sensor| block_of(sensor) == *block)).count()
    }
}

fn hourly(ports: &[u16], hours: HourRange) -> SeriesQuery {
    let bucket = |hour: Hour| Bucket { first_day: None, hours: HourRange::new(hour, Hour(hour.0 + 1)) };
    SeriesQuery {
        ports: ports.iter().map(|port| Port::tcp(*port)).collect(),
        buckets: hours.iter().map(bucket).collect(),
        class: None,
        sources: true,
    }
}

/// The days of UTC that `hours` touch.
fn hours_to_days(hours: HourRange) -> Vec<Bucket> {
    let days = hours.start.utc_day()..=Hour(hours.end.0 - 1).utc_day();
    days.map(|day| Bucket { first_day: None, hours: HourRange::new(Hour(24 * day), Hour(24 * day + 24)) })
        .collect()
}

/// Of ten sensors in each round: at least `open` are found without protection, at most `closed` where two sensors must
/// bear a packet out, and at most `strict` where half of them must.
async fn check(attack: Attack, rounds: u64, open: usize, closed: usize, strict: usize) {
    let (mut unprotected, mut protected, mut strictly) = (0, 0, 0);
    let half = Publication { sensors: SENSORS / 2, ..CLOSED };
    for round in 1..=rounds {
        let world = attack.world(0x9E37_79B9_7F4A_7C15 ^ (round << 7)).await;
        unprotected += attack.found(&world, OPEN).await;
        protected += attack.found(&world, CLOSED).await;
        strictly += attack.found(&world, half.clone()).await;
    }
    println!(
        "of {}: {unprotected} found without protection, {protected} with, {strictly} strictly",
        10 * rounds
    );
    assert!(unprotected >= open, "{unprotected} found without protection");
    assert!(protected <= closed, "{protected} found with protection");
    assert!(strictly <= strict, "{strictly} found with strict protection");
}

/// A port of its own for each block, which nobody else uses.
#[tokio::test]
async fn rare_ports_tell_nothing() {
    let attack = Attack {
        usual: (Vec::new(), 0.0),
        probe: |block| ((block % 25) as i32, vec![20_000 + block as u16]),
        packets: 20,
    };
    check(attack, 1, 10, 1, 1).await;
}

/// A burst on a busy port, an hour and port for each block.
#[tokio::test]
async fn bursts_on_busy_ports_tell_little() {
    let attack = Attack {
        usual: (vec![135, 139, 445, 1433], 20.0),
        probe: |block| ((block % 25) as i32, vec![[135, 139, 445, 1433][block as usize / 25]]),
        packets: 400,
    };
    check(attack, 4, 40, 14, 14).await;
}

/// Packets on each of four ports with little traffic: the shifts of four cells add up, and chance only by its root.
#[tokio::test]
async fn many_small_probes_tell_little() {
    const PORTS: [u16; 16] = [21, 22, 23, 25, 53, 80, 110, 111, 143, 443, 993, 995, 1080, 3128, 5900, 8080];
    let attack = Attack {
        usual: (PORTS.to_vec(), 1.0),
        probe: |block| {
            let of = block as usize / 25 * 4;
            ((block % 25) as i32, PORTS[of..of + 4].to_vec())
        },
        packets: 10,
    };
    check(attack, 4, 40, 26, 26).await;
}

#[tokio::test]
async fn hours_are_public_late_and_lists_are_sums_of_public_hours() {
    let attack = Attack { usual: (vec![445, 22], 3.0), probe: |_| (3, vec![445]), packets: 50 };
    let world = attack.world(7).await;
    let hours = HourRange::new(Hour(START), Hour(START + HOURS));
    let public = Publication { until: Some(Hour(START + 20)), ..CLOSED };
    let series = world.observe.public_series(hourly(&[445], hours), public.clone()).await.unwrap();
    let points = &series.lines[0].points;
    assert!(points[..20].iter().all(Option::is_some) && points[20..].iter().all(Option::is_none));
    assert_eq!((series.sensors[19].withheld_hours, series.sensors[20].withheld_hours), (0, 1));

    let query = TopQuery { hours, by: By::Packets, limit: 10, class: None };
    let top = world.observe.public_top(query.clone(), public.clone()).await.unwrap();
    assert_eq!(top.sensors.withheld_hours, 5);
    let row = top.rows.iter().find(|row| row.port == Port::tcp(445)).unwrap();
    // The day is not over, and goes by its hours: the list is their sum.
    assert_eq!(row.packets, points.iter().flatten().map(|point| point.packets).sum::<u64>());
    assert_eq!(row.spread.saw, SENSORS);

    // A day that is over is borne out as a whole, in the list as in the course.
    let days = hours_to_days(hours);
    let over = SeriesQuery { buckets: days.clone(), sources: false, ..hourly(&[445], hours) };
    let course = world.observe.public_series(over, CLOSED).await.unwrap();
    let whole = HourRange::new(days[0].hours.start, days[1].hours.end);
    let list = TopQuery { hours: whole, by: By::Packets, limit: 10, class: None };
    let list = world.observe.public_top(list, CLOSED).await.unwrap();
    let row = list.rows.iter().find(|row| row.port == Port::tcp(445)).unwrap();
    let points: Vec<_> = course.lines[0].points.iter().flatten().collect();
    assert_eq!(row.packets, points.iter().map(|point| point.packets).sum::<u64>());
    let average: f64 = points.iter().map(|point| point.average).sum();
    assert!((row.average - average).abs() <= 0.1 + 1e-9, "{} {average}", row.average);

    // Without any of it the answer is the exact one.
    let exact = world.observe.top(query.clone()).await.unwrap();
    assert_eq!(world.observe.public_top(query.clone(), OPEN).await.unwrap(), exact);
    let by_sources = TopQuery { by: By::Sources, ..query };
    let exact = world.observe.top(by_sources.clone()).await.unwrap();
    assert_eq!(world.observe.public_top(by_sources, OPEN).await.unwrap(), exact);
    let exact = world.observe.series(hourly(&[445, 22], hours)).await.unwrap();
    assert_eq!(world.observe.public_series(hourly(&[445, 22], hours), OPEN).await.unwrap(), exact);
    // With more sensors asked for than there are, nothing is public.
    let none = Publication { sensors: SENSORS + 1, ..CLOSED };
    let top =
        world.observe.public_top(TopQuery { hours, by: By::Average, limit: 10, class: None }, none).await;
    let top = top.unwrap();
    assert_eq!((top.rows.len(), top.sensors.withheld_hours), (0, HOURS as u32));
}
