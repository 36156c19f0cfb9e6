//! Beginning and ending a watch, and what the board shows.

use jiff::Timestamp;
use url::Url;

use super::model::{Watch, WatchDetails, WatchQuery};
use crate::error::Error;
use crate::query::Page;
use crate::service::Service;
use crate::store::history::{self, Change};
use crate::store::watch::Model;
use crate::store::{self, incident};

/// So many sites get their watch in one transaction: a list of a quarter million must not hold up everybody.
const NEW_AT_ONCE: u64 = 5000;

/// So many looks are shown with a site: about two weeks of them.
const LOOKS_SHOWN: u64 = 400;

impl Service {
    /// Begins to watch the site of an incident, or takes up a watch that had ended.
    pub async fn watch_start(&self, incident: i64, who: &str) -> Result<Watch, Error> {
        let now = self.inner.clock.now();
        let db = self.inner.database.begin_write().await?;
        let subject = incident::get(&db, incident).await?;
        if subject.subject_kind != "site" {
            return Err(Error::Refused(format!("incident {incident} is not about a site")));
        }
        match store::watch::of(&db, incident).await? {
            Some(row) if row.next_look_us.is_some() => return row.try_into(),
            Some(row) => {
                let again = Model {
                    started_us: now.as_microsecond(),
                    next_look_us: Some(now.as_microsecond()),
                    ended_us: None,
                    ended_why: None,
                    ..row
                };
                store::watch::update(&db, again).await?;
            }
            None => {
                store::watch::insert(&db, vec![begin(incident, subject.subject, now)]).await?;
            }
        }
        history::write(&db, now, change(incident, who, "watch", "")).await?;
        let row =
            store::watch::of(&db, incident).await?.ok_or(Error::NotFound { what: "watch", id: incident })?;
        db.commit().await?;
        row.try_into()
    }

    /// Ends the watch of an incident's site.
    pub async fn watch_stop(&self, incident: i64, who: &str) -> Result<Watch, Error> {
        let now = self.inner.clock.now();
        let db = self.inner.database.begin_write().await?;
        let row =
            store::watch::of(&db, incident).await?.ok_or(Error::NotFound { what: "watch", id: incident })?;
        if row.next_look_us.is_none() {
            return row.try_into();
        }
        let why = format!("stopped by {who}");
        let stopped = Model {
            next_look_us: None,
            ended_us: Some(now.as_microsecond()),
            ended_why: Some(why.clone()),
            ..row
        };
        store::watch::update(&db, stopped.clone()).await?;
        history::write(&db, now, change(incident, who, "unwatch", &why)).await?;
        db.commit().await?;
        stopped.try_into()
    }

    /// Gives their watch to sites of new phishing and malware-site incidents, where the settings say so; tells how
    /// many. Called before each round. As with what intake makes by itself, the watch is its own record: history
    /// begins with what happens to it.
    pub async fn watch_new(&self) -> Result<u64, Error> {
        let config = &self.inner.config.watch;
        if !config.enabled {
            return Ok(0);
        }
        let now = self.inner.clock.now();
        let youngest = now.checked_sub(config.youngest).unwrap_or(Timestamp::MIN);
        let mut after = (youngest.as_microsecond(), 0);
        let mut begun = 0;
        loop {
            let connection = self.inner.database.connection();
            let sites = store::watch::unwatched(connection, after, NEW_AT_ONCE).await?;
            let Some((received, incident, _)) = sites.last() else { return Ok(begun) };
            after = (*received, *incident);
            let rows = sites.into_iter().map(|(_, incident, url)| begin(incident, url, now)).collect();
            let db = self.inner.database.begin_write().await?;
            begun += store::watch::insert(&db, rows).await?;
            db.commit().await?;
        }
    }

    /// How many sites are due to be looked at now.
    pub async fn watch_due(&self) -> Result<u64, Error> {
        store::watch::count_due(self.inner.database.connection(), self.inner.clock.now()).await
    }

    /// Watched sites for the board, newest first. `page.before` takes a watch's beginning in microseconds and its
    /// incident.
    pub async fn watches(&self, query: &WatchQuery, page: Page) -> Result<Vec<Watch>, Error> {
        let rows = store::watch::list(self.inner.database.connection(), query, page).await?;
        rows.into_iter().map(Watch::try_from).collect()
    }

    /// How many watched sites there are.
    pub async fn count_watches(&self, query: &WatchQuery) -> Result<u64, Error> {
        store::watch::count(self.inner.database.connection(), query).await
    }

    /// The watch of an incident's site with its newest looks; none where it never was watched.
    pub async fn watch(&self, incident: i64) -> Result<Option<WatchDetails>, Error> {
        let db = self.inner.database.connection();
        let Some(row) = store::watch::of(db, incident).await? else { return Ok(None) };
        let looks = store::look::of(db, row.id, LOOKS_SHOWN).await?;
        Ok(Some(WatchDetails { watch: row.try_into()?, looks }))
    }
}

fn begin(incident: i64, url: String, now: Timestamp) -> Model {
    // What is no URL gets its first look all the same, and is told there to be unreadable.
    let host = Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    Model::begin(incident, url, host, now)
}

const fn change<'a>(incident: i64, who: &'a str, what: &'static str, note: &'a str) -> Change<'a> {
    Change { about: "incident", id: incident, who, what, before: "", after: "", note }
}
