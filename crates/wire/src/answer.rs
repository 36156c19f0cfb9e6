//! What the collector answers to a delivery, as JSON.

use serde::{Deserialize, Serialize};

/// A delivery was taken, or part of it: with status 409 the frame behind `acknowledged` is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Everything up to this frame is durable with the collector; the sensor can forget it. 0: nothing yet.
    pub acknowledged: u64,
    /// The collector's clock, microseconds since the epoch, when it answered.
    pub now_us: i64,
}

/// A delivery was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, for people who read the sensor's log.
    pub reason: String,
    /// As in a [`Receipt`]; not there for who is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<u64>,
}
