//! `settings.toml`: what the organisation decides.
//!
//! ```toml
//! time-zone = "Asia/Tokyo"
//! https = true            # the site is reached by https: cookies are for that alone
//! proxies = ["192.0.2.1"] # whose X-Forwarded-For is believed
//! database = "postgres://hinomi@127.0.0.1/hinomi"   # the records: hinomi.db in the data folder unless said
//! database-password-file = "keys/database"
//!
//! [organisation]
//! ja = "火の見CSIRT"
//! en = "Hinomi CSIRT"
//!
//! [notice]                # stands on top of every page
//! ja = "試験運用中です。"
//! en = "This is a trial."
//!
//! [openpgp]               # paths are relative to the data folder
//! keys = ["keys/desk.asc", "keys/partners.asc"]
//! passphrase-file = "keys/passphrase"
//!
//! [mail]                  # how notifications go out
//! from = "desk@csirt.example.jp"
//! smtp = { host = "127.0.0.1", port = 25, tls = "none" }
//!
//! [fetch]                 # how the program goes out: the watch of sites, RDAP, security.txt
//! proxy = "http://192.0.2.10:3128"
//!
//! [watch]
//! enabled = true
//!
//! [contacts]
//! rdap = [{ serves = "203.0.113.0/24", base = "https://rdap.example.net" }]
//!
//! [contact]               # how the organisation is reached: the end of the activity report
//! mail = "info@csirt.example.jp"
//! form = "https://csirt.example.jp/report"
//! fingerprint = "0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567"
//!
//! [report]
//! site = "https://csirt.example.jp"   # where the numbers of PDF and HTML files lead
//! fonts = ["fonts"]                   # where fonts are looked for first
//!
//! [sensors]
//! collector = "collector.csirt.example.jp:4739"   # what hosts of sensors are told
//! silent-minutes = 5                  # without a delivery: an alarm
//!
//! [publication]           # so that nobody finds a sensor by probing it and watching the graph
//! delay-hours = 1
//! sensors = 2             # how many must bear something out; 1 protects nobody
//! round = 0.1             # averages, in packets per sensor
//!
//! [lake]                  # where one machine is too small; see docs/how-to/use-clickhouse.md
//! engine = "clickhouse"   # or "files", as without this
//! shards = [["http://192.0.2.21:8123"], ["http://192.0.2.22:8123"]]
//! database = "hinomi"
//! user = "hinomi"
//! password-file = "keys/clickhouse"
//! cluster = "hinomi"      # the name under which the servers know each other, if they do
//! keep-packets-days = 400
//! keep-series-days = 4000
//! ```
//!
//! Every key may be left out; a key that is not known is an error, because it is most likely a typing mistake.

mod contact;
mod contacts;
mod database;
mod days;
mod fetch;
mod lake;
mod mail;
mod openpgp;
mod publication;
mod report;
mod sensors;
mod watch;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::mail::openpgp::{KeyError, Keyring};
use jiff::tz::TimeZone;
use kernel::{Calendar, Postgres, Text};
use serde::Deserialize;
use thiserror::Error;

pub use contact::Contact;
pub use mail::Outgoing;
pub use publication::PublicationSettings;
pub use report::ReportSettings;
pub use sensors::SensorSettings;

/// What the organisation has set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its name.
    pub organisation: Text,
    /// Decides what a day, a week and a quarter is.
    pub zone: TimeZone,
    /// Decides what a business day is.
    pub calendar: Calendar,
    /// What stands on top of every page, if anything.
    pub notice: Option<Text>,
    /// Whether browsers reach the site by https; a proxy before it does that.
    pub https: bool,
    /// The proxies before the site, whose word about the client's address is taken.
    pub proxies: Vec<IpAddr>,
    /// The PostgreSQL database that holds the records; none where they are in the data folder.
    pub database: Option<Postgres>,
    /// The OpenPGP keys of the desk and of its partners.
    pub keys: Arc<Keyring>,
    /// How notifications go out; none where nothing is set: they wait.
    pub outgoing: Option<Outgoing>,
    /// What they say of us, and whom the program asks for contacts.
    pub notify: incident::notify::NotifyConfig,
    /// How harmful sites are watched.
    pub watch: incident::WatchConfig,
    /// How the program goes out.
    pub fetch: ::fetch::Options,
    /// How the organisation is reached.
    pub contact: Contact,
    /// What the activity report's files need.
    pub report: ReportSettings,
    /// How live sensors are looked after.
    pub sensors: SensorSettings,
    /// What of the observation may be public.
    pub publication: PublicationSettings,
    /// The cluster that keeps packets and series; none where files do.
    pub lake: Option<observe::Cluster>,
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
    /// A file holds no OpenPGP keys that can be used.
    #[error("{path}: {source}")]
    Keys {
        /// The file of keys.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyError,
    },
    /// A value that is of the right type, but makes no sense.
    #[error("{path}: {key}: {reason}")]
    Value {
        /// The file.
        path: PathBuf,
        /// The key.
        key: &'static str,
        /// What is wrong with its value.
        reason: String,
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
    database: Option<String>,
    database_password_file: Option<PathBuf>,
    business_days: days::Table,
    openpgp: openpgp::Table,
    mail: mail::Table,
    fetch: fetch::Table,
    watch: watch::Table,
    contacts: contacts::Table,
    contact: contact::Table,
    report: report::Table,
    sensors: sensors::Table,
    publication: publication::Table,
    lake: lake::Table,
}

