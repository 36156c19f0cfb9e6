//! `[sensors]`: how live sensors are looked after.

use jiff::SignedDuration;
use serde::Deserialize;

use super::{Place, SettingsError};

/// How live sensors are looked after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SensorSettings {
    /// How sensors reach the collector, as `HOST:PORT`: what hosts are told.
    pub collector: Option<String>,
    /// After this long without a delivery a sensor is silent.
    pub silent: SignedDuration,
    /// How long a token is good for.
    pub token: SignedDuration,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    collector: Option<String>,
    silent_minutes: Option<u32>,
    token_hours: Option<u32>,
}

impl Table {
    pub(super) fn settings(self, place: Place<'_>) -> Result<SensorSettings, SettingsError> {
        if let Some(collector) = &self.collector {
            let port = collector.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port);
            let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]_".contains(letter);
            if port.is_none_or(|port| port.parse::<u16>().is_err()) || !collector.chars().all(plain) {
                return Err(place.wrong("sensors.collector", "HOST:PORT"));
            }
        }
        // A sensor delivers about every ten seconds, and backs off to a minute.
        let silent = self.silent_minutes.unwrap_or(5);
        if silent < 2 {
            return Err(place.wrong("sensors.silent-minutes", "at least 2"));
        }
        let hours = self.token_hours.unwrap_or(24);
        if !(1..=31 * 24).contains(&hours) {
            return Err(place.wrong("sensors.token-hours", "1 hour to 31 days"));
        }
        Ok(SensorSettings {
            collector: self.collector,
            silent: SignedDuration::from_mins(i64::from(silent)),
            token: SignedDuration::from_hours(i64::from(hours)),
        })
    }
}
