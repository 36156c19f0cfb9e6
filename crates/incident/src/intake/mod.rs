//! From bytes that arrive to counted incidents.
//!
//! ```text
//! arrival -> original kept -> mail read -> formats, form, free text -> candidates -> one transaction
//! ```

mod batch;
mod classify;
mod closed;
mod queue;
mod receive;
pub(crate) mod sealed;
mod writer;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub(crate) use classify::looks_like_mail;
pub use queue::Queue;
pub use receive::{Arrival, Arrived, Content, When};
pub use sealed::{Sealed, SignedBy};

/// What a reader looks at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The original.
    pub bytes: &'a [u8],
    /// The file that it came from, or empty.
    pub name: &'a str,
    /// The mail that it is, if it is one.
    pub mail: Option<&'a mail::Message>,
    /// The zone in which times without a zone are taken.
    pub zone: &'a TimeZone,
    /// When it was received: log lines without a year are of the year that lies nearest before.
    pub received: Timestamp,
}