impl Default for File {
    fn default() -> Self {
        Self {
            organisation: Text { ja: "火の見CSIRT".to_owned(), en: "Hinomi CSIRT".to_owned() },
            time_zone: "Asia/Tokyo".to_owned(),
            notice: None,
            https: false,
            proxies: Vec::new(),
            database: None,
            database_password_file: None,
            business_days: days::Table::default(),
            openpgp: openpgp::Table::default(),
            mail: mail::Table::default(),
            fetch: fetch::Table::default(),
            watch: watch::Table::default(),
            contacts: contacts::Table::default(),
            contact: contact::Table::default(),
            report: report::Table::default(),
            sensors: sensors::Table::default(),
            publication: publication::Table::default(),
            lake: lake::Table::default(),
        }
    }
}

/// Where settings are read from, and what their paths are relative to.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    path: &'a Path,
}

impl Place<'_> {
    /// A path in the settings, relative to their folder.
    fn resolve(self, path: &Path) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(path)
    }

    /// The bytes of a file that the settings name.
    fn open(self, path: &Path) -> Result<Vec<u8>, SettingsError> {
        let path = self.resolve(path);
        std::fs::read(&path).map_err(|source| SettingsError::Read { path, source })
    }

    /// A secret in a file: its first line.
    fn secret(self, path: &Path) -> Result<String, SettingsError> {
        let text = String::from_utf8_lossy(&self.open(path)?).into_owned();
        Ok(text.lines().next().unwrap_or_default().to_owned())
    }

    fn wrong(self, key: &'static str, reason: impl ToString) -> SettingsError {
        SettingsError::Value { path: self.path.to_owned(), key, reason: reason.to_string() }
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
        let place = Place { path };
        let mut notify = incident::notify::NotifyConfig::default();
        file.mail.say(&mut notify, place)?;
        file.contacts.say(&mut notify, place)?;
        let password_file = file.database_password_file.as_deref();
        Ok(Self {
            organisation: file.organisation,
            zone,
            calendar: file.business_days.calendar(),
            notice: file.notice,
            https: file.https,
            proxies: file.proxies,
            database: database::read(file.database.as_deref(), password_file, place)?,
            keys: Arc::new(file.openpgp.read(place)?),
            outgoing: file.mail.outgoing(place)?,
            notify,
            watch: file.watch.config(place)?,
            fetch: file.fetch.options(place)?,
            contact: file.contact.contact(place)?,
            report: file.report.settings(place)?,
            sensors: file.sensors.settings(place)?,
            publication: file.publication.settings(place)?,
            lake: file.lake.cluster(place)?,
        })
    }

    /// What the incident desk needs of it.
    pub(crate) fn incident(&self) -> incident::Config {
        incident::Config {
            calendar: self.calendar.clone(),
            keys: Arc::clone(&self.keys),
            notify: self.notify.clone(),
            watch: self.watch.clone(),
            ..incident::Config::new(self.organisation.clone(), self.zone.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.toml");
        std::fs::write(&path, text).unwrap();
        std::fs::write(folder.path().join("password"), "secret\n").unwrap();
        Settings::read(&path).map_err(|e| e.to_string())
    }

    #[test]
    fn what_is_not_said_is_as_by_default() {
        let settings = read("[organisation]\nja = \"某大学CSIRT\"\nen = \"Some University CSIRT\"").unwrap();
        assert_eq!(settings.organisation.en, "Some University CSIRT");
        assert_eq!(settings.zone.iana_name(), Some("Asia/Tokyo"));
        assert!(settings.outgoing.is_none());
        assert!(!settings.https && settings.proxies.is_empty());
        let settings = read("https = true\nproxies = [\"192.0.2.1\", \"2001:db8::1\"]").unwrap();
        assert_eq!((settings.https, settings.proxies.len()), (true, 2));
    }

    #[test]
    fn a_mail_server_and_a_folder_are_ways_out() {
        let server = "[mail]\nfrom = \"desk@csirt.example\"\n\
             smtp = { host = \"mail.example\", port = 587, tls = \"starttls\", user = \"desk\", password-file = \"password\" }";
        let settings = read(server).unwrap();
        assert_eq!(settings.notify.from, "desk@csirt.example");
        let Some(Outgoing::Smtp(smtp)) = settings.outgoing else { panic!("no server") };
        assert_eq!(smtp.credentials, Some(("desk".to_owned(), "secret".to_owned())));
        let folder = read("[mail]\nfrom = \"desk@csirt.example\"\nfolder = \"sent\"").unwrap();
        assert!(matches!(folder.outgoing, Some(Outgoing::Folder(path)) if path.ends_with("sent")));
    }

    #[test]
    fn records_may_be_in_postgresql() {
        let settings = read(
            "database = \"postgres://desk@192.0.2.7/hinomi?sslmode=verify-full\"\n\
             database-password-file = \"password\"",
        );
        let shown = settings.unwrap().database.unwrap().to_string();
        assert_eq!(shown, "PostgreSQL database hinomi at 192.0.2.7:5432, user desk");
    }

    #[test]
    fn the_lake_may_be_in_a_cluster() {
        assert!(
            read("").unwrap().lake.is_none() && read("[lake]\nengine = \"files\"").unwrap().lake.is_none()
        );
        let cluster = read(
            "[lake]\nengine = \"clickhouse\"\npassword-file = \"password\"\nkeep-packets-days = 90\n\
             shards = [[\"http://192.0.2.1:8123\"], [\"http://192.0.2.2:8123\", \"http://192.0.2.3:8123\"]]",
        );
        let cluster = cluster.unwrap().lake.unwrap();
        assert_eq!(
            (cluster.shards[1].len(), &*cluster.database, &*cluster.password),
            (2, "hinomi", "secret")
        );
        assert_eq!(
            (cluster.name, cluster.keep_packets_days, cluster.keep_series_days),
            (None, Some(90), None)
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (text, said) in [
            ("time-zone = \"Asia/Tokio\"", "Asia/Tokio"),
            ("timezone = \"Asia/Tokyo\"", "timezone"),
            ("time-zone = 9", "string"),
            ("https = \"yes\"", "boolean"),
            ("proxies = [\"proxy.example\"]", "IP address"),
            ("database = \"mysql://desk@db.example/hinomi\"", "database: no address"),
            ("database = \"postgres://desk@db.example/hinomi\"", "sslmode=verify-full"),
            ("database = \"postgres://127.0.0.1/d\"\ndatabase-password-file = \"none\"", "none"),
            ("database-password-file = \"password\"", "database-password-file"),
            ("[openpgp]\nkeys = [\"none.asc\"]", "none.asc"),
            ("[openpgp]\nkeys = [\"password\"]", "OpenPGP"),
            ("[mail]\nfrom = \"nobody\"", "mail.from"),
            ("[mail]\nfrom = \"a@b.example\"\nfolder = \"x\"\nsmtp = { host = \"h\" }", "mail.folder"),
            ("[mail]\nfolder = \"x\"", "mail.from"),
            ("[watch]\nenabeld = true", "enabeld"),
            ("[fetch]\nallow = [\"nowhere\"]", "fetch.allow"),
            ("[contact]\nfingerprint = \"0123\"", "contact.fingerprint"),
            ("[contact]\nform = \"www.csirt.example\"", "contact.form"),
            ("[report]\nsite = \"csirt.example\"", "report.site"),
            ("[sensors]\ncollector = \"collector.example\"", "sensors.collector"),
            ("[sensors]\nsilent-minutes = 1", "sensors.silent-minutes"),
            ("[publication]\nsensors = 0", "publication.sensors"),
            ("[publication]\nround = -1", "publication.round"),
            ("[lake]\nengine = \"clickhouse\"", "one shard"),
            ("[lake]\nengine = \"oracle\"", "oracle"),
            ("[lake]\nkeep-packets-days = 9", "lake.engine"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }
}
