//! The fleet as staff see it: each sensor with all that is known of it.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use kernel::{Hour, HourRange};
use serde::Serialize;

use super::alarm::Alarm;
use super::invitation::Invited;
use super::model::NetworkKind;
use super::refusal::{Refused, RefusedFor};
use super::time;
use crate::error::Error;
use crate::live::ClockState;
use crate::service::Service;
use crate::store::{self, fleet, live};

/// Full hours whose packets are told.
const HOURS: i32 = 24;

/// Days whose coverage and refusals are told, as stretches of 24 hours before the next full hour.
const DAYS: i32 = 30;

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;

/// Losses of one sensor that are told singly.
const LOSSES: u64 = 50;

/// How a sensor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FleetState {
    /// It delivers.
    Live,
    /// It is enrolled and has delivered nothing yet.
    Waiting,
    /// It is out of use.
    Retired,
    /// Its key is trusted no more.
    Revoked,
}

impl FleetState {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Waiting => "waiting",
            Self::Retired => "retired",
            Self::Revoked => "revoked",
        }
    }
}

/// Packets lost for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LossSum {
    /// Why: a word.
    pub cause: String,
    /// How many.
    pub packets: u64,
}

/// One loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LossRow {
    /// Why: a word.
    pub cause: String,
    /// How many packets.
    pub packets: u64,
    /// From when the packets were.
    pub since: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// When it was told.
    pub recorded: Timestamp,
}

/// Hours in which a sensor listened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// Hours in which it listened.
    pub hours: u32,
    /// Of so many.
    pub of: u32,
    /// The same day by day, oldest first: the first hour of 24, and in how many of them it listened.
    pub days: Vec<(Hour, u32)>,
}

/// One live sensor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FleetSensor {
    /// Its name in the lake.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// How it stands.
    pub state: FleetState,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Kind of network.
    pub network: Option<NetworkKind>,
    /// Addresses it listens on; none where the reader may not see them.
    pub addresses: Option<Vec<String>>,
    /// What is noted; none likewise.
    pub note: Option<String>,
    /// When its present key was made.
    pub enrolled: Timestamp,
    /// How many keys it has had.
    pub keys: u32,
    /// Version of its program.
    pub version: Option<String>,
    /// When it last delivered.
    pub seen: Option<Timestamp>,
    /// Seconds between now and the newest of its frames that is in the lake.
    pub lag_seconds: Option<i64>,
    /// Frames that wait in its spool.
    pub waiting_frames: u64,
    /// Bytes of them.
    pub waiting_bytes: u64,
    /// Packets in all.
    pub packets: u64,
    /// Packets of each of the last 24 full hours, oldest first; none where it did not listen.
    pub hourly: Vec<Option<u64>>,
    /// Frames from its interface that carried no IP.
    pub not_ip: u64,
    /// Frames whose IP header could not be read.
    pub unreadable: u64,
    /// Losses that it told of within a day.
    pub lost_lately: Vec<LossSum>,
    /// Losses in all.
    pub lost: Vec<LossSum>,
    /// What is done about its clock.
    #[serde(serialize_with = "as_name")]
    pub clock: ClockState,
    /// How far its clock is ahead of ours, in microseconds.
    pub offset_us: Option<i64>,
    /// The last 30 days.
    pub covered: Covered,
    /// Refusals within 30 days.
    pub refused: u64,
    /// Alarms that hold, worst first.
    pub alarms: Vec<Alarm>,
}

impl FleetSensor {
    /// Packets of the last 24 full hours, by hour in which it listened; none where it did not.
    pub fn packets_per_hour(&self) -> Option<f64> {
        let heard: Vec<u64> = self.hourly.iter().copied().flatten().collect();
        (!heard.is_empty()).then(|| heard.iter().sum::<u64>() as f64 / heard.len() as f64)
    }

    /// The same for readers who may not know where it stands.
    #[must_use]
    pub fn without_addresses(self) -> Self {
        Self { addresses: None, note: None, ..self }
    }
}

fn as_name<S: serde::Serializer>(state: &ClockState, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(state.name())
}

/// All of it at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetOverview {
    /// The last full hour, exclusive: packets per hour and coverage end here.
    pub until: Hour,
    /// Sensors: those with alarms first, the worst of these before; then the others by name, those out of use last.
    pub sensors: Vec<FleetSensor>,
    /// Alarms that hold, worst first.
    pub alarms: Vec<Alarm>,
    /// Invitations that nobody has taken up.
    pub invitations: Vec<Invited>,
    /// Refusals of 30 days, newest first.
    pub refused: Vec<Refused>,
}

