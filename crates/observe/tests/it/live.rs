//! Frames of live sensors: each once, whatever happens on the way.

use std::sync::Arc;

use capture::{Class, Known, Packet, proto};
use jiff::{SignedDuration, Timestamp};
use kernel::{Clock as _, Database, FixedClock, Hour, HourRange, Originals};
use observe::fleet::{About, Invitation};
use observe::live::{Collector, Condition, Incoming, NotTaken};
use observe::{By, Digest, Port, SeriesQuery, Service, TopQuery};
use testkit::DataFolder;
use wire::{Batch, Cause, Loss, SensorId};

const SECOND: i64 = 1_000_000;

/// A data folder with a collector.
struct Tower {
    folder: DataFolder,
    clock: Arc<FixedClock>,
    observe: Service,
}

async fn open(folder: &DataFolder, clock: &Arc<FixedClock>) -> Service {
    let database = Database::open(&folder.path().join("hinomi.db")).await.unwrap();
    let originals = Originals::open(folder.path().join("originals")).unwrap();
    Service::open(database, originals, folder.path().join("lake"), Arc::clone(clock) as _).await.unwrap()
}

impl Tower {
    async fn new() -> Self {
        let (folder, clock) = (DataFolder::new(), testkit::clock("2026-11-23T05:59:50Z"));
        let observe = open(&folder, &clock).await;
        Self { folder, clock, observe }
    }

    /// The same folder, as another process opens it after this one has ended.
    async fn again(self) -> Self {
        let Self { folder, clock, observe } = self;
        drop(observe);
        let observe = open(&folder, &clock).await;
        Self { folder, clock, observe }
    }

    async fn enrol(&self, name: &str, number: u8) -> SensorId {
        let id = SensorId([number; 16]);
        let invitation = Invitation { name: name.to_owned(), about: About::default() };
        let day = SignedDuration::from_hours(24);
        self.observe.invite(invitation, &[number; 16], day, "aoki").await.unwrap();
        self.observe.redeem(&[number; 16], id, &format!("{number:064x}")).await.unwrap();
        id
    }

    async fn collect(&self) -> Collector {
        // The task of the collector before it lets go of the folder a moment after its last handle is gone.
        for _ in 0..200 {
            match self.observe.collect().await {
                Ok(collector) => return collector,
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
            }
        }
        panic!("nobody else collects here");
    }

    fn now_us(&self) -> i64 {
        self.clock.now().as_microsecond()
    }

    /// Packets that the first sensor knows it lost.
    async fn lost(&self) -> u64 {
        let fleet = self.observe.fleet().await.unwrap();
        fleet.sensors[0].lost.iter().map(|sum| sum.packets).sum()
    }

