//! The fleet: live sensors as people know them.
//!
//! ```text
//! invite -> token -> redeem -> enrolled -> (deliveries, see `live`) -> overview
//!                                  \-> describe, retire, reinstate, revoke          \-> alarms: open, seen, over
//! ```
//!
//! A sensor's name is for ever: the lake's files carry it. What changes under a name is the key. Who is invited again
//! under a known name gets a row of its own (an *enrolment*), whose frames begin at 1; the rows before it are revoked.
//! So frames of the old key that are just being committed count for the old row alone, and never stand in the way of
//! the new one's; hours listened, losses and packets of all rows of a name are those of the sensor.
//!
//! Addresses and notes are for those who run sensors. [`FleetSensor::without_addresses`] is what others get.

mod alarm;
mod enrol;
mod invitation;
mod model;
mod overview;
mod refusal;
mod rules;
mod sensor;

use jiff::Timestamp;
use kernel::Transaction;
use kernel::journal::{self, Deed};

use crate::error::Error;

pub use alarm::{Alarm, AlarmKind, FleetRules, LookedAfter};
pub use enrol::{Enrolled, Known, NotRedeemed};
pub use invitation::Invited;
pub use model::{About, Invitation, NetworkKind};
pub use overview::{Covered, FleetOverview, FleetSensor, FleetState, LossRow, LossSum};
pub(crate) use refusal::Refusals;
pub use refusal::{Refused, RefusedFor};

/// The newest of a sensor's rows: the one in use.
fn in_use(
    mut rows: Vec<crate::store::fleet::Model>,
    name: &str,
) -> Result<crate::store::fleet::Model, Error> {
    rows.pop().ok_or_else(|| Error::NoLiveSensor { name: name.to_owned() })
}

/// An instant of the database.
fn time(us: i64) -> Timestamp {
    Timestamp::from_microsecond(us).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Notes a deed in the audit journal.
async fn note(
    transaction: &Transaction,
    at: Timestamp,
    who: &str,
    what: &str,
    name: &str,
    detail: &str,
) -> Result<(), Error> {
    let object = format!("sensor/{name}");
    journal::write(transaction, at, Deed { who, what, object: &object, detail }).await?;
    Ok(())
}
