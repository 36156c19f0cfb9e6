//! What the organisation has set about its desk.

use std::sync::Arc;

use jiff::tz::TimeZone;
use kernel::{Calendar, Text};
use mail::openpgp::Keyring;

use crate::watch::WatchConfig;

use crate::notify::NotifyConfig;

/// Settings of the desk, handed in by the application.
#[derive(Debug, Clone)]
pub struct Config {
    /// The organisation's name.
    pub organisation: Text,
    /// Decides what a day is, and what a time without a zone means.
    pub zone: TimeZone,
    /// Decides what a business day is.
    pub calendar: Calendar,
    /// The desk's OpenPGP keys, and those of its partners.
    pub keys: Arc<Keyring>,
    /// What notifications say of us, and whom the program asks for contacts.
    pub notify: NotifyConfig,
    /// How harmful sites are watched.
    pub watch: WatchConfig,
    /// How many incidents one message may hold. Each costs memory while the message is read and a row for ever, and
    /// anybody may send a mail with an archive of millions.
    pub most_incidents: usize,
}

/// Several times the largest day of a national network.
const MOST_INCIDENTS: usize = 1_000_000;

impl Config {
    /// What is so unless the organisation says otherwise.
    pub fn new(organisation: Text, zone: TimeZone) -> Self {
        Self {
            organisation,
            zone,
            calendar: Calendar::japan(),
            keys: Arc::default(),
            notify: NotifyConfig::default(),
            watch: WatchConfig::default(),
            most_incidents: MOST_INCIDENTS,
        }
    }
}
