//! The watch of harmful sites: from the first look to the takedown, and beyond it.
//!
//! ```text
//! due sites -> look (guarded fetcher) -> what it showed -> step (state machine) -> rows, history, events
//! ```
//!
//! Only sites of phishing and malware incidents are looked at, by `GET` and nothing else; no form is filled in,
//! no script runs. What a page shows is kept as title and hash, never as its text.

mod config;
mod look;
mod model;
mod page;
mod queue;
mod removed;
mod round;
mod schedule;
mod seen;
mod state;
mod takedown;
mod verbs;

pub use config::WatchConfig;
pub use look::{Looker, Looking};
pub use model::{Gone, Look, LookOutcome, Round, Watch, WatchDetails, WatchEvent, WatchQuery, WatchState};
pub use schedule::Schedule;
pub use takedown::{Takedown, Takedowns};

pub(crate) use state::{Failing, Print, Standing};
