//! Which servers, and how they are used.

use std::fmt;
use std::time::Duration;

use crate::error::Error;

/// A ClickHouse cluster that keeps the lake.
#[derive(Clone)]
pub struct Cluster {
    /// The shards, each with the URLs of the servers that hold it. Every server of a shard gets every row of it from
    /// us; questions go to the first that answers.
    pub shards: Vec<Vec<String>>,
    /// The database on each server; made where it is missing.
    pub database: String,
    /// Who we are.
    pub user: String,
    /// The user's password; empty where there is none.
    pub password: String,
    /// The name under which the servers know each other, for the tables over all of them.
    pub name: Option<String>,
    /// For how many days packets are kept; none: for ever.
    pub keep_packets_days: Option<u32>,
    /// For how many days series are kept; none: for ever.
    pub keep_series_days: Option<u32>,
    /// How long what counts no more stays on the servers. A question that began before may still need it, and a
    /// server may still be taking it in.
    pub linger: Duration,
}

/// The usual [`Cluster::linger`]: twice as long as any question may take.
pub const LINGER: Duration = Duration::from_secs(600);

impl fmt::Debug for Cluster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cluster")
            .field("shards", &self.shards)
            .field("database", &self.database)
            .field("user", &self.user)
            .field("name", &self.name)
            .field("keep_packets_days", &self.keep_packets_days)
            .field("keep_series_days", &self.keep_series_days)
            .field("linger", &self.linger)
            .finish_non_exhaustive()
    }
}

impl Cluster {
    /// Whether it says something that can be; who reads settings says where it does not.
    pub fn check(&self) -> Result<(), Error> {
        let refuse = |reason: String| Err(Error::Refused(reason));
        if self.shards.is_empty() || self.shards.iter().any(Vec::is_empty) {
            return refuse("a ClickHouse lake needs at least one shard, and a server for each".to_owned());
        }
        for url in self.shards.iter().flatten() {
            let known = reqwest::Url::parse(url).is_ok_and(|url| {
                matches!(url.scheme(), "http" | "https") && url.has_host() && url.username().is_empty()
            });
            if !known {
                return refuse(format!("{url:?} is no URL of a ClickHouse server: http://HOST:8123"));
            }
        }
        let names = [Some(&self.database), self.name.as_ref()];
        if let Some(name) = names.into_iter().flatten().find(|name| !is_identifier(name)) {
            return refuse(format!("{name:?} can't be used in ClickHouse: letters, digits and _ only"));
        }
        if self.keep_packets_days == Some(0) || self.keep_series_days == Some(0) {
            return refuse("packets and series are kept for a day at least".to_owned());
        }
        if self.keep_series_days.is_some_and(|series| self.keep_packets_days.is_none_or(|days| series < days))
        {
            return refuse("series can't be dropped before the packets that they follow from".to_owned());
        }
        Ok(())
    }
}

/// Whether a name may stand in a statement as it is.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cluster() -> Cluster {
        Cluster {
            shards: vec![vec!["http://192.0.2.1:8123".to_owned()]],
            database: "hinomi".to_owned(),
            user: "default".to_owned(),
            password: "secret".to_owned(),
            name: None,
            keep_packets_days: None,
            keep_series_days: None,
            linger: LINGER,
        }
    }

    fn check(change: impl FnOnce(&mut Cluster), expect: bool) {
        let mut changed = cluster();
        change(&mut changed);
        assert_eq!(changed.check().is_ok(), expect, "{changed:?}");
    }

    #[test]
    fn what_can_not_be_is_refused() {
        check(|_| {}, true);
        check(|cluster| cluster.shards.clear(), false);
        check(|cluster| cluster.shards.push(Vec::new()), false);
        check(|cluster| cluster.shards[0].push("192.0.2.1:8123".to_owned()), false);
        check(|cluster| cluster.shards[0].push("ftp://192.0.2.1".to_owned()), false);
        check(|cluster| cluster.shards[0].push("https://user@clickhouse.example:8443".to_owned()), false);
        check(|cluster| cluster.shards[0].push("https://clickhouse.example:8443".to_owned()), true);
        check(|cluster| cluster.database = "a b".to_owned(), false);
        check(|cluster| cluster.name = Some("9".to_owned()), false);
        check(|cluster| cluster.keep_packets_days = Some(0), false);
        check(|cluster| cluster.keep_series_days = Some(30), false);
        check(|cluster| (cluster.keep_packets_days, cluster.keep_series_days) = (Some(30), Some(29)), false);
        check(|cluster| (cluster.keep_packets_days, cluster.keep_series_days) = (Some(30), Some(30)), true);
    }

    #[test]
    fn the_password_is_not_shown() {
        assert!(!format!("{:?}", cluster()).contains("secret"));
    }
}
