//! What the program does by itself while it serves: the one list.
//!
//! | job | how often | what |
//! |---|---|---|
//! | outbox | 20 s | sends the notifications that were approved |
//! | watch | 60 s | looks at the sites that are due, and drafts messages about revivals |
//! | reminders | 1 h | drafts reminders of notifications that nobody answered |
//! | sensors | 60 s | opens and closes alarms about live sensors |
//!
//! A job that fails is told in the log and tried again at its next turn; each writes what it has done in
//! transactions of its own, so that a kill at any moment leaves nothing half done.

use std::time::Duration;

use incident::WatchEvent;
use observe::fleet::{Alarm, FleetRules};

use crate::app::App;
use crate::flows;

const OUTBOX: Duration = Duration::from_secs(20);
const WATCH: Duration = Duration::from_secs(60);
const REMINDERS: Duration = Duration::from_secs(3600);
const SENSORS: Duration = Duration::from_secs(60);

/// Messages sent in one turn at most; the rest goes with the next.
const SENT_AT_ONCE: u64 = 500;

/// Does all of it, for ever.
pub async fn run(app: App) {
    let every = |time| tokio::time::interval(time);
    let outbox = async {
        let mut turns = every(OUTBOX);
        loop {
            turns.tick().await;
            if let Err(error) = send(&app).await {
                tracing::error!(%error, "notifications could not be sent");
            }
        }
    };
    let watch = async {
        let mut turns = every(WATCH);
        loop {
            turns.tick().await;
            if let Err(error) = look(&app).await {
                tracing::error!(%error, "sites could not be looked at");
            }
        }
    };
    let reminders = async {
        let mut turns = every(REMINDERS);
        loop {
            turns.tick().await;
            if let Err(error) = app.incident.draft_reminders(&app.settings.calendar, "system").await {
                tracing::error!(%error, "reminders could not be drafted");
            }
        }
    };
    let sensors = async {
        // Before now no sensor could be heard: none is silent because this program was down.
        let rules = FleetRules { silent: app.settings.sensors.silent, listening: app.clock.now() };
        let mut turns = every(SENSORS);
        loop {
            turns.tick().await;
            match app.observe.look_after_fleet(rules).await {
                Ok(looked) => looked.opened.iter().for_each(raise),
                Err(error) => tracing::error!(%error, "sensors could not be looked after"),
            }
        }
    };
    tokio::join!(outbox, watch, reminders, sensors);
}

/// Tells the log of a new alarm.
fn raise(alarm: &Alarm) {
    let sensor = alarm.sensor.as_deref().unwrap_or("none that is known");
    tracing::warn!(sensor, kind = alarm.kind.name(), detail = alarm.detail, "alarm");
}

/// Sends what is due.
pub async fn send(app: &App) -> Result<incident::notify::Round, incident::Error> {
    // What a kill left between the question and the answer is in doubt, whether or not there is a way out now.
    app.incident.find_doubts().await?;
    match app.transport() {
        Some(transport) => app.incident.send_due(&*transport, SENT_AT_ONCE).await,
        None => Ok(incident::notify::Round::default()),
    }
}

/// Why a round of looks failed.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// The desk said no.
    #[error(transparent)]
    Incident(#[from] incident::Error),
    /// There is no way out.
    #[error(transparent)]
    Fetch(#[from] ::fetch::Error),
}

/// Takes up new sites, looks at those that are due, and follows up what happened.
pub async fn look(app: &App) -> Result<incident::Round, LookError> {
    app.incident.watch_new().await?;
    if app.incident.watch_due().await? == 0 {
        return Ok(incident::Round::default());
    }
    let looker = app.looker()?;
    let round = app.incident.watch_round(&looker).await?;
    for event in &round.events {
        if let WatchEvent::Revived { incident, .. } = event {
            flows::revival::follow(app, *incident).await?;
        }
    }
    Ok(round)
}
