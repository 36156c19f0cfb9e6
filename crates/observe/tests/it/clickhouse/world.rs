//! Observation over files or over a cluster, given the same, asked the same.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use kernel::{Bucket, Database, FixedClock, Hour, HourRange, Originals, Stretch};
use observe::live::{Collector, Condition, Incoming, NotTaken};
use observe::read::lines::{Format, LineOptions};
use observe::{
    By, Class, Cluster, ImportFile, ImportRequest, Known, Packet, Port, SeriesQuery, Service, TopQuery,
};
use sea_orm::ConnectionTrait;
use testkit::DataFolder;
use wire::{Batch, SensorId};

/// The last hour of the first quarter of 2026, UTC: live packets are of here.
pub const NOW: i32 = 493_055;

/// Microseconds of an hour.
pub const HOUR_US: i64 = 3_600_000_000;

/// Observation over a folder that goes away with it.
pub struct Live {
    pub folder: DataFolder,
    pub clock: Arc<FixedClock>,
    pub observe: Service,
    collector: Option<Collector>,
    files: usize,
}

/// A cluster of servers under test: what counts no more may go at once.
pub fn cluster(shards: Vec<Vec<String>>, name: Option<&str>) -> Cluster {
    Cluster {
        shards,
        database: "hinomi".to_owned(),
        user: "hinomi".to_owned(),
        password: "open sesame".to_owned(),
        name: name.map(str::to_owned),
        keep_packets_days: None,
        keep_series_days: None,
        linger: Duration::ZERO,
    }
}

/// Opens the lake in a folder.
pub async fn open(folder: &DataFolder, cluster: Option<Cluster>, clock: &Arc<FixedClock>) -> Service {
    let database = Database::open(&folder.path().join("hinomi.db")).await.unwrap();
    let originals = Originals::open(folder.path().join("originals")).unwrap();
    let (lake, clock) = (folder.path().join("lake"), Arc::clone(clock) as _);
    let opened = match cluster {
        Some(cluster) => Service::open_cluster(database, originals, lake, cluster, clock).await,
        None => Service::open(database, originals, lake, clock).await,
    };
    opened.unwrap()
}

impl Live {
    /// Some minutes into [`NOW`]'s next hour, with one live sensor.
    pub async fn new(cluster: Option<Cluster>) -> Self {
        let clock = testkit::clock("2026-04-01T00:10:00Z");
        let folder = DataFolder::new();
        let observe = open(&folder, cluster, &clock).await;
        let new = Self { folder, clock, observe, collector: None, files: 0 };
        new.execute(
            "INSERT INTO observe_fleet (wire_id, name, title, country, network, addresses, note, certificate, \
             enrolled_us) VALUES ('07070707070707070707070707070707', 'live-1', '', '', '', '[]', '', '', 0)",
        )
        .await;
        new
    }

    /// A statement to the records.
    pub async fn execute(&self, sql: &str) {
        let database = Database::open(&self.folder.path().join("hinomi.db")).await.unwrap();
        database.connection().execute_unprepared(sql).await.unwrap();
    }

