//! What the collector did not take, counted.
//!
//! Anybody may knock at the collector's port, a thousand times a second; a row is written at most once a second, and
//! what comes between is gathered and written with the next. A kill loses at most what was gathered in that second or
//! since the last look at the fleet: counts of strangers, never a sensor's packet.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use kernel::Hour;
use serde::Serialize;
use wire::SensorId;

use crate::error::Error;
use crate::service::Service;
use crate::store;

/// Refusals are written at most so often, in microseconds.
const WRITE_EVERY_US: i64 = 1_000_000;

/// Most characters of a detail.
const DETAIL: usize = 200;

/// Why something was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusedFor {
    /// No certificate, or one that the collector's authority has not signed: anybody on the internet.
    NoCertificate,
    /// A certificate of ours that no sensor has.
    Stranger,
    /// A sensor that is out of use.
    Retired,
    /// A key that is trusted no more.
    Revoked,
    /// Frames that name another sensor than the certificate.
    OtherSensor,
    /// Frames that can't be read: damaged, or lying about their sizes.
    Damaged,
    /// More than a delivery may be.
    TooLarge,
    /// A frame that says what can't be.
    Impossible,
    /// An enrolment with a token that is not good.
    Token,
}

impl RefusedFor {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::NoCertificate,
        Self::Stranger,
        Self::Retired,
        Self::Revoked,
        Self::OtherSensor,
        Self::Damaged,
        Self::TooLarge,
        Self::Impossible,
        Self::Token,
    ];

    /// As it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoCertificate => "no-certificate",
            Self::Stranger => "stranger",
            Self::Retired => "retired",
            Self::Revoked => "revoked",
            Self::OtherSensor => "other-sensor",
            Self::Damaged => "damaged",
            Self::TooLarge => "too-large",
            Self::Impossible => "impossible",
            Self::Token => "token",
        }
    }

    /// Whether somebody should hear of it. Who has no certificate at all is the internet's usual noise, and a sensor
    /// that was retired and is still running is no danger.
    pub const fn is_grave(self) -> bool {
        !matches!(self, Self::NoCertificate | Self::Retired)
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

/// Refusals of one day, reason and sensor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The sensor's name, where it is known.
    pub sensor: Option<String>,
    /// Why.
    pub why: RefusedFor,
    /// How often.
    pub count: u64,
    /// When last.
    pub last: Timestamp,
    /// What was wrong that time.
    pub detail: String,
}

/// Refusals that are yet to be written.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Gathered>);

#[derive(Debug, Default)]
struct Gathered {
    wrote_us: i64,
    /// By day, reason and sensor: how often, when last, what was wrong then.
    waiting: BTreeMap<(i32, &'static str, i64), (i64, i64, String)>,
}

impl Refusals {
    /// Gathers one more; says whether it is time to write.
    fn gather(&self, why: RefusedFor, fleet_id: i64, now_us: i64, detail: String) -> bool {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (Hour::of_micros(now_us).utc_day(), why.name(), fleet_id);
        let of = gathered.waiting.entry(key).or_default();
        *of = (of.0 + 1, now_us, detail);
        (now_us - gathered.wrote_us).abs() >= WRITE_EVERY_US
    }
}

impl Service {
    /// Counts a refusal. `sensor` is who it was, where that is proven.
    pub async fn refused(
        &self,
        why: RefusedFor,
        sensor: Option<SensorId>,
        detail: &str,
    ) -> Result<(), Error> {
        let database = self.inner.database.connection();
        let fleet_id = match sensor {
            Some(sensor) => {
                store::fleet::by_wire_id(database, &sensor.to_string()).await?.map_or(0, |row| row.id)
            }
            None => 0,
        };
        let now_us = self.inner.clock.now().as_microsecond();
        let detail = detail.chars().take(DETAIL).collect();
        if self.refusals.gather(why, fleet_id, now_us, detail) {
            self.write_refusals().await?;
        }
        Ok(())
    }

    /// Writes what was gathered.
    pub(super) async fn write_refusals(&self) -> Result<(), Error> {
        let now_us = self.inner.clock.now().as_microsecond();
        let taken = {
            let mut gathered = self.refusals.0.lock().unwrap_or_else(PoisonError::into_inner);
            gathered.wrote_us = now_us;
            std::mem::take(&mut gathered.waiting)
        };
        if taken.is_empty() {
            return Ok(());
        }
        let written = async {
            let transaction = self.inner.database.begin_write().await?;
            for ((day, reason, fleet_id), (count, last_us, detail)) in &taken {
                store::refusal::add(&transaction, *day, reason, *fleet_id, *count, (*last_us, detail))
                    .await?;
            }
            transaction.commit().await?;
            Ok(())
        };
        let outcome: Result<(), Error> = written.await;
        if outcome.is_err() {
            let mut gathered = self.refusals.0.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, before) in taken {
                gathered.waiting.entry(key).and_modify(|of| of.0 += before.0).or_insert(before);
            }
        }
        outcome
    }
}
