//! `[contacts]`: whom the program asks for contacts, besides the book.

use std::path::PathBuf;

use incident::notify::{NotifyConfig, Registry};
use serde::Deserialize;

use super::{Place, SettingsError};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    /// Registries by what they serve.
    rdap: Vec<Server>,
    /// Files of IANA's bootstrap registries (RFC 9224).
    rdap_bootstrap: Vec<PathBuf>,
    security_txt: Option<bool>,
    /// Business days after which a reminder is drafted.
    remind_after: Option<u32>,
    reminders: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Server {
    serves: String,
    base: String,
    per_minute: Option<u32>,
}

impl Table {
    pub(super) fn say(&self, notify: &mut NotifyConfig, place: Place<'_>) -> Result<(), SettingsError> {
        for server in &self.rdap {
            let usual = Registry::new(&server.serves, &server.base);
            let per_minute = server.per_minute.unwrap_or(usual.per_minute);
            notify.rdap.push(Registry { per_minute, ..usual });
        }
        for path in &self.rdap_bootstrap {
            let text = String::from_utf8_lossy(&place.open(path)?).into_owned();
            let registries = Registry::bootstrap(&text);
            notify.rdap.extend(registries.map_err(|error| place.wrong("contacts.rdap-bootstrap", error))?);
        }
        notify.security_txt = self.security_txt.unwrap_or(notify.security_txt);
        notify.remind_after = self.remind_after.unwrap_or(notify.remind_after);
        notify.reminders = self.reminders.unwrap_or(notify.reminders);
        Ok(())
    }
}
