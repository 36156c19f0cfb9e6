//! How large things may be. A reader refuses what is larger before it makes room for it.

/// Packets of one frame, both families together.
///
/// So many that a frame of IPv6 packets without anything in common still is no larger than [`MAX_FRAME`]: a sensor
/// never has to take a batch apart because it does not fit. More would also break the places in dictionaries, which
/// have two bytes.
pub const MAX_PACKETS: usize = 65_536;

/// Bytes of one frame. A collector that allows less than its sensors refuses their frames for ever.
pub const MAX_FRAME: usize = 4 << 20;

/// Losses that one frame states. Sensors add up what is more, by cause.
pub const MAX_LOSSES: usize = 256;

/// First bytes of one packet's content, where they are asked for. As many as a length has bits for would let one
/// frame of jumbo packets outgrow [`MAX_FRAME`] after fifty.
pub const MAX_PAYLOAD: usize = 1_024;

/// Bytes of one delivery. A collector holds as many of these as sensors deliver at once; and it must be larger than
/// [`MAX_FRAME`] by what stands around a frame, or large frames never arrive.
pub const MAX_DELIVERY: usize = 8 << 20;

/// Frames of one delivery: a day's heartbeats of one sensor go over in three. More would let small bytes make long
/// work for one transaction of the collector.
pub const MAX_DELIVERY_FRAMES: usize = 4_096;

/// Packets of one delivery, all frames together. Bounds what few bytes of constant columns can be unpacked to.
pub const MAX_DELIVERY_PACKETS: usize = 1 << 20;
