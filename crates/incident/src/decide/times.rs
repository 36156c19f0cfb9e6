//! When it was, and in which zone that was said.

use jiff::Timestamp;

use super::Changed;
use crate::error::Error;
use crate::service::Service;
use crate::store;

/// First and last sighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    /// First sighting.
    pub first: Option<Timestamp>,
    /// Last sighting.
    pub last: Option<Timestamp>,
    /// Whether the zone of these times is known, so that they may be sent as evidence.
    pub zone_known: bool,
}

fn in_words(first_us: Option<i64>, last_us: Option<i64>, zone_known: bool) -> String {
    let word = |us: Option<i64>| us.map_or_else(|| "-".to_owned(), |us| store::time(us).to_string());
    let zone = if zone_known { "zone known" } else { "zone not known" };
    format!("{} .. {}, {zone}", word(first_us), word(last_us))
}

impl Service {
    /// Says when an incident was seen first and last.
    pub async fn set_times(&self, id: i64, times: Times, who: &str) -> Result<(), Error> {
        if let (Some(first), Some(last)) = (times.first, times.last)
            && last < first
        {
            return Err(Error::Refused("the last sighting lies before the first".to_owned()));
        }
        if times.first.is_none() && times.last.is_some() {
            return Err(Error::Refused("a last sighting needs a first".to_owned()));
        }
        let decision = self.decide(who).await?;
        let row = decision.counted(id).await?;
        let changed = store::incident::Model {
            first_us: times.first.map(Timestamp::as_microsecond),
            last_us: times.last.or(times.first).map(Timestamp::as_microsecond),
            zone_known: times.zone_known,
            ..row.clone()
        };
        if changed == row {
            return Ok(());
        }
        let before = in_words(row.first_us, row.last_us, row.zone_known);
        let after = in_words(changed.first_us, changed.last_us, changed.zone_known);
        store::incident::update(&decision.db, changed).await?;
        let changed = Changed { what: "times", before: &before, after: &after, note: "" };
        decision.remember("incident", id, changed).await?;
        decision.commit().await
    }
}
