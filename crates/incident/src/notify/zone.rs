//! A person says in which zone an incident's times are.

use jiff::tz::{Offset, TimeZone};

use super::evidence;
use crate::error::Error;
use crate::service::Service;
use crate::store::{self, history};

impl Service {
    /// Sets the zone of incidents whose source did not say one: an IANA name (`Asia/Tokyo`) or an offset (`+09:00`).
    /// Their times were taken in the organisation's zone so far, and are moved. Gives how many were changed; those
    /// whose zone is known are left alone.
    pub async fn set_zone(&self, incidents: &[i64], zone: &str, who: &str) -> Result<u64, Error> {
        let name = zone.trim();
        let zone =
            read_zone(name).ok_or_else(|| Error::Refused(format!("there is no time zone {name:?}")))?;
        let now = self.inner.clock.now();
        let transaction = self.inner.database.begin_write().await?;
        let mut changed = 0;
        for &id in incidents {
            let mut row = store::incident::get(&transaction, id).await?;
            if row.zone_known {
                continue;
            }
            let moved = |us: i64| {
                let wall = self.inner.config.zone.to_datetime(store::time(us));
                zone.to_ambiguous_zoned(wall)
                    .compatible()
                    .map_or(us, |zoned| zoned.timestamp().as_microsecond())
            };
            row.first_us = row.first_us.map(moved);
            row.last_us = row.last_us.map(moved);
            row.zone_known = true;
            let mut details = evidence::details(&row);
            details.insert(evidence::ZONE.to_owned(), name.to_owned());
            row.details = serde_json::to_string(&details).unwrap_or(row.details);
            store::incident::update(&transaction, row).await?;
            let change = history::Change {
                about: "incident",
                id,
                who,
                what: "zone",
                before: "",
                after: name,
                note: "",
            };
            history::write(&transaction, now, change).await?;
            changed += 1;
        }
        transaction.commit().await.map_err(Error::from)?;
        Ok(changed)
    }
}

/// `Asia/Tokyo`, `UTC`, `+09:00`, `+0900`, `UTC+9`.
fn read_zone(name: &str) -> Option<TimeZone> {
    let offset = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT")).unwrap_or(name);
    let (sign, digits) = match offset.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return TimeZone::get(name).ok(),
    };
    let number = |text: &str| text.parse::<i32>().ok();
    let (hours, minutes) = match digits.split_once(':') {
        Some((hours, minutes)) => (number(hours)?, number(minutes)?),
        None if digits.len() == 4 => (number(digits.get(..2)?)?, number(digits.get(2..)?)?),
        None => (number(digits)?, 0),
    };
    if !(0..=14).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, seconds: Option<i32>) {
        let at = "2008-01-07T01:00:00Z".parse().unwrap();
        assert_eq!(read_zone(name).map(|zone| zone.to_offset(at).seconds()), seconds, "{name:?}");
    }

    #[test]
    fn zones_are_read() {
        check("Asia/Tokyo", Some(9 * 3600));
        check("UTC", Some(0));
        check("+09:00", Some(9 * 3600));
        check("-0330", Some(-(3 * 3600 + 1800)));
        check("UTC+9", Some(9 * 3600));
        check("GMT", Some(0));
        check("+25:00", None);
        check("+09:99", None);
        check("+-9", None);
        check("Tokyo", None);
        check("", None);
        check("+あ", None);
    }
}
