//! What a sensor tells its collector.

use capture::Packet;
use serde::{Deserialize, Serialize};

use crate::SensorId;

/// What a sensor saw between two moments of its clock: one frame. All times in microseconds since the epoch, by the
/// sensor's own clock.
///
/// The frames of a sensor are numbered from 1 without a gap, and their stretches of time follow one another; a
/// stretch in which no frame was made is one in which nobody listened. An empty frame is a heartbeat.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// Whose it is.
    pub sensor: SensorId,
    /// Its number.
    pub first: u64,
    /// The same, except where frames that were thrown away are drawn together: the last of their numbers.
    pub last: u64,
    /// When it was closed.
    pub made_us: i64,
    /// From when on the sensor was listening.
    pub from_us: i64,
    /// Until when, exclusive.
    pub until_us: i64,
    /// Packets that the sensor knows it did not get into any frame.
    pub losses: Vec<Loss>,
    /// Frames from the interface that carried no IP.
    pub not_ip: u64,
    /// Frames from the interface whose IP header could not be read.
    pub unreadable: u64,
    /// IPv4 packets, in the order in which they came; `sensor` is 0 in all.
    pub v4: Vec<Packet<u32>>,
    /// IPv6 packets, likewise.
    pub v6: Vec<Packet<u128>>,
    /// First bytes of what came behind the headers, where that was asked for: one for each packet, those of
    /// `v4` first. Empty where nothing was asked for.
    pub payloads: Vec<Vec<u8>>,
}

/// Packets that were there and are in no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// Why.
    pub cause: Cause,
    /// How many packets; for a damaged spool file, what its name said. A sensor can say any number: who adds them up
    /// does so without overflow.
    pub packets: u64,
    /// The stretch of time they are from.
    pub from_us: i64,
    /// Its end, exclusive.
    pub until_us: i64,
}

/// Why packets were lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Cause {
    /// The kernel had no room for them (`tp_drops` of packet(7)).
    Kernel = 0,
    /// The spool was full; the oldest frames went.
    SpoolFull = 1,
    /// The disk refused to take the frame.
    Disk = 2,
    /// A frame in the spool was found damaged.
    Damaged = 3,
    /// The collector asks for frames that it had acknowledged before, and that are gone since.
    Forgotten = 4,
}

impl Cause {
    /// All, by number.
    pub const ALL: [Self; 5] = [Self::Kernel, Self::SpoolFull, Self::Disk, Self::Damaged, Self::Forgotten];

    /// The cause of this number.
    pub(crate) fn of(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}
