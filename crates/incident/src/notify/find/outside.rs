//! Registries and sites: kept answers first, then a question, if it may be asked now.

use std::net::IpAddr;

use ipnet::IpNet;
use jiff::{SignedDuration, Timestamp};

use super::rdap::{self, Registered};
use super::registry::{self, Registry};
use super::security_txt::{self, SecurityTxt};
use super::{Answer, Ask};
use crate::candidate::address_key;
use crate::error::Error;
use crate::inner::Inner;
use crate::store::lookup::{self, Model};

/// How long an answer holds: contacts change seldom, and a wrong one comes back as a bounce.
const HOLDS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long it holds that nothing is known, or that the answer can't be read.
const NOTHING: SignedDuration = SignedDuration::from_hours(24);
/// How long a server that fails is left alone.
const FAILED: SignedDuration = SignedDuration::from_mins(15);
/// How long a server that asks for it is left alone, at least and at most.
const PAUSE: (i64, i64) = (60, 24 * 3600);
/// Within which time questions to a server are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// Files of sites that are fetched in a minute.
const SITES_PER_MINUTE: u32 = 60;

/// The way to others.
#[derive(Debug)]
pub(super) struct Outside<'a> {
    pub inner: &'a Inner,
    /// None: only kept answers.
    pub ask: Option<&'a dyn Ask>,
}

/// A question to a server.
struct Question<'a> {
    /// What it is kept by.
    name: String,
    server: String,
    url: String,
    per_minute: u32,
    /// Takes from the answer what is kept, with the range that it is about.
    read: &'a (dyn Fn(&[u8]) -> Result<Kept, String> + Sync),
}

/// What is kept of an answer.
struct Kept {
    json: String,
    range: Option<(String, String)>,
}

