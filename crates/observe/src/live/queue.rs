//! Deliveries that wait for the next commit, and what is known of each sensor.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot::{Receiver, Sender, channel};

use super::clock::{ClockState, set_right};
use super::{Condition, Incoming, NotTaken};
use crate::store::{fleet, live};
use wire::Batch;

/// Packets that may wait, some 50 bytes each. More, and a slow disk costs memory; fewer, and sensors are sent away while
/// a commit is under way.
const FULL: usize = 6_000_000;

/// Deliveries that may wait: a thousand sensors and the second they take.
const FULL_DELIVERIES: usize = 4096;

type Answer = Result<u64, NotTaken>;

/// What became of a delivery for now.
pub(super) enum Accepted {
    /// All of it is in the lake.
    Already(u64),
    /// It waits for the commit.
    Waits(Receiver<Answer>),
}

/// Frames of one sensor that are to be committed.
#[derive(Debug)]
pub(super) struct Waiting {
    pub wire_id: String,
    pub condition: Condition,
    pub frames: Vec<Frame>,
    /// The last number of them; with no frames, what must be committed before.
    pub last: u64,
    pub answer: Sender<Answer>,
}

/// A frame by our clock.
#[derive(Debug)]
pub(super) struct Frame {
    pub batch: Batch,
    pub offset_us: Option<i64>,
    pub clock: ClockState,
}

/// A sensor as the collector knows it.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub fleet: fleet::Model,
    /// As committed; none before its first delivery.
    pub state: Option<live::Model>,
    /// The last number that was taken into the queue.
    accepted: u64,
}

impl Standing {
    fn acknowledged(&self) -> u64 {
        self.state.as_ref().map_or(0, |state| state.acknowledged.unsigned_abs())
    }
}

#[derive(Debug, Default)]
pub(super) struct Queue(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    standings: HashMap<String, Standing>,
    waiting: Vec<Waiting>,
    packets: usize,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what people and enrolment say of a sensor now; says whether its deliveries are known, too.
    pub(super) fn knows(&self, fleet: &fleet::Model) -> bool {
        let mut inside = self.lock();
        let known = inside.standings.get_mut(&fleet.wire_id);
        known.map(|standing| standing.fleet = fleet.clone()).is_some()
    }

    /// Notes what a sensor's deliveries came to before this process, unless somebody else was faster.
    pub(super) fn learn(&self, fleet: fleet::Model, state: Option<live::Model>) {
        let accepted = state.as_ref().map_or(0, |state| state.acknowledged.unsigned_abs());
        let wire_id = fleet.wire_id.clone();
        self.lock().standings.entry(wire_id).or_insert(Standing { fleet, state, accepted });
    }

    /// Checks a delivery and queues what is new of it.
    pub(super) fn accept(
        &self,
        wire_id: &str,
        condition: Condition,
        frames: Vec<Incoming>,
        now_us: i64,
    ) -> Result<Accepted, NotTaken> {
        let mut inside = self.lock();
        let Inside { standings, waiting, packets } = &mut *inside;
        // It was known a moment ago: a commit failed since.
        let again = || NotTaken::Later { seconds: 1, reason: "what is there is looked up again".to_owned() };
        let standing = standings.get_mut(wire_id).ok_or_else(again)?;
        if standing.fleet.revoked_us.is_some() {
            return Err(NotTaken::Revoked);
        }
        if standing.fleet.retired_us.is_some() {
            return Err(NotTaken::Retired);
        }
        let acknowledged = standing.acknowledged();
        let mut next = standing.accepted + 1;
        let greeting = frames.is_empty();
        let mut new = Vec::new();
        for incoming in frames {
            let Incoming { offset_us, mut batch } = incoming;
            if batch.sensor.to_string() != wire_id {
                let reason = format!("frame {} is of sensor {}", batch.first, batch.sensor);
                return Err(NotTaken::OtherSensor { reason });
            }
            check(&batch).map_err(|reason| NotTaken::Wrong { acknowledged, reason })?;
            if batch.last < next {
                continue;
            }
            if batch.first != next {
                // Also where a frame of several numbers begins before what is there and ends behind it: the sensor
                // drew it together without knowing, and draws it together anew.
                if new.is_empty() {
                    return Err(NotTaken::Gap { acknowledged });
                }
                break;
            }
            next = batch.last + 1;
            let clock = set_right(&mut batch, offset_us, now_us);
            new.push(Frame { batch, offset_us, clock });
        }
        let more: usize = new.iter().map(|frame| frame.batch.v4.len() + frame.batch.v6.len()).sum();
        if (*packets > 0 && *packets + more > FULL) || waiting.len() >= FULL_DELIVERIES {
            return Err(NotTaken::Later { seconds: 2, reason: "too much waits to be written".to_owned() });
        }
        if new.is_empty() && !greeting && standing.accepted == acknowledged {
            return Ok(Accepted::Already(acknowledged));
        }
        let (answer, receiver) = channel();
        standing.accepted = next - 1;
        *packets += more;
        let wire_id = wire_id.to_owned();
        waiting.push(Waiting { wire_id, condition, frames: new, last: next - 1, answer });
        Ok(Accepted::Waits(receiver))
    }

    /// Packets that wait; none where no delivery does.
    pub(super) fn waiting(&self) -> Option<usize> {
        let inside = self.lock();
        (!inside.waiting.is_empty()).then_some(inside.packets)
    }

    /// Takes everything that waits, with the standing of each sensor in it.
    pub(super) fn take(&self) -> (Vec<Waiting>, HashMap<String, Standing>) {
        let mut inside = self.lock();
        inside.packets = 0;
        let waiting = std::mem::take(&mut inside.waiting);
        let of = |waiting: &Waiting| {
            inside.standings.get(&waiting.wire_id).map(|known| (waiting.wire_id.clone(), known.clone()))
        };
        let standings = waiting.iter().filter_map(of).collect();
        (waiting, standings)
    }

    /// Notes what was committed, and answers.
    pub(super) fn committed(&self, done: Vec<Waiting>, states: Vec<(String, live::Model)>) {
        let mut inside = self.lock();
        for (wire_id, state) in states {
            if let Some(standing) = inside.standings.get_mut(&wire_id) {
                standing.state = Some(state);
            }
        }
        drop(inside);
        for waiting in done {
            // Who asked may have gone; it will ask again.
            let _ = waiting.answer.send(Ok(waiting.last));
        }
    }

    /// Takes everything back: what was being committed, and what came meanwhile and builds on it. How far each sensor is
    /// has to be read from the database again: whether a commit that failed was made after all, it alone knows, and of a
    /// writer that ended in the middle nobody says what it had been given.
    pub(super) fn failed(&self, undone: Vec<Waiting>, seconds: u32, reason: &str) {
        let mut inside = self.lock();
        inside.packets = 0;
        inside.standings.clear();
        let all: Vec<Waiting> = undone.into_iter().chain(std::mem::take(&mut inside.waiting)).collect();
        drop(inside);
        for waiting in all {
            let _ = waiting.answer.send(Err(NotTaken::Later { seconds, reason: reason.to_owned() }));
        }
    }
}

/// What a frame may not say.
fn check(batch: &Batch) -> Result<(), String> {
    if batch.first == 0 || batch.last < batch.first || batch.last > i64::MAX.unsigned_abs() {
        return Err(format!("frame {} to {}: no frame has such numbers", batch.first, batch.last));
    }
    Ok(())
}
