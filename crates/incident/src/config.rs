//! What the organisation has set about its desk.

use jiff::tz::TimeZone;
use kernel::Text;

use crate::notify::NotifyConfig;

/// Settings of the desk, handed in by the application.
#[derive(Debug, Clone)]
pub struct Config {
    /// The organisation's name.
    pub organisation: Text,
    /// Decides what a day is, and what a time without a zone means.
    pub zone: TimeZone,
    /// Notifications.
    pub notify: NotifyConfig,
}
