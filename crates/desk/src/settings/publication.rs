//! `[publication]`: what of the observation may be public, and when.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kernel::Hour;
use observe::Publication;
use serde::Deserialize;

use super::{Place, SettingsError};

/// What of the observation may be public.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PublicationSettings {
    /// How long after its end an hour is public; 0: at once, and while it still runs.
    pub delay_hours: u32,
    /// How many sensors must bear something out.
    pub sensors: u32,
    /// What averages are rounded to.
    pub round: f64,
}

impl PublicationSettings {
    /// What is public at `now`; `zone` decides what a day is.
    pub fn at(&self, now: Timestamp, zone: &TimeZone) -> Publication {
        let back = SignedDuration::from_hours(i64::from(self.delay_hours));
        let until = (self.delay_hours > 0).then(|| Hour::of(now.checked_sub(back).unwrap_or(Timestamp::MIN)));
        Publication { until, sensors: self.sensors, step: self.round, zone: zone.clone() }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    delay_hours: Option<u32>,
    sensors: Option<u32>,
    round: Option<f64>,
}

impl Table {
    pub(super) fn settings(&self, place: Place<'_>) -> Result<PublicationSettings, SettingsError> {
        let settings = PublicationSettings {
            delay_hours: self.delay_hours.unwrap_or(1),
            sensors: self.sensors.unwrap_or(2),
            round: self.round.unwrap_or(0.1),
        };
        if settings.delay_hours > 24 * 366 {
            return Err(place.wrong("publication.delay-hours", "at most a year"));
        }
        if settings.sensors == 0 {
            return Err(place.wrong("publication.sensors", "at least 1; 1 protects no sensor"));
        }
        if !(0.0..=1000.0).contains(&settings.round) {
            return Err(place.wrong("publication.round", "0 to 1000 packets per sensor"));
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_is_public_when_the_delay_after_its_end_is_over() {
        let check = |delay_hours, now: &str, until: Option<&str>| {
            let settings = PublicationSettings { delay_hours, sensors: 2, round: 0.1 };
            let until = until.map(|at| Hour::of(at.parse().unwrap()));
            assert_eq!(settings.at(now.parse().unwrap(), &TimeZone::UTC).until, until, "{delay_hours} {now}");
        };
        check(1, "2026-04-01T10:59:59Z", Some("2026-04-01T09:00:00Z"));
        check(1, "2026-04-01T11:00:00Z", Some("2026-04-01T10:00:00Z"));
        check(24, "2026-04-01T11:30:00Z", Some("2026-03-31T11:00:00Z"));
        check(0, "2026-04-01T11:30:00Z", None);
    }
}
