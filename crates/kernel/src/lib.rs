//! What two domains must agree on, and nothing else (3,000 lines at most).
//!
//! The kernel knows no domain. A thing moves here only when a second domain needs the very same thing;
//! what is merely useful is a tool crate of its own.

mod calendar;
mod cell;
mod civil;
mod clock;
mod database;
mod figure;
mod hour;
pub mod journal;
mod lang;
mod originals;
mod period_name;
pub mod words;

pub use calendar::Calendar;
pub use cell::{inert_cell, original_cell};
pub use civil::{Bucket, BucketSize, CivilError, Period};
pub use clock::{Clock, FixedClock, SystemClock};
pub use database::{
    Connection, Copied, Database, DatabaseError, Migration, Postgres, Transaction, pattern_holding,
};
pub use figure::{Definition, Figure, Record, Records, Stretch, Unit};
pub use hour::{Hour, HourRange};
pub use lang::{Lang, Text};
pub use originals::{Original, Originals};
pub use period_name::PeriodNameError;
