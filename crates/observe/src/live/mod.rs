//! Frames of live sensors into the lake: each once, many sensors' in one commit.
//!
//! ```text
//! deliver -> queue -> (about a second) -> writer -> one transaction -> acknowledged
//!                                                        \-> hours marked -> series of these hours, every few seconds
//! ```
//!
//! One task commits. What it takes out of the queue is written to the lake's engine, and *one* transaction makes it part
//! of the lake together with the number up to which each sensor is acknowledged, the stretches it listened in and the
//! losses it told of. Before that nothing has happened, and the sensor delivers again; after it, what is delivered again
//! is acknowledged again and counted no second time. Frames of a sensor are taken in the order of their numbers only.

mod clock;
mod commit;
mod queue;
mod upkeep;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use wire::{Batch, SensorId};

use crate::error::Error;
use crate::inner::Inner;
use crate::service::Service;
use crate::store;
use queue::{Accepted, Queue};

pub use clock::ClockState;
pub(crate) use upkeep::catch_up;

/// One frame of a delivery.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// How far the sensor's clock was ahead of ours when the frame was made, in microseconds, if that is known.
    pub offset_us: Option<i64>,
    /// The frame.
    pub batch: Batch,
}

/// What a sensor says of itself with a delivery.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    /// Version of its program.
    pub version: String,
    /// Frames in its spool.
    pub waiting_frames: u64,
    /// Bytes in its spool.
    pub waiting_bytes: u64,
}

/// Why a delivery was not taken, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTaken {
    /// No sensor has this id.
    Unknown,
    /// The sensor was retired.
    Retired,
    /// The sensor's key is no longer trusted.
    Revoked,
    /// A frame before the first of these is missing: everything up to `acknowledged` is there.
    Gap {
        /// The number to go on from is the next.
        acknowledged: u64,
    },
    /// A frame is of another sensor than delivers it.
    OtherSensor {
        /// Which frame.
        reason: String,
    },
    /// A frame says what can't be.
    Wrong {
        /// Everything up to here is there.
        acknowledged: u64,
        /// Which frame, and what it says.
        reason: String,
    },
    /// Not now: the queue is full, or the lake could not be written. Nothing is lost; the sensor tries again.
    Later {
        /// In how many seconds.
        seconds: u32,
        /// Why, for the log.
        reason: String,
    },
}

/// Takes deliveries. Cheap to clone; ends with the last clone.
#[derive(Debug, Clone)]
pub struct Collector {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    inner: Arc<Inner>,
    queue: Queue,
    /// Told when something was queued, or when the collector ends.
    queued: Arc<Notify>,
}

impl Service {
    /// Starts taking deliveries; one process at a time may do so for a data folder.
    pub async fn collect(&self) -> Result<Collector, Error> {
        let lock = upkeep::only_collector(&self.inner)?;
        let shared = Arc::new(Shared {
            inner: Arc::clone(&self.inner),
            queue: Queue::default(),
            queued: Arc::default(),
        });
        tokio::spawn(upkeep::run(Arc::downgrade(&shared), Arc::clone(&shared.queued), lock));
        Ok(Collector { shared })
    }
}

impl Collector {
    /// Takes the frames of one delivery of `sensor`, who has proved that it is who it says. When this returns a number,
    /// every frame up to it is durable; that may be more than was delivered now.
    pub async fn deliver(
        &self,
        sensor: SensorId,
        condition: Condition,
        frames: Vec<Incoming>,
    ) -> Result<u64, NotTaken> {
        let Shared { inner, queue, queued } = &*self.shared;
        let wire_id = sensor.to_string();
        let database = inner.database.connection();
        let later = |error: Error| NotTaken::Later { seconds: 10, reason: error.to_string() };
        // Asked each time: another process may have revoked its key a moment ago.
        let known = store::fleet::by_wire_id(database, &wire_id).await.map_err(later)?;
        let known = known.ok_or(NotTaken::Unknown)?;
        if !queue.knows(&known) {
            let state = store::live::by_id(database, known.id).await.map_err(later)?;
            queue.learn(known, state);
        }
        let now_us = inner.clock.now().as_microsecond();
        match queue.accept(&wire_id, condition, frames, now_us)? {
            Accepted::Already(acknowledged) => Ok(acknowledged),
            Accepted::Waits(answer) => {
                queued.notify_one();
                let ended = || NotTaken::Later { seconds: 5, reason: "the collector is ending".to_owned() };
                answer.await.map_err(|_| ended())?
            }
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.queued.notify_one();
    }
}

/// How long deliveries are gathered before they are committed. Longer, and a sensor waits longer for its answer;
/// shorter, and the lake gets more and smaller files.
const GATHER: Duration = Duration::from_millis(1000);