/// What the lake says of sensors, by name.
type Heard = HashMap<String, (Vec<Option<u64>>, Covered)>;

impl Service {
    /// The fleet as it is now, with addresses: who asks for somebody else leaves them out.
    pub async fn fleet(&self) -> Result<FleetOverview, Error> {
        self.write_refusals().await?;
        let db = self.inner.database.connection();
        let now = self.inner.clock.now();
        let now_us = now.as_microsecond();
        let rows = fleet::all(db).await?;
        let live: HashMap<i64, live::Model> =
            store::live::all(db).await?.into_iter().map(|live| (live.fleet_id, live)).collect();
        let lately = by_sensor(store::loss::sums(db, now_us - DAY_US).await?);
        let lost = by_sensor(store::loss::sums(db, i64::MIN).await?);
        let names: HashMap<i64, String> = rows.iter().map(|row| (row.id, row.name.clone())).collect();
        let since = Hour::of_micros(now_us - i64::from(DAYS - 1) * DAY_US).utc_day();
        let refused: Vec<Refused> = store::refusal::since(db, since)
            .await?
            .into_iter()
            .filter_map(|row| refused(row, &names))
            .collect();
        let alarms = self.open_alarms().await?;
        let mut by_name: BTreeMap<String, Vec<fleet::Model>> = BTreeMap::new();
        for row in rows {
            by_name.entry(row.name.clone()).or_default().push(row);
        }
        let until = Hour::of(now);
        let mut heard = self.heard(by_name.keys().cloned().collect(), until).await?;
        let mut sensors: Vec<FleetSensor> = by_name
            .into_iter()
            .filter_map(|(name, keys)| {
                let heard = heard.remove(&name)?;
                let of = Of { keys: &keys, live: &live, lately: &lately, lost: &lost, now_us };
                let mut sensor = of.sensor(heard)?;
                let of_it = |refused: &&Refused| refused.sensor.as_ref() == Some(&name);
                sensor.refused = refused.iter().filter(of_it).map(|refused| refused.count).sum();
                sensor.alarms =
                    alarms.iter().filter(|alarm| alarm.sensor.as_ref() == Some(&name)).cloned().collect();
                Some(sensor)
            })
            .collect();
        sensors.sort_by_key(|sensor| {
            let worst = sensor.alarms.iter().map(|alarm| alarm.kind as u8).min().unwrap_or(u8::MAX);
            (worst, sensor.state.max(FleetState::Waiting), sensor.name.clone())
        });
        Ok(FleetOverview { until, sensors, alarms, invitations: self.invitations().await?, refused })
    }

    /// One sensor of the fleet.
    pub async fn fleet_sensor(&self, name: &str) -> Result<FleetSensor, Error> {
        let fleet = self.fleet().await?;
        let found = fleet.sensors.into_iter().find(|sensor| sensor.name == name);
        found.ok_or_else(|| Error::NoLiveSensor { name: name.to_owned() })
    }

    /// The newest losses of a sensor.
    pub async fn losses(&self, name: &str) -> Result<Vec<LossRow>, Error> {
        let db = self.inner.database.connection();
        let of: Vec<i64> = fleet::named(db, name).await?.iter().map(|row| row.id).collect();
        let rows = store::loss::newest(db, &of, LOSSES).await?;
        let told = |row: store::loss::Model| LossRow {
            cause: row.cause,
            packets: row.packets.unsigned_abs(),
            since: time(row.since_us),
            until: time(row.until_us),
            recorded: time(row.recorded_us),
        };
        Ok(rows.into_iter().map(told).collect())
    }

    /// Packets per hour and coverage of sensors, from the lake.
    async fn heard(&self, names: Vec<String>, until: Hour) -> Result<Heard, Error> {
        self.ask(move |snapshot| {
            let hours = HourRange::new(Hour(until.0 - HOURS), until);
            let mut packets = vec![[0_u64; HOURS as usize]; snapshot.coverage.len()];
            snapshot.lake.hours(hours, &mut |row| {
                if row.port.is_none() {
                    packets[usize::from(row.sensor)][(row.hour.0 - hours.start.0) as usize] +=
                        u64::from(row.packets);
                }
            })?;
            let start = Hour(until.0 - 24 * DAYS);
            Ok(names
                .iter()
                .map(|name| {
                    let index = snapshot.names.number(name).map(usize::from);
                    let mut days: Vec<(Hour, u32)> =
                        (0..DAYS).map(|day| (Hour(start.0 + 24 * day), 0)).collect();
                    let mut hourly = vec![None; HOURS as usize];
                    if let Some(index) = index {
                        for hour in snapshot.coverage.hours_of(index, HourRange::new(start, until)) {
                            days[((hour.0 - start.0) / 24) as usize].1 += 1;
                            if hours.contains(hour) {
                                let place = (hour.0 - hours.start.0) as usize;
                                hourly[place] = Some(packets[index][place]);
                            }
                        }
                    }
                    let alive = days.iter().map(|(_, hours)| hours).sum();
                    (name.clone(), (hourly, Covered { hours: alive, of: 24 * DAYS as u32, days }))
                })
                .collect())
        })
        .await
    }
}

