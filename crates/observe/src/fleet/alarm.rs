//! Alarms: opened once, closed when they are over, kept.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use kernel::{Hour, HourRange};
use serde::Serialize;

use super::refusal::RefusedFor;
use super::rules::{self, COMPARED_HOURS, Seen};
use super::{note, time};
use crate::error::Error;
use crate::live::ClockState;
use crate::service::Service;
use crate::store::{self, alarm};

/// How long a loss or a refusal is news, in microseconds.
const NEWS_US: i64 = 3_600_000_000;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AlarmKind {
    /// It delivers nothing.
    Silent,
    /// It loses packets.
    Losing,
    /// Its clock is wrong: what it says is shifted.
    Clock,
    /// Something was refused that should not have come.
    Refused,
    /// It sees much more or less than its fellows.
    Differs,
}

impl AlarmKind {
    /// All, worst first.
    pub const ALL: [Self; 5] = [Self::Silent, Self::Losing, Self::Clock, Self::Refused, Self::Differs];

    /// As it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::Losing => "losing",
            Self::Clock => "clock",
            Self::Refused => "refused",
            Self::Differs => "differs",
        }
    }
}

/// One alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alarm {
    /// Its number.
    pub id: i64,
    /// The sensor's name; none where a stranger is the matter.
    pub sensor: Option<String>,
    /// What is wrong.
    pub kind: AlarmKind,
    /// Since when.
    pub since: Timestamp,
    /// Until when; none while it holds.
    pub until: Option<Timestamp>,
    /// Numbers to it: minutes of silence; packets lost; seconds that its clock is ahead (empty where nobody knows);
    /// reasons of refusals with counts; its packets of six hours and the median of its fellows.
    pub detail: String,
    /// Who has seen it.
    pub seen_by: Option<String>,
}

/// What the organisation decides about alarms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FleetRules {
    /// After this long without a delivery a sensor is silent.
    pub silent: SignedDuration,
    /// Since when the collector takes deliveries: before that no sensor could be heard.
    pub listening: Timestamp,
}

/// What a look at the fleet came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookedAfter {
    /// New alarms.
    pub opened: Vec<Alarm>,
    /// How many are over.
    pub closed: usize,
}

impl Service {
    /// Looks at all sensors in use; opens alarms and closes those that are over.
    pub async fn look_after_fleet(&self, rules: FleetRules) -> Result<LookedAfter, Error> {
        self.write_refusals().await?;
        let holds = self.what_holds(rules).await?;
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        let mut open: BTreeMap<(i64, String), alarm::Model> = alarm::open(&transaction)
            .await?
            .into_iter()
            .map(|alarm| ((alarm.fleet_id, alarm.kind.clone()), alarm))
            .collect();
        let mut looked = LookedAfter::default();
        for Holding { fleet_id, name, kind, detail } in holds {
            match open.remove(&(fleet_id, kind.name().to_owned())) {
                Some(alarm) if alarm.detail == detail => {}
                Some(alarm) => alarm::update(&transaction, alarm::Model { detail, ..alarm }).await?,
                None => {
                    let since = now.as_microsecond();
                    let id = alarm::insert(&transaction, fleet_id, kind.name(), since, &detail).await?;
                    let sensor = name;
                    looked.opened.push(Alarm {
                        id,
                        sensor,
                        kind,
                        since: now,
                        until: None,
                        detail,
                        seen_by: None,
                    });
                }
            }
        }
        looked.closed = open.len();
        for over in open.into_values() {
            let until_us = Some(now.as_microsecond());
            alarm::update(&transaction, alarm::Model { until_us, ..over }).await?;
        }
        transaction.commit().await?;
        Ok(looked)
    }

    /// The newest alarms, `limit` at most, over or not; of one sensor where its name is given.
    pub async fn alarms(&self, sensor: Option<&str>, limit: u64) -> Result<Vec<Alarm>, Error> {
        let db = self.inner.database.connection();
        let of = match sensor {
            Some(name) => {
                Some(store::fleet::named(db, name).await?.iter().map(|row| row.id).collect::<Vec<_>>())
            }
            None => None,
        };
        let names = self.names_of_fleet().await?;
        let rows = alarm::newest(db, of.as_deref(), limit).await?;
        Ok(rows.into_iter().filter_map(|row| told(row, &names)).collect())
    }

    /// The alarms that hold, worst first.
    pub async fn open_alarms(&self) -> Result<Vec<Alarm>, Error> {
        let names = self.names_of_fleet().await?;
        let rows = alarm::open(self.inner.database.connection()).await?;
        let mut alarms: Vec<Alarm> = rows.into_iter().filter_map(|row| told(row, &names)).collect();
        alarms.sort_by_key(|alarm| (alarm.kind, alarm.since, alarm.id));
        Ok(alarms)
    }

