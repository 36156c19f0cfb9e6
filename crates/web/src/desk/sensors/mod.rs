//! `/desk/sensors`: the fleet of live sensors.
//!
//! Everybody who has signed in sees how the sensors are; an analyst marks alarms as seen. Where a sensor stands, to its
//! address, is for admins alone, who also invite, change, retire and revoke: a list of addresses in the wrong hands ends
//! an observation.

pub(crate) mod acts;
pub(crate) mod invite;
pub(crate) mod list;
pub(crate) mod one;
mod shown;

/// The address.
pub(crate) const PATH: &str = "/desk/sensors";
