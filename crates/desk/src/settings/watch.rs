//! `[watch]`: which sites are watched, and when one is gone.

use incident::WatchConfig;
use jiff::SignedDuration;
use serde::Deserialize;

use super::{Place, SettingsError};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    enabled: Option<bool>,
    /// Failing looks in a row after which a site is gone.
    gone_looks: Option<u32>,
    /// And the minutes that these span at least.
    gone_minutes: Option<u32>,
    close_gone: Option<bool>,
    removal_words: Vec<String>,
}

impl Table {
    pub(super) fn config(&self, place: Place<'_>) -> Result<WatchConfig, SettingsError> {
        let usual = WatchConfig::default();
        if self.gone_looks == Some(0) {
            return Err(place.wrong("watch.gone-looks", "at least 1"));
        }
        Ok(WatchConfig {
            enabled: self.enabled.unwrap_or(usual.enabled),
            gone_looks: self.gone_looks.unwrap_or(usual.gone_looks),
            gone_span: self
                .gone_minutes
                .map_or(usual.gone_span, |minutes| SignedDuration::from_mins(i64::from(minutes))),
            close_gone: self.close_gone.unwrap_or(usual.close_gone),
            removal_words: self.removal_words.clone(),
            ..usual
        })
    }
}