    /// Notes that somebody has seen an alarm and looks after it.
    pub async fn mark_alarm_seen(&self, id: i64, who: &str) -> Result<(), Error> {
        let names = self.names_of_fleet().await?;
        let transaction = self.inner.database.begin_write().await?;
        let row = alarm::by_id(&transaction, id).await?.ok_or(Error::NotFound { what: "alarm", id })?;
        if row.seen_by.is_none() {
            let now = self.inner.clock.now();
            let name = names.get(&row.fleet_id).cloned().unwrap_or_default();
            let detail = format!("{id} {}", row.kind);
            let (seen_by, seen_us) = (Some(who.to_owned()), Some(now.as_microsecond()));
            alarm::update(&transaction, alarm::Model { seen_by, seen_us, ..row }).await?;
            note(&transaction, now, who, "observe.sensor-alarm-seen", &name, &detail).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    async fn names_of_fleet(&self) -> Result<HashMap<i64, String>, Error> {
        let rows = store::fleet::all(self.inner.database.connection()).await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }

    /// All that is wrong now.
    async fn what_holds(&self, rules: FleetRules) -> Result<Vec<Holding>, Error> {
        let db = self.inner.database.connection();
        let now = self.inner.clock.now();
        let now_us = now.as_microsecond();
        let mut live: HashMap<i64, _> =
            store::live::all(db).await?.into_iter().map(|live| (live.fleet_id, live)).collect();
        let mut lost: HashMap<i64, u64> = HashMap::new();
        for (fleet_id, _, packets) in store::loss::sums(db, now_us - NEWS_US).await? {
            let sum: &mut u64 = lost.entry(fleet_id).or_default();
            *sum = sum.saturating_add(packets);
        }
        let mut refused: HashMap<i64, Vec<(RefusedFor, u64)>> = HashMap::new();
        for row in store::refusal::since(db, Hour::of_micros(now_us - NEWS_US).utc_day()).await? {
            let Some(why) = RefusedFor::parse(&row.reason).filter(|why| why.is_grave()) else { continue };
            if row.last_us > now_us - NEWS_US {
                refused.entry(row.fleet_id).or_default().push((why, row.count.unsigned_abs()));
            }
        }
        let compared = self.compared(Hour::of(now)).await?;
        let mut holds = Vec::new();
        for row in store::fleet::all(db).await? {
            let refused = refused.remove(&row.id).unwrap_or_default();
            if row.retired_us.is_some() || row.revoked_us.is_some() {
                // Who still uses a revoked key is to be heard of; everything else about it is over.
                let words = refused.iter().map(|(why, count)| format!("{} {count}", why.name()));
                let detail = words.collect::<Vec<_>>().join(", ");
                if !detail.is_empty() {
                    holds.push(Holding {
                        fleet_id: row.id,
                        name: Some(row.name),
                        kind: AlarmKind::Refused,
                        detail,
                    });
                }
                continue;
            }
            let live = live.remove(&row.id);
            let heard = live.as_ref().map_or(0, |live| live.seen_us).max(row.enrolled_us);
            let seen = Seen {
                now_us,
                heard_us: heard.max(rules.listening.as_microsecond()),
                silent_us: i64::try_from(rules.silent.as_micros()).unwrap_or(i64::MAX),
                clock: live.as_ref().map_or(ClockState::Unknown, |live| ClockState::parse(&live.clock)),
                offset_us: live.as_ref().and_then(|live| live.offset_us),
                lost: lost.get(&row.id).copied().unwrap_or(0),
                refused,
                compared: compared.get(&row.name).cloned(),
            };
            for (kind, detail) in rules::alarms(&seen) {
                holds.push(Holding { fleet_id: row.id, name: Some(row.name.clone()), kind, detail });
            }
        }
        if let Some(strangers) = refused.remove(&0) {
            let words = strangers.iter().map(|(why, count)| format!("{} {count}", why.name()));
            let detail = words.collect::<Vec<_>>().join(", ");
            holds.push(Holding { fleet_id: 0, name: None, kind: AlarmKind::Refused, detail });
        }
        Ok(holds)
    }

    /// For each live sensor that listened in all of the compared hours: its packets and those of its fellows.
    async fn compared(&self, now: Hour) -> Result<HashMap<String, (u64, Vec<u64>)>, Error> {
        let hours = HourRange::new(Hour(now.0 - COMPARED_HOURS), now);
        let in_use = store::fleet::all(self.inner.database.connection()).await?;
        let in_use: Vec<String> = in_use
            .into_iter()
            .filter(|row| row.retired_us.is_none() && row.revoked_us.is_none())
            .map(|row| row.name)
            .collect();
        self.ask(move |snapshot| {
            let mut packets = vec![0_u64; snapshot.coverage.len()];
            snapshot.lake.hours(hours, &mut |row| {
                if row.port.is_none() {
                    packets[usize::from(row.sensor)] += u64::from(row.packets);
                }
            })?;
            let listened: Vec<(&String, usize)> = in_use
                .iter()
                .filter_map(|name| Some((name, usize::from(snapshot.names.number(name)?))))
                .filter(|(_, index)| {
                    snapshot.coverage.hours_of(*index, hours).count() == hours.len() as usize
                })
                .collect();
            let of = |index: usize| packets.get(index).copied().unwrap_or(0);
            Ok(listened
                .iter()
                .map(|(name, index)| {
                    let fellows =
                        listened.iter().filter(|(_, other)| other != index).map(|(_, other)| of(*other));
                    ((*name).clone(), (of(*index), fellows.collect()))
                })
                .collect())
        })
        .await
    }
}

/// Something that is wrong.
struct Holding {
    fleet_id: i64,
    name: Option<String>,
    kind: AlarmKind,
    detail: String,
}

/// An alarm as people see it.
fn told(row: alarm::Model, names: &HashMap<i64, String>) -> Option<Alarm> {
    Some(Alarm {
        id: row.id,
        sensor: names.get(&row.fleet_id).cloned(),
        kind: AlarmKind::ALL.into_iter().find(|kind| kind.name() == row.kind)?,
        since: time(row.since_us),
        until: row.until_us.map(time),
        detail: row.detail,
        seen_by: row.seen_by,
    })
}
