//! Watched ports: what the activity report follows from quarter to quarter.
//!
//! A record is entered by people, with what the traffic is thought to be and what to do about it. From the quarter
//! that it is entered for, its life is a fold over the quarters ([`life`]): it is carried on while it changes notably
//! ([`notable`]), proposed for dropping after a quarter without that, and dropped after the next. A person's
//! decision for a quarter is above the rule. A quarter of which too little was observed changes nothing.
//!
//! Nothing of a life is stored but the decisions: it follows from the packets, so that a capture that comes in late
//! corrects it, and a report that was issued shows that as drift.

mod book;
mod life;
mod model;
mod notable;
mod period;
mod quarter;
mod suggestion;
mod verbs;

pub use book::{Book, BookEntry, Imported as WatchedImported};
pub use life::{Standing, State};
pub use model::{Choice, Decision, Reference, Watched, WatchedPort};
pub use notable::{Change, Why};
pub use period::{PortInPeriod, WatchedInPeriod};
pub use quarter::{Quarter, QuarterError};
pub use suggestion::{SuggestedFor, Suggestion};
