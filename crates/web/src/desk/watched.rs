//! How the site of an incident is, and was: its watch on the incident's page.

use incident::{Look, Watch, WatchDetails};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::words::{minute, moment};

/// The watch of an incident's site.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Watched {
    /// `state`, `last_outcome`, `gone_how` and others as the desk has them.
    #[serde(flatten)]
    watch: Watch,
    since: String,
    looked: String,
    next: String,
    up: String,
    failing: String,
    gone_at: String,
    takedown_at: String,
    ended_at: String,
    active: bool,
    rows: Vec<LookRow>,
}

#[derive(Debug, Clone, Serialize)]
struct LookRow {
    #[serde(flatten)]
    look: Look,
    at_local: String,
}

impl Watched {
    pub(super) fn new(found: WatchDetails, zone: &TimeZone) -> Self {
        let WatchDetails { watch, looks } = found;
        let time = |at: Option<Timestamp>| at.map_or_else(String::new, |at| minute(at, zone));
        let row = |look: Look| LookRow { at_local: moment(look.at, zone), look };
        Self {
            since: minute(watch.started, zone),
            looked: time(watch.last_look),
            next: time(watch.next_look),
            up: time(watch.first_up),
            failing: time(watch.failing_since),
            gone_at: time(watch.gone),
            takedown_at: time(watch.takedown),
            ended_at: time(watch.ended),
            active: watch.next_look.is_some(),
            rows: looks.into_iter().map(row).collect(),
            watch,
        }
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        let looks = incident::LookOutcome::ALL.iter().zip(incident::Gone::ALL).map(|(outcome, how)| Look {
            at: Timestamp::UNIX_EPOCH,
            outcome: *outcome,
            how: Some(*how),
            status: Some(404),
            address: "192.0.2.1".parse().ok(),
            final_url: Some("javascript:alert(1)//<script>".to_owned()),
            title: Some("<script>Bank\u{202E}".to_owned()),
            sha256: Some("0".repeat(64)),
            note: "<b>note".to_owned(),
        });
        Self::new(WatchDetails { watch: sample_watch(), looks: looks.collect() }, &TimeZone::UTC)
    }
}

#[cfg(test)]
pub(super) fn sample_watch() -> Watch {
    let at = Some(Timestamp::UNIX_EPOCH);
    Watch {
        incident: 34,
        url: "javascript:alert(1)//<script>\u{200B}".to_owned(),
        host: "bank.example".to_owned(),
        state: incident::WatchState::Back,
        started: Timestamp::UNIX_EPOCH,
        next_look: None,
        last_look: at,
        last_outcome: Some(incident::LookOutcome::Up),
        looks: 900,
        first_up: at,
        first_title: Some("<b>Bank".to_owned()),
        failing_since: at,
        gone: at,
        gone_how: Some(incident::Gone::Content),
        takedown: at,
        revived: 2,
        ended: at,
        ended_why: Some("stopped by <b>".to_owned()),
    }
}
