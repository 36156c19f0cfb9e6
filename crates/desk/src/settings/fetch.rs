//! `[fetch]`: how the program goes out.

use ipnet::IpNet;
use serde::Deserialize;

use super::{Place, SettingsError};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    /// An HTTP proxy, as a URL.
    proxy: Option<String>,
    user_agent: Option<String>,
    /// Inner networks that may be reached all the same.
    allow: Vec<String>,
    /// Further networks that may not be reached.
    deny: Vec<String>,
}

impl Table {
    pub(super) fn options(&self, place: Place<'_>) -> Result<::fetch::Options, SettingsError> {
        let networks = |key, texts: &[String]| {
            let read = |text: &String| text.parse::<IpNet>();
            texts.iter().map(read).collect::<Result<Vec<_>, _>>().map_err(|error| place.wrong(key, error))
        };
        let mut options = ::fetch::Options {
            proxy: self.proxy.clone(),
            allow: networks("fetch.allow", &self.allow)?,
            deny: networks("fetch.deny", &self.deny)?,
            ..::fetch::Options::default()
        };
        if let Some(user_agent) = &self.user_agent {
            options.user_agent.clone_from(user_agent);
        }
        Ok(options)
    }
}
