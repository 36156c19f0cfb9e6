//! `settings.toml`: what the organisation decides.
//!
//! ```toml
//! time-zone = "Asia/Tokyo"
//! https = true            # the site is reached by https: cookies are for that alone
//! proxies = ["192.0.2.1"] # whose X-Forwarded-For is believed
//!
//! [organisation]
//! ja = "火の見CSIRT"
//! en = "Hinomi CSIRT"
//!
//! [notice]                # stands on top of every page
//! ja = "試験運用中です。"
//! en = "This is a trial."
//! ```
//!
//! Every key may be left out; a key that is not known is an error, because it is most likely a typing mistake.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use kernel::Text;
use serde::Deserialize;
use thiserror::Error;

/// What the organisation has set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its name.
    pub organisation: Text,
    /// Decides what a day, a week and a quarter is.
    pub zone: TimeZone,
    /// What stands on top of every page, if anything.
    pub notice: Option<Text>,
    /// Whether browsers reach the site by https; a proxy before it does that.
    pub https: bool,
    /// The proxies before the site, whose word about the client's address is taken.
    pub proxies: Vec<IpAddr>,
}

/// Why the settings can't be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file is there but can't be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is no TOML, or has a key that does not exist.
    #[error("{path}: {source}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: toml::de::Error,
    },
    /// No such time zone.
    #[error("{path}: time-zone {name:?} is not in the IANA time zone database")]
    Zone {
        /// The file.
        path: PathBuf,
        /// What stands there.
        name: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    organisation: Text,
    time_zone: String,
    notice: Option<Text>,
    https: bool,
    proxies: Vec<IpAddr>,
}

impl Default for File {
    fn default() -> Self {
        let organisation = Text { ja: "火の見CSIRT".to_owned(), en: "Hinomi CSIRT".to_owned() };
        let time_zone = "Asia/Tokyo".to_owned();
        Self { organisation, time_zone, notice: None, https: false, proxies: Vec::new() }
    }
}

impl Settings {
    /// Reads the file at `path`; where there is none, everything is as by default.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(SettingsError::Read { path: path.to_owned(), source }),
        };
        let file: File =
            toml::from_str(&text).map_err(|source| SettingsError::Parse { path: path.to_owned(), source })?;
        let zone = TimeZone::get(&file.time_zone)
            .map_err(|_| SettingsError::Zone { path: path.to_owned(), name: file.time_zone })?;
        let File { organisation, notice, https, proxies, .. } = file;
        Ok(Self { organisation, zone, notice, https, proxies })
    }

    /// What the incident desk needs of it.
    pub(crate) fn incident(&self) -> incident::Config {
        incident::Config { organisation: self.organisation.clone(), zone: self.zone.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, text).unwrap();
        Settings::read(&path).map_err(|e| e.to_string())
    }

    #[test]
    fn what_is_not_said_is_as_by_default() {
        let settings = read("[organisation]\nja = \"某大学CSIRT\"\nen = \"Some University CSIRT\"").unwrap();
        assert_eq!(settings.organisation.en, "Some University CSIRT");
        assert_eq!(settings.zone.iana_name(), Some("Asia/Tokyo"));
        assert!(!settings.https && settings.proxies.is_empty());
        let settings = read("https = true\nproxies = [\"192.0.2.1\", \"2001:db8::1\"]").unwrap();
        assert_eq!((settings.https, settings.proxies.len()), (true, 2));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, said) in [
            ("time-zone = \"Asia/Tokio\"", "Asia/Tokio"),
            ("timezone = \"Asia/Tokyo\"", "timezone"),
            ("time-zone = 9", "string"),
            ("https = \"yes\"", "boolean"),
            ("proxies = [\"proxy.example\"]", "IP address"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