    /// Waits until the series of the two hours around now say that `port` had `packets`; gives what they say then.
    async fn seen(&self, port: Port, packets: u64) -> u64 {
        let hour = Hour::of(self.clock.now());
        let hours = HourRange::new(Hour(hour.0 - 1), Hour(hour.0 + 2));
        let mut seen = 0;
        for _ in 0..600 {
            let query = TopQuery { hours, by: By::Packets, limit: 100, class: None };
            let top = self.observe.top(query).await.unwrap();
            seen = top.rows.iter().find(|row| row.port == port).map_or(0, |row| row.packets);
            if seen >= packets {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        seen
    }
}

fn syn(ts: i64, source: u32, dport: u16) -> Packet<u32> {
    Packet {
        proto: proto::TCP,
        dport,
        ts,
        src: 0xc633_6400 + source,
        dst: 0xc000_0201,
        sport: 40_000,
        seq: source * 7919,
        ip_id: 54_321,
        window: 1024,
        length: 40,
        ttl: 240,
        flags: 2,
        class: Class::Scan,
        known: [
            Known::SPORT,
            Known::TTL,
            Known::IP_ID,
            Known::LENGTH,
            Known::FLAGS,
            Known::SEQ,
            Known::WINDOW,
        ]
        .into_iter()
        .fold(Known::NOTHING, Known::with),
        ..Packet::default()
    }
}

/// Frame `number` of a sensor, of the ten seconds that end at `made`, with so many packets.
fn frame(sensor: SensorId, number: u64, made: i64, packets: u32) -> Incoming {
    let from = made - 10 * SECOND;
    let v4 =
        (0..packets).map(|i| syn(from + i64::from(i) * 1000, number as u32 * 100 + i % 100, 445)).collect();
    let batch = Batch {
        sensor,
        first: number,
        last: number,
        made_us: made,
        from_us: from,
        until_us: made,
        v4,
        ..Batch::default()
    };
    Incoming { offset_us: Some(0), batch }
}

async fn deliver(collector: &Collector, sensor: SensorId, frames: Vec<Incoming>) -> Result<u64, NotTaken> {
    collector.deliver(sensor, Condition::default(), frames).await
}

#[tokio::test]
async fn frames_count_once_however_often_and_in_whatever_pieces_they_come() {
    let tower = Tower::new().await;
    let (one, two) = (tower.enrol("tokyo-1", 1).await, tower.enrol("osaka-1", 2).await);
    let collector = tower.collect().await;
    let now = tower.now_us();
    let make = |sensor, number: u64| frame(sensor, number, now + number as i64 * 10 * SECOND, 50);
    assert_eq!(deliver(&collector, one, vec![make(one, 1), make(one, 2)]).await, Ok(2));
    // Again, with more behind it; and again while that is on its way.
    let (again, beside) = tokio::join!(
        deliver(&collector, one, vec![make(one, 1), make(one, 2), make(one, 3)]),
        deliver(&collector, one, vec![make(one, 2), make(one, 3)]),
    );
    assert_eq!((again, beside), (Ok(3), Ok(3)));
    assert_eq!(deliver(&collector, one, vec![make(one, 3)]).await, Ok(3));
    // A gap, in the middle and at the beginning.
    assert_eq!(deliver(&collector, one, vec![make(one, 5)]).await, Err(NotTaken::Gap { acknowledged: 3 }));
    assert_eq!(deliver(&collector, one, vec![make(one, 4), make(one, 6)]).await, Ok(4));
    assert_eq!(deliver(&collector, two, vec![make(two, 1)]).await, Ok(1));
    drop(collector);

    // Another process goes on where this one ended.
    let tower = tower.again().await;
    let collector = tower.collect().await;
    assert_eq!(deliver(&collector, one, vec![make(one, 4), make(one, 5)]).await, Ok(5));
    assert_eq!(tower.seen(Port::tcp(445), 300).await, 300);
    let apart = tower.observe.digest().await.unwrap();

    // The same frames in one piece each make the same lake.
    let other = Tower::new().await;
    let (one, two) = (other.enrol("tokyo-1", 1).await, other.enrol("osaka-1", 2).await);
    let collector = other.collect().await;
    let all = (1..=5).map(|number| make(one, number)).collect();
    assert_eq!(deliver(&collector, one, all).await, Ok(5));
    assert_eq!(deliver(&collector, two, vec![make(two, 1)]).await, Ok(1));
    assert_eq!(other.observe.digest().await.unwrap(), apart);
    assert_eq!(apart.packets, 300);
}

#[tokio::test]
async fn ipv6_and_losses_arrive_and_untimely_packets_are_a_loss() {
    let tower = Tower::new().await;
    let one = tower.enrol("tokyo-1", 1).await;
    let collector = tower.collect().await;
    let now = tower.now_us();
    let mut first = frame(one, 1, now, 0);
    let six =
        Packet::<u128> { proto: proto::TCP, dport: 22, ts: now - SECOND, src: 1 << 64, ..Packet::default() };
    first.batch.v6 = vec![six, six];
    first.batch.v4 = vec![syn(now - SECOND, 1, 22), syn(now + 3 * 86_400 * SECOND, 1, 22)];
    first.batch.losses.push(Loss {
        cause: Cause::Kernel,
        packets: 17,
        from_us: now - 5 * SECOND,
        until_us: now,
    });
    assert_eq!(deliver(&collector, one, vec![first]).await, Ok(1));
    assert_eq!(tower.seen(Port::tcp(22), 3).await, 3);
    let fleet = tower.observe.fleet().await.unwrap();
    assert_eq!(fleet.sensors[0].packets, 3);
    assert_eq!(tower.lost().await, 18);
}

#[tokio::test]
async fn a_heartbeat_is_a_zero_and_silence_a_gap() {
    let tower = Tower::new().await;
    let one = tower.enrol("tokyo-1", 1).await;
    let collector = tower.collect().await;
    let hour = Hour::of(tower.clock.now());
    let start = |offset: i32| Hour(hour.0 + offset).start().as_microsecond();
    // It listened in the hours -5, -4 and -1, and has just one packet, in -5.
    let mut frames = Vec::new();
    for (number, offset) in [(1, -5), (2, -4), (3, -1)] {
        let mut next = frame(one, number, start(offset) + 600 * SECOND, u32::from(number == 1));
        next.batch.from_us = start(offset) + SECOND;
        frames.push(next);
    }
    assert_eq!(deliver(&collector, one, frames).await, Ok(3));
    let seen = tower.seen_hours(hour.0 - 6, hour.0, Port::tcp(445)).await;
    assert_eq!(seen, [None, Some(1), Some(0), None, None, Some(0)]);
}

impl Tower {
    /// Packets to `port` in each hour; none where nobody listened. Waits until there is a packet at all.
    async fn seen_hours(&self, from: i32, to: i32, port: Port) -> Vec<Option<u64>> {
        let bucket =
            |hour| kernel::Bucket { hours: HourRange::new(Hour(hour), Hour(hour + 1)), first_day: None };
        let buckets: Vec<_> = (from..to).map(bucket).collect();
        let query = SeriesQuery { ports: vec![port], buckets, class: None, sources: false };
        let mut points = Vec::new();
        for _ in 0..600 {
            let series = self.observe.series(query.clone()).await.unwrap();
            points = series.lines[0].points.iter().map(|point| point.map(|point| point.packets)).collect();
            if points.iter().any(|packets| packets.unwrap_or(0) > 0) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        points
    }
}

#[tokio::test]
async fn who_is_not_known_retired_or_revoked_is_sent_away() {
    let tower = Tower::new().await;
    let (one, two) = (tower.enrol("tokyo-1", 1).await, tower.enrol("osaka-1", 2).await);
    let collector = tower.collect().await;
    let now = tower.now_us();
    let stranger = SensorId([9; 16]);
    assert_eq!(deliver(&collector, stranger, vec![frame(stranger, 1, now, 1)]).await, Err(NotTaken::Unknown));
    let of_another = deliver(&collector, one, vec![frame(two, 1, now, 1)]).await;
    assert!(matches!(of_another, Err(NotTaken::OtherSensor { .. })), "{of_another:?}");
    assert_eq!(deliver(&collector, one, vec![frame(one, 1, now, 1)]).await, Ok(1));
    tower.observe.revoke_sensor("tokyo-1", "aoki").await.unwrap();
    assert_eq!(deliver(&collector, one, vec![frame(one, 2, now, 1)]).await, Err(NotTaken::Revoked));
    tower.observe.retire_sensor("osaka-1", "aoki").await.unwrap();
    assert_eq!(deliver(&collector, two, vec![frame(two, 1, now, 1)]).await, Err(NotTaken::Retired));
    assert_eq!(tower.seen(Port::tcp(445), 1).await, 1);
}

#[tokio::test]
async fn a_frame_that_says_what_cannot_be_is_refused_whole() {
    let tower = Tower::new().await;
    let one = tower.enrol("tokyo-1", 1).await;
    let collector = tower.collect().await;
    let now = tower.now_us();
    let check = async |change: fn(&mut Batch)| {
        let mut wrong = frame(one, 1, now, 1);
        change(&mut wrong.batch);
        let outcome = deliver(&collector, one, vec![wrong]).await;
        assert!(matches!(outcome, Err(NotTaken::Wrong { acknowledged: 0, .. })), "{outcome:?}");
    };
    check(|batch| (batch.first, batch.last) = (0, 1)).await;
    check(|batch| batch.last = 0).await;
    check(|batch| batch.last = u64::MAX).await;
    assert_eq!(deliver(&collector, one, vec![frame(one, 1, now, 1)]).await, Ok(1));
}

/// While its clock is set, a frame may end before it begins, or years after it. Its packets count; what it says of its
/// listening does not.
#[tokio::test]
async fn a_clock_that_is_set_within_a_frame_makes_nobody_alive_for_years() {
    let tower = Tower::new().await;
    let one = tower.enrol("tokyo-1", 1).await;
    let collector = tower.collect().await;
    let now = tower.now_us();
    let mut back = frame(one, 1, now, 2);
    back.batch.from_us = now + 3600 * SECOND;
    let mut years = frame(one, 2, now, 3);
    years.batch.from_us = 0;
    years.batch.losses.push(Loss { cause: Cause::Kernel, packets: u64::MAX, from_us: 0, until_us: now });
    assert_eq!(deliver(&collector, one, vec![back, years, frame(one, 3, now, 1)]).await, Ok(3));
    assert_eq!(tower.seen(Port::tcp(445), 6).await, 6);
    assert!(tower.observe.span().await.unwrap().unwrap().len() <= 2);
}

#[tokio::test]
async fn frames_drawn_together_fit_only_where_nothing_of_them_is_there() {
    let tower = Tower::new().await;
    let one = tower.enrol("tokyo-1", 1).await;
    let collector = tower.collect().await;
    let now = tower.now_us();
    assert_eq!(deliver(&collector, one, vec![frame(one, 1, now, 5), frame(one, 2, now, 5)]).await, Ok(2));
    let drawn = |first, last, packets| {
        let mut drawn = frame(one, first, now, 0);
        drawn.batch.last = last;
        let (from_us, until_us) = (drawn.batch.from_us, drawn.batch.until_us);
        drawn.batch.losses.push(Loss { cause: Cause::SpoolFull, packets, from_us, until_us });
        drawn
    };
    // 2 is there: the sensor does not know it, and learns it by the answer.
    assert_eq!(deliver(&collector, one, vec![drawn(2, 9, 40)]).await, Err(NotTaken::Gap { acknowledged: 2 }));
    assert_eq!(deliver(&collector, one, vec![drawn(3, 9, 35)]).await, Ok(9));
    assert_eq!(deliver(&collector, one, vec![frame(one, 10, now, 5)]).await, Ok(10));
    assert_eq!(tower.seen(Port::tcp(445), 15).await, 15);
    assert_eq!(tower.lost().await, 35);
}

/// Until it is over, a day's hours stand apart; then they go into the month. Either way the lake is the same.
#[tokio::test]
async fn a_day_closes_and_late_packets_find_their_place() {
    let tower = Tower::new().await;
    let one = tower.enrol("tokyo-1", 1).await;
    let collector = tower.collect().await;
    let today = tower.now_us();
    assert_eq!(deliver(&collector, one, vec![frame(one, 1, today, 30)]).await, Ok(1));
    assert_eq!(tower.seen(Port::tcp(445), 30).await, 30);
    drop(collector);
    let hour = Hour::of(tower.clock.now());
    let now: Timestamp = "2026-11-25T02:00:00Z".parse().unwrap();
    tower.clock.set(now);
    let tower = tower.again().await;
    let collector = tower.collect().await;
    // Another frame of that hour, two days late. The next look at the days that are closed is ten minutes away; whoever
    // opens the folder looks, too.
    assert_eq!(deliver(&collector, one, vec![frame(one, 2, today, 12)]).await, Ok(2));
    drop(collector);
    let tower = tower.again().await;
    let seen = tower.seen_hours(hour.0, hour.0 + 1, Port::tcp(445)).await;
    assert_eq!(seen, [Some(42)]);
    let digest: Digest = tower.observe.digest().await.unwrap();
    assert_eq!(digest.packets, 42);
    // Nothing of the hours' own files is left.
    let month = tower.folder.path().join("lake/series/month=2026-11");
    assert_eq!(std::fs::read_dir(month).unwrap().count(), 1);
}

#[tokio::test]
async fn two_collectors_for_one_folder_are_one_too_many() {
    let tower = Tower::new().await;
    let _collector = tower.collect().await;
    let error = tower.observe.collect().await.unwrap_err().to_string();
    assert!(error.contains("collects for this data folder already"), "{error}");
}
