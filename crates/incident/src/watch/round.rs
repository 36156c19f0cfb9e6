//! A round: all sites that are due are looked at, and what they showed is written down in one transaction.
//!
//! A kill in between costs the looks of the round, which then are due still; nothing is concluded from half of it,
//! because only a whole round tells whether it was our own network that failed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kernel::Transaction;

use super::config::WatchConfig;
use super::look::Looker;
use super::model::{Gone, Look, LookOutcome, Round, WatchEvent};
use super::queue::{self, Site};
use super::seen::Seen;
use super::state::{Event, Patience, step};
use crate::error::Error;
use crate::model::IncidentState;
use crate::service::Service;
use crate::store::history::{self, Change};
use crate::store::watch::Model;
use crate::store::{self, incident};

/// What the program does by itself is signed so.
const SYSTEM: &str = "system";

impl Service {
    /// Looks at the sites that are due, as many as one round takes, and tells what happened.
    pub async fn watch_round(&self, looker: &dyn Looker) -> Result<Round, Error> {
        let config = &self.inner.config.watch;
        let clock = &*self.inner.clock;
        let limit = config.round.max(1);
        let mut due =
            store::watch::due(self.inner.database.connection(), clock.now(), limit.saturating_add(1)).await?;
        let more = due.len() as u64 > limit;
        due.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let sites = due.iter().map(|row| Site { host: row.host.clone(), url: row.url.clone() });
        let shown =
            queue::look(looker, clock, sites, config.parallel, config.pause, &config.removal_words).await;
        let mut round = Round { more, doubted: is_our_fault(&due, &shown, config)?, ..Round::default() };
        let db = self.inner.database.begin_write().await?;
        for row in due {
            let Some((at, seen)) = shown.get(&row.url) else { continue };
            let now = store::watch::get(&db, row.id).await?;
            // Stopped meanwhile, or looked at by somebody else.
            if now.next_look_us != row.next_look_us {
                continue;
            }
            round.looks += 1;
            let seen = if round.doubted { doubted(seen, &now, *at, config) } else { seen.clone() };
            round.events.extend(conclude(&db, now, *at, seen, config).await?);
        }
        db.commit().await.map_err(Error::from)?;
        Ok(round)
    }
}

/// Whether nobody at all answered, while several hosts did when they were last looked at.
fn is_our_fault(
    due: &[Model],
    shown: &BTreeMap<String, (Timestamp, Seen)>,
    config: &WatchConfig,
) -> Result<bool, Error> {
    if shown.values().any(|(_, seen)| seen.reached) {
        return Ok(false);
    }
    let mut lost = BTreeSet::new();
    for row in due {
        if row.standing()?.answered() {
            lost.insert(&row.host);
        }
    }
    Ok(lost.len() >= config.doubt_hosts.max(1))
}

/// In doubt a failure is not held against the site, but not for ever.
fn doubted(seen: &Seen, row: &Model, at: Timestamp, config: &WatchConfig) -> Seen {
    let since = row.doubted_since_us.map_or(at, store::time);
    let seen = seen.clone();
    if seen.outcome == LookOutcome::Down && at.duration_since(since) < config.doubt {
        Seen { outcome: LookOutcome::Doubted, ..seen }
    } else {
        seen
    }
}

/// Writes down one look and what follows from it.
async fn conclude(
    db: &Transaction,
    mut row: Model,
    at: Timestamp,
    seen: Seen,
    config: &WatchConfig,
) -> Result<Vec<WatchEvent>, Error> {
    let patience = Patience { looks: config.gone_looks, span: config.gone_span };
    let (standing, events) = step(row.standing()?, at, seen.found(), patience);
    let next = config.schedule.next(&standing, at);
    let ended = match seen.outcome {
        LookOutcome::Refused => Some(format!("it can't be looked at: {}", seen.note)),
        _ => next.is_none().then(|| "it stayed away".to_owned()),
    };
    row.stand(standing);
    row.last_look_us = Some(at.as_microsecond());
    row.last_outcome = Some(seen.outcome.name().to_owned());
    row.looks = row.looks.saturating_add(1);
    row.next_look_us = next.map(Timestamp::as_microsecond);
    if let Some(why) = &ended {
        row.next_look_us = None;
        row.ended_us = Some(at.as_microsecond());
        row.ended_why = Some(why.clone());
    }
    store::look::insert(db, row.id, &look(at, &seen)).await?;
    let own = incident::get(db, row.incident_id).await?;
    // What was found to be the same as another lives on in that one.
    let subject = match own.merged_into {
        Some(other) => incident::get(db, other).await?,
        None => own,
    };
    let incident = subject.id;
    store::watch::update(db, row).await?;
    let mut told = Vec::new();
    for event in events {
        told.push(match event {
            Event::FirstUp => WatchEvent::FirstUp { incident },
            Event::Changed => WatchEvent::Changed { incident },
            Event::Gone { how, since } => {
                gone(db, at, subject.clone(), how, since, config).await?;
                WatchEvent::Gone { incident, how, since }
            }
            Event::Revived { same } => {
                revived(db, at, subject.clone(), same).await?;
                WatchEvent::Revived { incident, same }
            }
        });
    }
    if let Some(why) = ended {
        let change = Change {
            about: "incident",
            id: incident,
            who: SYSTEM,
            what: "unwatch",
            before: "",
            after: "",
            note: &why,
        };
        history::write(db, at, change).await?;
        told.push(WatchEvent::Ended { incident, why });
    }
    Ok(told)
}

fn look(at: Timestamp, seen: &Seen) -> Look {
    let Seen { outcome, how, status, address, final_url, title, sha256, note, reached: _ } = seen.clone();
    Look { at, outcome, how, status, address, final_url, title, sha256, note }
}

/// Remembers a takedown, and closes the incident where that is wanted.
async fn gone(
    db: &Transaction,
    at: Timestamp,
    subject: incident::Model,
    how: Gone,
    since: Timestamp,
    config: &WatchConfig,
) -> Result<(), Error> {
    let note = format!("since {since}");
    let change = Change {
        about: "incident",
        id: subject.id,
        who: SYSTEM,
        what: "gone",
        before: "",
        after: how.name(),
        note: &note,
    };
    history::write(db, at, change).await?;
    if config.close_gone && subject.state != IncidentState::Closed.name() {
        turn(db, at, subject, "close", IncidentState::Closed, "its site is gone").await?;
    }
    Ok(())
}

/// Remembers a revival, and opens the incident again.
async fn revived(db: &Transaction, at: Timestamp, subject: incident::Model, same: bool) -> Result<(), Error> {
    let note = if same { "with the same page" } else { "with another page" };
    let change = Change {
        about: "incident",
        id: subject.id,
        who: SYSTEM,
        what: "revived",
        before: "",
        after: "",
        note,
    };
    history::write(db, at, change).await?;
    if subject.state != IncidentState::Open.name() {
        turn(db, at, subject, "reopen", IncidentState::Open, "its site is back").await?;
    }
    Ok(())
}

async fn turn(
    db: &Transaction,
    at: Timestamp,
    mut subject: incident::Model,
    what: &'static str,
    state: IncidentState,
    note: &str,
) -> Result<(), Error> {
    let before = std::mem::replace(&mut subject.state, state.name().to_owned());
    subject.closed_us = (state == IncidentState::Closed).then(|| at.as_microsecond());
    let id = subject.id;
    incident::update(db, subject).await?;
    let change =
        Change { about: "incident", id, who: SYSTEM, what, before: &before, after: state.name(), note };
    history::write(db, at, change).await
}
