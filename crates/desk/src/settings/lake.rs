//! `[lake]`: what keeps packets and series.

use std::path::PathBuf;

use observe::Cluster;
use serde::Deserialize;

use super::{Place, SettingsError};

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Table {
    engine: Engine,
    /// The shards, each with the URLs of its servers.
    shards: Vec<Vec<String>>,
    database: Option<String>,
    user: Option<String>,
    password_file: Option<PathBuf>,
    /// The name under which the servers know each other.
    cluster: Option<String>,
    keep_packets_days: Option<u32>,
    keep_series_days: Option<u32>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Engine {
    #[default]
    Files,
    Clickhouse,
}

impl Table {
    /// The cluster that keeps the lake; none where files do.
    pub(super) fn cluster(&self, place: Place<'_>) -> Result<Option<Cluster>, SettingsError> {
        if self.engine == Engine::Files {
            if !self.shards.is_empty() || self.keep_packets_days.is_some() || self.keep_series_days.is_some()
            {
                let reason = "shards and retention are of engine = \"clickhouse\"; files are kept for ever";
                return Err(place.wrong("lake.engine", reason));
            }
            return Ok(None);
        }
        let password = self.password_file.as_ref().map(|path| place.secret(path)).transpose()?;
        let cluster = Cluster {
            shards: self.shards.clone(),
            database: self.database.clone().unwrap_or_else(|| "hinomi".to_owned()),
            user: self.user.clone().unwrap_or_else(|| "default".to_owned()),
            password: password.unwrap_or_default(),
            name: self.cluster.clone(),
            keep_packets_days: self.keep_packets_days,
            keep_series_days: self.keep_series_days,
            linger: observe::LINGER,
        };
        cluster.check().map_err(|error| place.wrong("lake", error))?;
        Ok(Some(cluster))
    }
}
