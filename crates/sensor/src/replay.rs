//! Capture files in place of an interface.
//!
//! The packets keep their own times and no filter is applied: what a file holds was chosen when it was made. The
//! time from a file's first packet to its last counts as listened in.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use capture::{Packet, Reading, Sink};
use tokio::sync::Notify;

use crate::clock::{Clock, Timing};
use crate::gathering::Gathering;
use crate::spool::Spool;

/// What of the spool is kept free. A replay waits when less is: it can, as no wire can.
const KEPT_FREE: u64 = 6 << 20;

/// How a replay goes.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Whether packets come as far apart as they did, or as fast as they can be read.
    pub is_original: bool,
    /// Packets after which a batch is closed.
    pub batch_packets: usize,
    /// Time after which a batch is closed, where the pace is the original one.
    pub batch_seconds: u64,
    /// Whether somebody empties the spool meanwhile.
    pub is_delivered: bool,
}

/// Plays files into a spool, one after the other. Tells `told` of each.
///
/// # Errors
///
/// Where a file can't be opened, or a frame can't be kept.
pub fn replay(
    files: &[PathBuf],
    spool: &Mutex<Spool>,
    room: u64,
    clock: &Arc<dyn Clock>,
    pace: Pace,
    wake: &Notify,
    mut told: impl FnMut(&Path, &Reading),
) -> anyhow::Result<()> {
    for path in files {
        let name = || path.display().to_string();
        let input = capture::open(path).with_context(name)?;
        let mut player = Player {
            gathering: Gathering::default(),
            spool,
            room,
            clock,
            pace,
            wake,
            until_us: None,
            began: None,
            opened: Instant::now(),
            failure: None,
        };
        let reading = capture::capture(input, 0, &mut player);
        player.gathering.count(reading.not_ip.values().sum(), reading.problem_count);
        player.close();
        if let Some(failure) = player.failure {
            return Err(failure).with_context(name);
        }
        told(path, &reading);
    }
    Ok(())
}

/// Takes packets of a file and makes frames of them.
struct Player<'a> {
    gathering: Gathering,
    spool: &'a Mutex<Spool>,
    room: u64,
    clock: &'a Arc<dyn Clock>,
    pace: Pace,
    wake: &'a Notify,
    /// The end of the last frame.
    until_us: Option<i64>,
    /// The first packet's time, and when it was played.
    began: Option<(i64, Instant)>,
    opened: Instant,
    failure: Option<anyhow::Error>,
}

impl Sink for Player<'_> {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.wait_for(packet.ts);
        self.gathering.v4(packet);
        self.close_if_full();
    }

    fn v6(&mut self, packet: &Packet<u128>) {
        self.wait_for(packet.ts);
        self.gathering.v6(packet);
        self.close_if_full();
    }
}

impl Player<'_> {
    fn wait_for(&mut self, ts: i64) {
        if !self.pace.is_original {
            return;
        }
        let (first_us, began) = *self.began.get_or_insert_with(|| (ts, Instant::now()));
        let due = Duration::from_micros(u64::try_from(ts - first_us).unwrap_or(0));
        while began.elapsed() < due {
            // Not past the end of the batch: what has been played does not wait for what comes much later.
            let open = Duration::from_secs(self.pace.batch_seconds).saturating_sub(self.opened.elapsed());
            std::thread::sleep((due - began.elapsed().min(due)).min(open.max(Duration::from_millis(1))));
            self.close_if_old();
        }
        self.close_if_old();
    }

    fn close_if_old(&mut self) {
        if self.opened.elapsed().as_secs() >= self.pace.batch_seconds {
            if !self.gathering.is_empty() {
                self.close();
            }
            self.opened = Instant::now();
        }
    }

    fn close_if_full(&mut self) {
        if self.gathering.is_full(self.pace.batch_packets) {
            self.close();
        }
    }

    fn close(&mut self) {
        if self.gathering.has_nothing() {
            return;
        }
        let (first_us, last_us) = match (self.gathering.times(), self.until_us) {
            (Some(times), _) => times,
            (None, Some(until_us)) => (until_us, until_us - 1),
            // Not one packet: nothing says when anybody listened.
            (None, None) => return,
        };
        let from_us = self.until_us.map_or(first_us, |before| before.min(first_us));
        let until_us = last_us + 1;
        let batch = self.gathering.close(from_us, until_us, self.clock.wall_us());
        self.until_us = Some(self.until_us.map_or(until_us, |before| before.max(until_us)));
        self.opened = Instant::now();
        if self.failure.is_none()
            && let Err(failure) = self.put(batch)
        {
            self.failure = Some(failure);
        }
    }

    fn put(&self, batch: wire::Batch) -> anyhow::Result<()> {
        loop {
            let mut spool = self.spool.lock().unwrap_or_else(PoisonError::into_inner);
            if spool.space() + KEPT_FREE <= self.room {
                spool.put(batch, Timing::File)?;
                break;
            }
            drop(spool);
            anyhow::ensure!(self.pace.is_delivered, "the spool is full: deliver first, or raise spool_size");
            std::thread::sleep(Duration::from_millis(50));
        }
        self.wake.notify_one();
        Ok(())
    }
}
