//! Ports that nobody watches, but might: the first of the quarter, and those that rose most.

use std::collections::{BTreeMap, HashSet};

use jiff::tz::TimeZone;
use serde::Serialize;

use super::life::State;
use super::notable::is_step;
use super::quarter::Quarter;
use crate::error::Error;
use crate::port::Port;
use crate::query::{By, Top, TopQuery};
use crate::service::Service;

/// Places that count as the first: those the report draws.
const FIRST: usize = 10;
/// Ports whose rise is looked at: far more than could be watched, few enough to be compared at once.
const COMPARED: usize = 2000;
/// Risen ports that are suggested at most.
const RISEN: usize = 10;
/// Hours a day: averages are compared by the day of observation.
const DAY: f64 = 24.0;

/// A port that might be watched.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Suggestion {
    /// The port.
    pub port: Port,
    /// Why.
    pub why: SuggestedFor,
    /// Packets per sensor and day of observation in the quarter.
    pub now: f64,
    /// The same in the quarter before; none where no sensor was alive.
    pub before: Option<f64>,
    /// Whether one sensor alone saw more than half of its packets.
    pub one_sensor: bool,
}

/// Why a port is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuggestedFor {
    /// Its place among the first of the quarter, from 1.
    Place(usize),
    /// It rose as the rule for watched ports has it.
    Rise,
}

impl Service {
    /// Ports that no record follows in `quarter`: first those among the ten that come first, then those that rose
    /// most.
    pub async fn suggestions(&self, quarter: Quarter, zone: &TimeZone) -> Result<Vec<Suggestion>, Error> {
        let followed: HashSet<Port> = self
            .watched(quarter.period(), zone)
            .await?
            .into_iter()
            .filter(|one| one.state != State::Dropped)
            .flat_map(|one| one.watched.is.ports)
            .collect();
        let (now, now_hours) = self.ports_of(quarter, zone).await?;
        let (before, before_hours) = self.ports_of(quarter.before(), zone).await?;
        let rate = |average: f64, hours: u32| average * DAY / f64::from(hours.max(1));
        let earlier: BTreeMap<Port, f64> =
            before.rows.iter().map(|row| (row.port, rate(row.average, before_hours))).collect();
        let free = now.rows.iter().enumerate().filter(|(_, row)| {
            !followed.contains(&row.port) && !followed.contains(&Port::whole(row.port.proto))
        });
        let (mut first, mut risen) = (Vec::new(), Vec::new());
        for (place, row) in free {
            let before = (before_hours > 0).then(|| earlier.get(&row.port).copied().unwrap_or(0.0));
            let now = rate(row.average, now_hours);
            let rose = before.is_some_and(|before| is_step(now, before));
            let suggest =
                |why| Suggestion { port: row.port, why, now, before, one_sensor: row.spread.one_sensor };
            if place < FIRST {
                first.push(suggest(SuggestedFor::Place(place + 1)));
            } else if rose {
                risen.push(suggest(SuggestedFor::Rise));
            }
        }
        let step = |one: &Suggestion| one.now.sqrt() - one.before.unwrap_or(0.0).sqrt();
        risen.sort_by(|a, b| step(b).total_cmp(&step(a)).then(a.port.cmp(&b.port)));
        risen.truncate(RISEN);
        first.extend(risen);
        Ok(first)
    }

    /// The ports of a quarter, and its hours with a living sensor.
    async fn ports_of(&self, quarter: Quarter, zone: &TimeZone) -> Result<(Top, u32), Error> {
        let hours = quarter.period().hours(zone)?;
        let top = self.top(TopQuery { hours, by: By::Average, limit: COMPARED, class: None }).await?;
        let observed = hours.len() - top.sensors.dark_hours;
        Ok((top, observed))
    }
}