    /// The one number that a question to the records answers with.
    pub async fn number(&self, sql: &str) -> i64 {
        let database = Database::open(&self.folder.path().join("hinomi.db")).await.unwrap();
        let db = database.connection();
        let statement = sea_orm::Statement::from_string(db.get_database_backend(), sql.to_owned());
        db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    /// Waits until a question to the records answers with this number.
    pub async fn until(&self, sql: &str, expect: i64) {
        let begun = Instant::now();
        while self.number(sql).await != expect {
            assert!(begun.elapsed() < Duration::from_secs(60), "{sql} is not {expect}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Imports rows of `time,sensor,src,proto,sport,dport`.
    pub async fn import(&mut self, rows: &str) -> Result<(), observe::Error> {
        self.files += 1;
        let path = self.folder.path().join(format!("rows-{}.csv", self.files));
        std::fs::write(&path, format!("time,sensor,src,proto,sport,dport\n{rows}")).unwrap();
        let columns = "time=time,sensor=sensor,src=src,proto=proto,sport=sport,dport=dport".parse().unwrap();
        let lines = LineOptions {
            format: Some(Format::Table),
            columns: Some(columns),
            year: None,
            zone: TimeZone::UTC,
        };
        let files = vec![ImportFile { path, sensor: None }];
        let done = self.observe.import(ImportRequest { files, lines }, Arc::new(())).await?;
        assert_eq!(done[0].reading.problem_count, 0, "{:?}", done[0].reading);
        Ok(())
    }

    /// Delivers a frame of the live sensor.
    pub async fn deliver(&mut self, batch: Batch) -> Result<u64, NotTaken> {
        if self.collector.is_none() {
            self.collector = Some(self.observe.collect().await.unwrap());
        }
        let frames = vec![Incoming { offset_us: Some(0), batch }];
        let collector = self.collector.as_ref().unwrap();
        collector.deliver(SensorId([7; 16]), Condition::default(), frames).await
    }

    /// Everything that can be asked, in words that can be compared.
    pub async fn answers(&self) -> String {
        let mut said = String::new();
        let mut say =
            |what: &str, answer: &dyn std::fmt::Debug| writeln!(said, "{what}: {answer:?}").unwrap();
        say("span", &self.observe.span().await.unwrap());
        say("sensors", &self.observe.sensors().await.unwrap());
        say("digest", &self.observe.digest().await.unwrap());
        let whole = HourRange::new(Hour(NOW - 1000), Hour(NOW + 30));
        let part = HourRange::new(Hour(NOW - 60), Hour(NOW - 2));
        for (hours, class) in [(whole, None), (part, Some(Class::Scan))] {
            for by in [By::Average, By::Packets, By::Sources] {
                let query = TopQuery { hours, by, limit: 20, class };
                say("top", &self.observe.top(query).await.unwrap());
            }
        }
        let ports = ["445/tcp", "53/udp", "tcp", "128/icmpv6", "1/tcp"];
        let ports: Vec<Port> = ports.iter().map(|port| port.parse().unwrap()).collect();
        // Buckets side by side, and with as much between them as in them.
        for (width, class, apart) in [(1, None, 1), (24, Some(Class::Scan), 1), (5, None, 2)] {
            let bucket = |at: i32| HourRange::new(Hour(at), Hour(at + width));
            let starts = (NOW - 80..NOW + 10).step_by((width * apart) as usize);
            let buckets = starts.map(|at| Bucket { first_day: None, hours: bucket(at) }).collect();
            let query = SeriesQuery { ports: ports.clone(), buckets, class, sources: true };
            say("series", &self.observe.series(query).await.unwrap());
        }
        let zone = TimeZone::get("Asia/Tokyo").unwrap();
        for figure in self.observe.figures("2026Q1".parse().unwrap(), &zone).await.unwrap() {
            say("figure", &(&figure.id, figure.value));
            let stretch = Stretch { skip: 7, limit: 25 };
            let found = self.observe.records(&figure.evidence, &zone, stretch).await.unwrap();
            say("records", &found.total);
            found.records.iter().for_each(|record| say("record", &(&record.id, &record.public.en)));
        }
        said
    }
}

/// Rows of a few sensors around some hours, the same for the same seed.
pub fn rows(seed: u64, count: u64, first: i32, hours: i32) -> String {
    let mut state = seed;
    let mut any = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut text = String::new();
    for _ in 0..count {
        let time = Hour(first).start().as_second() + any(hours as u64 * 3600) as i64;
        let sensor = ["tokyo", "berlin", "oslo"][any(3) as usize];
        let (proto, port) =
            [("tcp", 445), ("tcp", 445), ("tcp", 22), ("udp", 53), ("udp", 1434), ("icmp", 8), ("47", 0)]
                [any(7) as usize];
        let sport = [40_000, 53][any(2) as usize];
        let source = match any(5) {
            0 => format!("2001:db8::{:x}", any(30)),
            _ => format!("192.0.2.{}", any(60)),
        };
        writeln!(text, "{time},{sensor},{source},{proto},{sport},{port}").unwrap();
    }
    text
}

/// A frame of the live sensor with packets of both families, `packets` of each, from an hour on.
pub fn frame(number: u64, hour: i32, packets: u64) -> Batch {
    let from_us = i64::from(hour) * HOUR_US;
    let ts = |n: u64| from_us + (n * 7_919_000 % 590_000_000) as i64;
    let four = |n: u64| Packet {
        ts: ts(n),
        proto: 6,
        dport: [445, 22, 80][(n % 3) as usize],
        src: 0xC633_6400 + (n * number % 50) as u32,
        dst: 0xCB00_7101,
        sport: n as u16,
        seq: n as u32 * 3,
        length: 40,
        ttl: 64,
        flags: 2,
        class: Class::Scan,
        known: [Known::SPORT, Known::TTL, Known::LENGTH, Known::FLAGS, Known::SEQ]
            .into_iter()
            .fold(Known::default(), Known::with),
        ..Packet::default()
    };
    let six = |n: u64| Packet {
        ts: ts(n),
        proto: 58,
        dport: 128,
        src: (0x2001_0db8 << 96) + u128::from(n % 40),
        dst: 0x2001_0db8 << 96,
        class: Class::Scan,
        known: Known::TTL,
        ttl: 60,
        ..Packet::default()
    };
    Batch {
        sensor: SensorId([7; 16]),
        first: number,
        last: number,
        made_us: from_us + 600_000_000,
        from_us,
        until_us: from_us + 600_000_000,
        v4: (0..packets).map(four).collect(),
        v6: (0..packets).map(six).collect(),
        ..Batch::default()
    }
}
