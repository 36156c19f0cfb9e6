//! A watched site, its looks, and what came of a round.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::Serialize;

use crate::word::words;

words! {
    /// How a watched site is.
    WatchState {
        /// Not seen up yet.
        New = "new",
        /// As it was when first seen.
        Up = "up",
        /// There, but not as first seen.
        Changed = "changed",
        /// Away.
        Gone = "gone",
        /// There again after it was away.
        Back = "back",
    }
}

words! {
    /// What one look found.
    LookOutcome {
        /// A page.
        Up = "up",
        /// Nothing, or a page that says so.
        Down = "down",
        /// Neither: the site keeps us out, or our own resolver fails.
        Unclear = "unclear",
        /// The guard does not let us look at such a place; nothing was sent.
        Refused = "refused",
        /// Nothing, but all other sites fail as well: more likely it is us.
        Doubted = "doubted",
    }
}

words! {
    /// How a site is gone.
    Gone {
        /// Its name has no address any more, or none on the public internet.
        Dns = "dns",
        /// Nobody takes the connection, or what is there is no web server.
        Connection = "connection",
        /// No answer in time.
        Timeout = "timeout",
        /// The server says that there is nothing: 404, 410, 451 or a failure of its own (5xx).
        Status = "status",
        /// The page was replaced by one that says it was removed.
        Content = "content",
    }
}

/// A watched site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watch {
    /// The incident.
    pub incident: i64,
    /// What is looked at.
    pub url: String,
    /// Its host.
    pub host: String,
    /// How it is.
    pub state: WatchState,
    /// Since when it is watched.
    pub started: Timestamp,
    /// When it is looked at next; none where it is not watched any more.
    pub next_look: Option<Timestamp>,
    /// When it was looked at last.
    pub last_look: Option<Timestamp>,
    /// What was found then.
    pub last_outcome: Option<LookOutcome>,
    /// How often it was looked at.
    pub looks: u64,
    /// When it was first seen up.
    pub first_up: Option<Timestamp>,
    /// The page's title then.
    pub first_title: Option<String>,
    /// Since when looks fail, where it is too early to call it gone.
    pub failing_since: Option<Timestamp>,
    /// Since when it is gone.
    pub gone: Option<Timestamp>,
    /// How it is gone, or was when it was last.
    pub gone_how: Option<Gone>,
    /// When it first went away after it had been up.
    pub takedown: Option<Timestamp>,
    /// How often it came back.
    pub revived: u64,
    /// When the watch ended.
    pub ended: Option<Timestamp>,
    /// Why.
    pub ended_why: Option<String>,
}

/// One look at a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Look {
    /// When.
    pub at: Timestamp,
    /// What was found.
    pub outcome: LookOutcome,
    /// How it is down.
    pub how: Option<Gone>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// Who answered.
    pub address: Option<IpAddr>,
    /// Where redirects ended.
    pub final_url: Option<String>,
    /// The page's title.
    pub title: Option<String>,
    /// SHA-256 of the page's text in its normal form.
    pub sha256: Option<String>,
    /// What was recognised on the page, or what went wrong.
    pub note: String,
}

/// A watched site with its looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WatchDetails {
    /// The site.
    pub watch: Watch,
    /// Its newest looks, newest first.
    pub looks: Vec<Look>,
}

/// Which watches are asked for; what is `None` does not narrow the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WatchQuery {
    /// In this state.
    pub state: Option<WatchState>,
    /// Still watched, or not any more.
    pub active: Option<bool>,
    /// That came back at least once, or never.
    pub revived: Option<bool>,
}

/// What happened to a watched site. The caller decides what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum WatchEvent {
    /// It is there for the first time.
    FirstUp {
        /// Whose site.
        incident: i64,
    },
    /// It is not any more what it was.
    Changed {
        /// Whose site.
        incident: i64,
    },
    /// It went away.
    Gone {
        /// Whose site.
        incident: i64,
        /// How.
        how: Gone,
        /// Since when.
        since: Timestamp,
    },
    /// It came back. The incident is open again; a new notification is due.
    Revived {
        /// Whose site.
        incident: i64,
        /// Whether it shows what it showed first.
        same: bool,
    },
    /// It is not watched any more.
    Ended {
        /// Whose site.
        incident: i64,
        /// Why.
        why: String,
    },
}

/// What came of a round.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Round {
    /// How many sites were looked at.
    pub looks: u64,
    /// Whether there are more that are due, beyond what one round takes.
    pub more: bool,
    /// Whether everything failed, so that our own network is doubted and nothing was concluded.
    pub doubted: bool,
    /// What happened, in the order of the looks.
    pub events: Vec<WatchEvent>,
}
