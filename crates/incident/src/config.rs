//! What the organisation has set about its desk.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::Text;
use mail::openpgp::Keyring;

use crate::watch::WatchConfig;

/// Settings of the desk, handed in by the application.
#[derive(Debug, Clone)]
pub struct Config {
    /// The organisation's name.
    pub organisation: Text,
    /// Decides what a day is, and what a time without a zone means.
    pub zone: TimeZone,
    /// The desk's OpenPGP keys, and those of its partners.
    pub keys: Arc<Keyring>,
    /// How harmful sites are watched.
    pub watch: WatchConfig,
}

impl Config {
    /// What is so unless the organisation says otherwise.
    pub fn new(organisation: Text, zone: TimeZone) -> Self {
        Self { organisation, zone, keys: Arc::default(), watch: WatchConfig::default() }
    }
}