impl Outside<'_> {
    /// What the registry knows about an address. Kept answers hold for the part of the registered network that lies
    /// within the /24 (IPv4) or /48 (IPv6) of the address asked for: larger networks have parts of their own.
    pub(super) async fn about_address(
        &self,
        address: IpAddr,
        notes: &mut Vec<String>,
    ) -> Result<Option<(Model, Registered)>, Error> {
        let Some(registry) = registry::for_address(&self.inner.config.notify.rdap, address) else {
            return Ok(None);
        };
        let bits = if address.is_ipv4() { 24 } else { 48 };
        let Ok(around) = IpNet::new(address, bits).map(|network| network.trunc()) else { return Ok(None) };
        let read = |body: &[u8]| {
            let registered = rdap::read(body)?;
            let first = registered.first.map_or(around.network(), |first| first.max(around.network()));
            let last = registered.last.map_or(around.broadcast(), |last| last.min(around.broadcast()));
            if !(first..=last).contains(&address) {
                return Err("the answer is about another network".to_owned());
            }
            let range = Some((address_key(first), address_key(last)));
            Ok(Kept { json: serde_json::to_string(&registered).map_err(|e| e.to_string())?, range })
        };
        let question = Question {
            name: format!("rdap ip {around}"),
            server: registry.server(),
            url: registry.url(&format!("ip/{address}")),
            per_minute: registry.per_minute,
            read: &read,
        };
        self.registered(question, Some(&address_key(address)), notes).await
    }

    /// What the registry knows about a domain.
    pub(super) async fn about_domain(
        &self,
        domain: &str,
        notes: &mut Vec<String>,
    ) -> Result<Option<(Model, Registered)>, Error> {
        let Some(registry) = registry::for_host(&self.inner.config.notify.rdap, domain) else {
            return Ok(None);
        };
        self.domain_at(registry, domain, notes).await
    }

    async fn domain_at(
        &self,
        registry: &Registry,
        domain: &str,
        notes: &mut Vec<String>,
    ) -> Result<Option<(Model, Registered)>, Error> {
        let read = |body: &[u8]| {
            let registered = rdap::read(body)?;
            Ok(Kept { json: serde_json::to_string(&registered).map_err(|e| e.to_string())?, range: None })
        };
        let question = Question {
            name: format!("rdap domain {domain}"),
            server: registry.server(),
            url: registry.url(&format!("domain/{domain}")),
            per_minute: registry.per_minute,
            read: &read,
        };
        self.registered(question, None, notes).await
    }

    async fn registered(
        &self,
        question: Question<'_>,
        key: Option<&str>,
        notes: &mut Vec<String>,
    ) -> Result<Option<(Model, Registered)>, Error> {
        let row = self.answer(question, key, notes).await?;
        Ok(row.and_then(|row| Some((row.clone(), serde_json::from_str(&row.answer).ok()?))))
    }

    /// What a site says about itself, with the file's URL.
    pub(super) async fn security_txt(
        &self,
        host: &str,
        notes: &mut Vec<String>,
    ) -> Result<Option<(String, SecurityTxt)>, Error> {
        if !self.inner.config.notify.security_txt {
            return Ok(None);
        }
        let url = security_txt::url(host);
        let now = self.inner.clock.now();
        let read = |body: &[u8]| {
            let file = security_txt::read(body, &url, now)?;
            Ok(Kept { json: serde_json::to_string(&file).map_err(|e| e.to_string())?, range: None })
        };
        let question = Question {
            name: format!("security.txt {host}"),
            server: "security.txt".to_owned(),
            url: url.clone(),
            per_minute: SITES_PER_MINUTE,
            read: &read,
        };
        let row = self.answer(question, None, notes).await?;
        let file: Option<SecurityTxt> = row.and_then(|row| serde_json::from_str(&row.answer).ok());
        let file = file.filter(|file| file.expires.is_none_or(|expires| expires >= now));
        Ok(file.map(|file| (url.clone(), file)))
    }

    /// A kept answer, or a new one; none where nothing is known, which `notes` tells of.
    async fn answer(
        &self,
        question: Question<'_>,
        key: Option<&str>,
        notes: &mut Vec<String>,
    ) -> Result<Option<Model>, Error> {
        let db = self.inner.database.connection();
        let now = self.inner.clock.now();
        let Question { name, server, url, per_minute, read } = question;
        for row in lookup::find(db, &name, now).await? {
            let within = match (key, &row.first_key, &row.last_key) {
                (Some(key), Some(first), Some(last)) => (first.as_str()..=last.as_str()).contains(&key),
                _ => true,
            };
            match (within, row.status) {
                (false, _) => {}
                (true, 200) => return Ok(Some(row)),
                (true, _) => {
                    notes.push(format!("{server}: {}", row.answer));
                    return Ok(None);
                }
            }
        }
        let Some(ask) = self.ask else { return Ok(None) };
        if let Some(until) = lookup::paused_until(db, &server, now).await? {
            notes.push(format!("{server}: wants to be left alone until {}", crate::store::time(until)));
            return Ok(None);
        }
        let since = now.saturating_sub(WINDOW).unwrap_or(now);
        if lookup::asked_since(db, &server, since).await? >= u64::from(per_minute) {
            notes.push(format!("{server}: asked {per_minute} times within a minute; later"));
            return Ok(None);
        }
        let row = self.judge(name, server.clone(), now, ask.ask(&url).await, read, key);
        let transaction = self.inner.database.begin_write().await?;
        lookup::insert(&transaction, row.clone()).await?;
        transaction.commit().await.map_err(Error::from)?;
        if row.status == 200 {
            return Ok(Some(row));
        }
        notes.push(format!("{server}: {}", row.answer));
        Ok(None)
    }

    /// What is kept of a question's outcome.
    fn judge(
        &self,
        question: String,
        server: String,
        now: Timestamp,
        outcome: Result<Answer, String>,
        read: &(dyn Fn(&[u8]) -> Result<Kept, String> + Sync),
        key: Option<&str>,
    ) -> Model {
        let text = |text: String| Kept {
            json: mail::one_line(&text, 300),
            range: key.map(|key| (key.to_owned(), key.to_owned())),
        };
        let (status, kept, holds) = match outcome {
            Err(reason) => (0, text(reason), FAILED),
            Ok(Answer { status: 200, body, .. }) => match read(&body) {
                Ok(kept) => (200, kept, HOLDS),
                Err(reason) => (0, text(reason), NOTHING),
            },
            Ok(Answer { status: 404, .. }) => (404, text("nothing is known (404)".to_owned()), NOTHING),
            Ok(Answer { status: status @ (429 | 503), retry_after, .. }) => {
                let seconds = retry_after.and_then(|seconds| i64::try_from(seconds).ok()).unwrap_or(600);
                let seconds = seconds.clamp(PAUSE.0, PAUSE.1);
                let reason = format!("it wants to be asked later ({status})");
                (i32::from(status), text(reason), SignedDuration::from_secs(seconds))
            }
            Ok(Answer { status, .. }) => {
                let holds = if status >= 500 { FAILED } else { NOTHING };
                (i32::from(status), text(format!("it answers {status}")), holds)
            }
        };
        let (first_key, last_key) = kept.range.unzip();
        let expires = now.saturating_add(holds).unwrap_or(now);
        Model {
            id: 0,
            question,
            server,
            asked_us: now.as_microsecond(),
            expires_us: expires.as_microsecond(),
            status,
            first_key,
            last_key,
            answer: kept.json,
        }
    }
}
