//! Deliveries: what a sensor sends at once. Status first, then frames. The layout is specified in the crate's README.

mod error;
mod layout;
mod read;
mod write;

pub use error::DeliveryError;
pub use read::{Delivered, DeliveryReader};
pub use write::Delivery;

/// How the sensor is when it sends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Status {
    /// Its clock, microseconds since the epoch, when it sends.
    pub sent_us: i64,
    /// Frames that wait in its spool, those of this delivery included.
    pub waiting_frames: u64,
    /// Bytes of these.
    pub waiting_bytes: u64,
    /// Its program's version; at most 64 bytes are sent.
    pub version: String,
}
