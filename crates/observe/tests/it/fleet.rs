//! Live sensors as people know them: invited, enrolled, looked after.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kernel::{Clock as _, FixedClock};
use observe::fleet::{
    About, AlarmKind, FleetRules, FleetState, Invitation, NetworkKind, NotRedeemed, RefusedFor,
};
use observe::live::{Collector, Condition, Incoming, NotTaken};
use observe::{Packet, Service};
use testkit::DataFolder;
use wire::{Batch, Cause, Loss, SensorId};

use crate::world::{import, open_at};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The world's first moment: a full hour.
const START: &str = "2026-04-01T00:00:00Z";

struct Fleet {
    folder: DataFolder,
    clock: Arc<FixedClock>,
    observe: Service,
}

impl Fleet {
    async fn new() -> Self {
        let (folder, clock) = (DataFolder::new(), testkit::clock(START));
        let observe = open_at(folder.path(), Arc::clone(&clock)).await;
        Self { folder, clock, observe }
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn pass(&self, time: SignedDuration) {
        self.clock.set(self.now().checked_add(time).unwrap());
    }

    async fn invite(&self, name: &str, secret: u8) -> i64 {
        let about = About {
            country: Some("JP".to_owned()),
            network: Some(NetworkKind::University),
            addresses: vec!["192.0.2.1".to_owned()],
            ..About::default()
        };
        let invitation = Invitation { name: name.to_owned(), about };
        self.observe.invite(invitation, &[secret; 16], DAY, "aoki").await.unwrap()
    }

    /// A sensor with this id and a certificate of the same name.
    async fn enrol(&self, name: &str, id: u8) {
        self.invite(name, id).await;
        let (sensor, certificate) = (SensorId([id; 16]), format!("{id:064x}"));
        self.observe.redeem(&[id; 16], sensor, &certificate).await.unwrap();
    }

    /// The journal's words about a sensor, newest first.
    async fn journal(&self, name: &str) -> Vec<String> {
        let database = testkit::database(self.folder.path()).await;
        let object = format!("sensor/{name}");
        let entries = kernel::journal::list(database.connection(), Some(&object), None, 100).await.unwrap();
        entries.into_iter().map(|entry| format!("{} {}", entry.who, entry.what)).collect()
    }

    /// A frame of the last `seconds` with `packets` packets.
    fn frame(&self, id: u8, number: u64, seconds: i64, packets: usize) -> Batch {
        let until_us = self.now().as_microsecond();
        let from_us = until_us - seconds * 1_000_000;
        let packet = Packet::<u32> { ts: from_us, proto: 6, dport: 445, ..Packet::default() };
        Batch {
            sensor: SensorId([id; 16]),
            first: number,
            last: number,
            made_us: until_us,
            from_us,
            until_us,
            v4: vec![packet; packets],
            ..Batch::default()
        }
    }
}

async fn deliver(collector: &Collector, batch: Batch, offset_us: Option<i64>) -> Result<u64, NotTaken> {
    let sensor = batch.sensor;
    let condition = Condition { version: "0.1.0".to_owned(), waiting_frames: 2, waiting_bytes: 300 };
    collector.deliver(sensor, condition, vec![Incoming { offset_us, batch }]).await
}

#[tokio::test]
async fn a_token_makes_one_sensor_once_and_in_time() {
    let fleet = Fleet::new().await;
    fleet.invite("tokyo-1", 1).await;
    let redeem = async |secret: u8, id: u8| {
        let certificate = format!("{id:064x}");
        fleet.observe.redeem(&[secret; 16], SensorId([id; 16]), &certificate).await
    };
    assert!(matches!(redeem(9, 1).await, Err(NotRedeemed::Unknown)));
    let enrolled = redeem(1, 1).await.unwrap();
    assert_eq!(
        (enrolled.name.as_str(), enrolled.title.as_str(), enrolled.again),
        ("tokyo-1", "tokyo-1", false)
    );
    assert!(matches!(redeem(1, 2).await, Err(NotRedeemed::Used)));

    fleet.invite("tokyo-2", 2).await;
    fleet.pass(DAY);
    assert!(matches!(redeem(2, 2).await, Err(NotRedeemed::Expired)));
    let withdrawn = fleet.invite("tokyo-2", 3).await;
    fleet.observe.withdraw_invitation(withdrawn, "bando").await.unwrap();
    assert!(matches!(redeem(3, 2).await, Err(NotRedeemed::Withdrawn)));

    let known = fleet.observe.by_certificate(&format!("{:064x}", 1)).await.unwrap().unwrap();
    assert_eq!((known.sensor, known.retired, known.revoked), (SensorId([1; 16]), false, false));
    assert_eq!(fleet.observe.by_certificate("none").await.unwrap(), None);
    assert_eq!(fleet.journal("tokyo-1").await, ["system observe.sensor-enrol", "aoki observe.sensor-invite"]);
    let waiting = fleet.observe.invitations().await.unwrap();
    assert_eq!(
        waiting.iter().map(|one| (one.name.as_str(), one.expired)).collect::<Vec<_>>(),
        [("tokyo-2", true)]
    );
}

#[tokio::test]
async fn a_new_key_begins_at_one_and_the_old_one_is_good_no_more() {
    let fleet = Fleet::new().await;
    fleet.enrol("tokyo-1", 1).await;
    let collector = fleet.observe.collect().await.unwrap();
    fleet.pass(SignedDuration::from_hours(1));
    let mut first = fleet.frame(1, 1, 10, 5);
    first.losses =
        vec![Loss { cause: Cause::Kernel, packets: 7, from_us: first.from_us, until_us: first.until_us }];
    assert_eq!(deliver(&collector, first, Some(0)).await, Ok(1));
    assert_eq!(deliver(&collector, fleet.frame(1, 2, 10, 5), Some(0)).await, Ok(2));

    fleet.pass(SignedDuration::from_hours(2));
    fleet.enrol("tokyo-1", 2).await;
    assert_eq!(deliver(&collector, fleet.frame(1, 3, 10, 5), Some(0)).await, Err(NotTaken::Revoked));
    assert_eq!(deliver(&collector, fleet.frame(2, 1, 10, 3), Some(0)).await, Ok(1));
    assert_eq!(deliver(&collector, fleet.frame(2, 1, 10, 3), Some(0)).await, Ok(1));

    let sensor = fleet.observe.fleet_sensor("tokyo-1").await.unwrap();
    assert_eq!((sensor.keys, sensor.packets, sensor.state), (2, 13, FleetState::Live));
    assert_eq!(
        sensor.lost.iter().map(|loss| (loss.cause.as_str(), loss.packets)).collect::<Vec<_>>(),
        [("kernel", 7)]
    );
    assert_eq!(sensor.covered.hours, 2);
}

#[tokio::test]
async fn what_people_do_with_a_sensor_is_in_the_journal() {
    let fleet = Fleet::new().await;
    fleet.enrol("tokyo-1", 1).await;
    let observe = &fleet.observe;
    observe.rename_sensor("tokyo-1", "Tokyo, first", "aoki").await.unwrap();
    observe.retire_sensor("tokyo-1", "aoki").await.unwrap();
    observe.retire_sensor("tokyo-1", "aoki").await.unwrap_err();
    let collector = observe.collect().await.unwrap();
    assert_eq!(deliver(&collector, fleet.frame(1, 1, 10, 1), None).await, Err(NotTaken::Retired));
    observe.reinstate_sensor("tokyo-1", "aoki").await.unwrap();
    observe.reinstate_sensor("tokyo-1", "aoki").await.unwrap_err();
    assert_eq!(deliver(&collector, fleet.frame(1, 1, 10, 1), None).await, Ok(1));
    observe.revoke_sensor("tokyo-1", "bando").await.unwrap();
    observe.reinstate_sensor("tokyo-1", "aoki").await.unwrap_err();
    observe.revoke_sensor("nobody", "aoki").await.unwrap_err();

    let sensor = observe.fleet_sensor("tokyo-1").await.unwrap();
    assert_eq!((sensor.title.as_str(), sensor.state), ("Tokyo, first", FleetState::Revoked));
    assert_eq!(sensor.addresses.as_deref(), Some(&["192.0.2.1".to_owned()][..]));
    let public = sensor.without_addresses();
    assert_eq!((public.addresses, public.note), (None, None));
    let done = ["bando observe.sensor-revoke", "aoki observe.sensor-reinstate", "aoki observe.sensor-retire"];
    assert_eq!(fleet.journal("tokyo-1").await[..3], done);
}

#[tokio::test]
async fn alarms_open_once_and_close_when_they_are_over() {
    let fleet = Fleet::new().await;
    for (name, id) in [("tokyo-1", 1), ("tokyo-2", 2)] {
        fleet.enrol(name, id).await;
    }
    let observe = &fleet.observe;
    let rules = FleetRules { silent: SignedDuration::from_mins(5), listening: fleet.now() };
    let look = async || observe.look_after_fleet(rules).await.unwrap();
    let open = async || {
        let alarms = observe.open_alarms().await.unwrap();
        alarms.into_iter().map(|one| (one.sensor.unwrap_or_default(), one.kind)).collect::<Vec<_>>()
    };
    let collector = observe.collect().await.unwrap();
    look().await;
    assert_eq!(open().await, []);

    fleet.pass(SignedDuration::from_mins(6));
    let mut frame = fleet.frame(1, 1, 10, 1);
    frame.losses =
        vec![Loss { cause: Cause::Disk, packets: 4, from_us: frame.from_us, until_us: frame.until_us }];
    deliver(&collector, frame, Some(60_000_000)).await.unwrap();
    let looked = look().await;
    assert_eq!((looked.opened.len(), looked.closed), (3, 0));
    let silent = ("tokyo-2".to_owned(), AlarmKind::Silent);
    let of_one = |kind| ("tokyo-1".to_owned(), kind);
    assert_eq!(open().await, [silent, of_one(AlarmKind::Losing), of_one(AlarmKind::Clock)]);
    assert_eq!(look().await.opened, []);

    // A stranger's token and a damaged frame are heard of; who has no certificate is the internet's noise.
    observe.refused(RefusedFor::NoCertificate, None, "203.0.113.9").await.unwrap();
    observe.refused(RefusedFor::Token, None, "from 203.0.113.9").await.unwrap();
    observe.refused(RefusedFor::Damaged, Some(SensorId([1; 16])), "frame 2").await.unwrap();
    deliver(&collector, fleet.frame(2, 1, 10, 1), Some(0)).await.unwrap();
    let looked = look().await;
    assert_eq!((looked.opened.len(), looked.closed), (2, 1));
    let seen = looked.opened[0].id;
    observe.mark_alarm_seen(seen, "bando").await.unwrap();
    observe.mark_alarm_seen(seen, "aoki").await.unwrap();
    let alarms = observe.alarms(None, 10).await.unwrap();
    let by = alarms.iter().find(|alarm| alarm.id == seen).unwrap().seen_by.clone();
    assert_eq!(by.as_deref(), Some("bando"));

    // An hour later only what still holds is open; everything is kept.
    fleet.pass(SignedDuration::from_mins(61));
    deliver(&collector, fleet.frame(1, 2, 10, 1), Some(0)).await.unwrap();
    deliver(&collector, fleet.frame(2, 2, 10, 1), Some(0)).await.unwrap();
    look().await;
    assert_eq!(open().await, []);
    assert_eq!(observe.alarms(None, 10).await.unwrap().len(), 5);
    assert_eq!(observe.alarms(Some("tokyo-2"), 10).await.unwrap().len(), 1);

    let overview = observe.fleet().await.unwrap();
    let refused: Vec<_> =
        overview.refused.iter().map(|one| (one.why, one.count, one.sensor.clone())).collect();
    assert_eq!(
        refused,
        [
            (RefusedFor::Token, 1, None),
            (RefusedFor::NoCertificate, 1, None),
            (RefusedFor::Damaged, 1, Some("tokyo-1".to_owned())),
        ]
    );
}

#[tokio::test]
async fn a_sensor_that_is_far_from_its_fellows_is_an_alarm() {
    let fleet = Fleet::new().await;
    let ids = 1..=4_u8;
    // In the third of the hours that are compared, the last sensor sees a tenth of what the others do.
    let third = kernel::Hour::of(fleet.now()).0 + 3;
    let rows: Vec<String> = ids
        .clone()
        .flat_map(|id| {
            let packets = if id == 4 { 50 } else { 500 };
            (0..packets).map(move |_| crate::world::row(third, &format!("tokyo-{id}"), 7, 445))
        })
        .collect();
    import(&fleet.observe, fleet.folder.path(), &rows).await;
    let collector = fleet.observe.collect().await.unwrap();
    for id in ids.clone() {
        fleet.enrol(&format!("tokyo-{id}"), id).await;
    }
    fleet.pass(SignedDuration::from_hours(7));
    for id in ids {
        deliver(&collector, fleet.frame(id, 1, 7 * 3600 - 60, 0), Some(0)).await.unwrap();
    }
    let rules = FleetRules { silent: SignedDuration::from_mins(5), listening: fleet.now() };
    let opened = fleet.observe.look_after_fleet(rules).await.unwrap().opened;
    assert_eq!(opened.len(), 1, "{opened:?}");
    assert_eq!((opened[0].sensor.as_deref(), opened[0].kind), (Some("tokyo-4"), AlarmKind::Differs));
    assert_eq!(opened[0].detail, "50 : 500");
    let sensor = fleet.observe.fleet_sensor("tokyo-4").await.unwrap();
    assert_eq!(sensor.hourly.iter().flatten().copied().collect::<Vec<_>>(), [0, 0, 0, 50, 0, 0, 0]);
    assert_eq!(fleet.observe.fleet().await.unwrap().sensors[0].name, "tokyo-4");
}