/// What a sensor is put together from.
struct Of<'a> {
    /// Its rows, the one in use last.
    keys: &'a [fleet::Model],
    live: &'a HashMap<i64, live::Model>,
    lately: &'a HashMap<i64, Vec<LossSum>>,
    lost: &'a HashMap<i64, Vec<LossSum>>,
    now_us: i64,
}

impl Of<'_> {
    fn sensor(&self, (hourly, covered): (Vec<Option<u64>>, Covered)) -> Option<FleetSensor> {
        let row = self.keys.last()?;
        let now = self.live.get(&row.id);
        let all = || self.keys.iter().filter_map(|key| self.live.get(&key.id));
        // Sensors say these numbers, and can say any.
        let sum = |of: fn(&live::Model) -> i64| {
            all().fold(0_u64, |sum, live| sum.saturating_add(of(live).unsigned_abs()))
        };
        let state = match (row.revoked_us, row.retired_us, now) {
            (Some(_), _, _) => FleetState::Revoked,
            (None, Some(_), _) => FleetState::Retired,
            (None, None, None) => FleetState::Waiting,
            (None, None, Some(_)) => FleetState::Live,
        };
        Some(FleetSensor {
            name: row.name.clone(),
            title: row.title.clone(),
            state,
            country: Some(row.country.clone()).filter(|country| !country.is_empty()),
            network: row.network.parse().ok(),
            addresses: Some(serde_json::from_str(&row.addresses).unwrap_or_default()),
            note: Some(row.note.clone()),
            enrolled: time(row.enrolled_us),
            keys: u32::try_from(self.keys.len()).unwrap_or(u32::MAX),
            version: now.map(|live| live.version.clone()).filter(|version| !version.is_empty()),
            seen: now.map(|live| time(live.seen_us)),
            lag_seconds: now
                .filter(|live| live.made_us > 0)
                .map(|live| self.now_us.saturating_sub(live.made_us).max(0) / 1_000_000),
            waiting_frames: now.map_or(0, |live| live.waiting_frames.unsigned_abs()),
            waiting_bytes: now.map_or(0, |live| live.waiting_bytes.unsigned_abs()),
            packets: sum(|live| live.packets),
            hourly,
            not_ip: sum(|live| live.not_ip),
            unreadable: sum(|live| live.unreadable),
            lost_lately: self.losses(self.lately),
            lost: self.losses(self.lost),
            clock: now.map_or(ClockState::Unknown, |live| ClockState::parse(&live.clock)),
            offset_us: now.and_then(|live| live.offset_us),
            covered,
            refused: 0,
            alarms: Vec::new(),
        })
    }

    /// The sums of all its keys.
    fn losses(&self, of: &HashMap<i64, Vec<LossSum>>) -> Vec<LossSum> {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for loss in self.keys.iter().filter_map(|key| of.get(&key.id)).flatten() {
            let sum = sums.entry(&loss.cause).or_default();
            *sum = sum.saturating_add(loss.packets);
        }
        sums.into_iter().map(|(cause, packets)| LossSum { cause: cause.to_owned(), packets }).collect()
    }
}

fn by_sensor(sums: Vec<(i64, String, u64)>) -> HashMap<i64, Vec<LossSum>> {
    let mut found: HashMap<i64, Vec<LossSum>> = HashMap::new();
    for (fleet_id, cause, packets) in sums {
        found.entry(fleet_id).or_default().push(LossSum { cause, packets });
    }
    found
}

fn refused(row: store::refusal::Model, names: &HashMap<i64, String>) -> Option<Refused> {
    Some(Refused {
        sensor: names.get(&row.fleet_id).cloned(),
        why: RefusedFor::parse(&row.reason)?,
        count: row.count.unsigned_abs(),
        last: time(row.last_us),
        detail: row.detail,
    })
}
