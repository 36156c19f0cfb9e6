//! Listens: takes packets out of the ring, closes batches, and keeps the filter as it must be.
//!
//! A batch covers the time in which it was open and the ring was. When the interface goes down or away, listening
//! ends, and begins again when it is back: that stretch is a gap, not a quiet time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

use netring::Capture;
use wire::{Batch, Cause};

use super::interface::{Interface, look};
use super::listener::{LOOK, micros, open};
use super::own::Own;
use super::program;
use crate::clock::{Clock, Timing};
use crate::config::Config;
use crate::deliver::Peers;
use crate::gathering::Gathering;

/// How often the interface and the resolvers are looked at.
const CHECK: Duration = Duration::from_secs(2);

/// How long the end waits for a ring that does not become empty.
const ENDING: Duration = Duration::from_secs(1);

/// A batch and the clock that its times are by.
pub type Closed = (Batch, Timing);

/// What is counted while listening.
#[derive(Debug, Default)]
pub struct Counters {
    /// Packets taken.
    pub packets: AtomicU64,
    /// Packets that the kernel had no room for.
    pub dropped: AtomicU64,
    /// Whether the interface is listened on at this moment.
    pub is_listening: AtomicBool,
    /// Addresses that are the sensor's, counted; networks as one.
    pub addresses: AtomicU64,
    /// Seconds that a batch stays open; longer when much waits, so that the disk holds more time.
    pub batch_seconds: AtomicU64,
}

/// What watching needs.
#[derive(Debug)]
pub struct Watch {
    /// What the host decided.
    pub config: Config,
    /// The interface's name.
    pub interface: String,
    /// The clocks.
    pub clock: Arc<dyn Clock>,
    /// Whom the machine talks with.
    pub peers: Arc<Peers>,
    /// Where batches go. When nobody takes them, the ring fills and the kernel counts.
    pub batches: SyncSender<Closed>,
    /// What is counted.
    pub counters: Arc<Counters>,
    /// Says when to end.
    pub stop: Arc<AtomicBool>,
}

/// Listens until it is told to stop. `ready` is called once, when it does.
///
/// # Errors
///
/// Where it can't begin. What happens later to the interface is waited out.
pub fn watch(watch: Watch, ready: impl FnOnce()) -> anyhow::Result<()> {
    let mut session = Session::begin(&watch)?;
    watch.peers.watch();
    ready();
    loop {
        session.run()?;
        watch.counters.is_listening.store(false, Ordering::Relaxed);
        if watch.stop.load(Ordering::Relaxed) {
            return Ok(());
        }
        tracing::warn!("{} is down or gone: not listening", watch.interface);
        session = loop {
            std::thread::sleep(LOOK);
            if watch.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            if look(&watch.interface).is_ok_and(|found| found.is_up) {
                match Session::begin(&watch) {
                    Ok(session) => break session,
                    Err(error) => tracing::warn!("{error:#}"),
                }
                std::thread::sleep(CHECK);
            }
        };
        tracing::info!("listening on {} again", watch.interface);
    }
}

/// From one opening of the ring to its end.
struct Session<'a> {
    watch: &'a Watch,
    capture: Capture,
    interface: Interface,
    own: Own,
    peers: (u64, Vec<std::net::SocketAddr>),
    gathering: Gathering,
    timing: Timing,
    from_us: i64,
    opened: Instant,
    checked: Instant,
    /// Until a packet from after the opening has been seen, earlier ones are left out.
    since_us: Option<i64>,
}

impl<'a> Session<'a> {
    fn begin(watch: &'a Watch) -> anyhow::Result<Self> {
        let interface = look(&watch.interface)?;
        let peers = watch.peers.changed(u64::MAX).unwrap_or_default();
        let own = Own::of(&watch.config, &interface, &peers.1);
        let filter = program(interface.link_type, &own, watch.config.payload_bytes)?;
        let capture = open(&watch.interface, filter, watch.config.ring_size.0)?;
        // Counters of the time before the filter was there.
        capture.stats()?;
        let clock = &*watch.clock;
        let (timing, from_us) = (Timing::now(clock), clock.wall_us());
        watch.peers.know(peers.0);
        watch.counters.is_listening.store(true, Ordering::Relaxed);
        watch.counters.addresses.store(own.addresses.len() as u64, Ordering::Relaxed);
        if own.addresses.is_empty() {
            tracing::warn!("{} has no address: nothing will be seen until it has one", watch.interface);
        }
        let now = Instant::now();
        Ok(Self {
            watch,
            capture,
            interface,
            own,
            peers,
            gathering: Gathering::default(),
            timing,
            from_us,
            opened: now,
            checked: now,
            since_us: Some(from_us),
        })
    }

    /// Until the end is asked for, or the interface is gone.
    fn run(&mut self) -> anyhow::Result<()> {
        let mut ending: Option<Instant> = None;
        loop {
            let began = Instant::now();
            let took = self.take()?;
            if self.watch.stop.load(Ordering::Relaxed) {
                let ending = *ending.get_or_insert(began);
                if !took || ending.elapsed() > ENDING {
                    break;
                }
            }
            // A look for packets that comes back empty before its time: something is wrong with the interface.
            let is_hasty = !took && began.elapsed() < LOOK / 2;
            if (is_hasty || self.checked.elapsed() >= CHECK) && !self.is_there(is_hasty)? {
                break;
            }
            if let Some(told) = self.watch.peers.changed(self.peers.0) {
                self.peers = told;
                self.follow_own()?;
            }
            self.follow_clock();
            let seconds = self.watch.counters.batch_seconds.load(Ordering::Relaxed);
            if self.opened.elapsed().as_secs() >= seconds {
                self.close(None);
            }
        }
        self.close(None);
        Ok(())
    }

    /// Takes a block of packets out of the ring, where there is one before long.
    fn take(&mut self) -> anyhow::Result<bool> {
        let Some(block) = self.capture.next_batch_blocking(LOOK)? else { return Ok(false) };
        let payload = self.watch.config.payload_bytes;
        let (link_type, most) = (self.interface.link_type, self.watch.config.batch_packets);
        let mut taken = 0;
        // A closed batch waits for the disk here, while this block is ours: the kernel has the others to fill.
        let mut closed = Vec::new();
        for packet in &block {
            let ts = self.watch.clock.of_kernel_us(micros(&packet));
            if let Some(since_us) = self.since_us {
                if ts < since_us {
                    continue;
                }
                self.since_us = None;
            }
            self.gathering.frame(link_type, packet.data(), ts, payload);
            taken += 1;
            if self.gathering.is_full(most) {
                let until_us = (ts + 1).max(self.from_us);
                let made_us = self.watch.clock.wall_us();
                closed.push((self.gathering.close(self.from_us, until_us, made_us), self.timing));
                self.from_us = until_us;
                self.opened = Instant::now();
            }
        }
        drop(block);
        self.watch.counters.packets.fetch_add(taken, Ordering::Relaxed);
        for closed in closed {
            self.hand_over(closed);
        }
        Ok(true)
    }

    /// Closes the batch at this moment, or at `until_us`.
    fn close(&mut self, until_us: Option<i64>) {
        let now_us = self.watch.clock.wall_us();
        let until_us = until_us.unwrap_or(now_us).max(self.from_us);
        match self.capture.stats() {
            Ok(stats) => {
                let dropped = u64::from(stats.drops);
                self.watch.counters.dropped.fetch_add(dropped, Ordering::Relaxed);
                self.gathering.lost(Cause::Kernel, dropped, self.from_us, until_us);
            }
            Err(error) => tracing::error!("the kernel does not say what it dropped: {error}"),
        }
        let batch = self.gathering.close(self.from_us, until_us, now_us.max(until_us));
        self.from_us = until_us;
        self.opened = Instant::now();
        self.hand_over((batch, self.timing));
    }

    fn hand_over(&self, closed: Closed) {
        if self.watch.batches.send(closed).is_err() {
            tracing::error!("nobody takes batches any more");
        }
    }

    /// When the wall clock is set, times before and after are by two clocks: the batch ends there.
    fn follow_clock(&mut self) {
        let clock = &*self.watch.clock;
        let now = Timing::now(clock);
        if now.agrees(self.timing) {
            return;
        }
        let Timing::Wall { skew_us, .. } = self.timing else { return };
        tracing::warn!("the clock was set");
        self.close(Some(clock.boot_us() + skew_us));
        self.timing = now;
        self.from_us = clock.wall_us();
    }

    /// When other addresses are the sensor's or the machine's own, the filter changes.
    fn follow_own(&mut self) -> anyhow::Result<()> {
        let own = Own::of(&self.watch.config, &self.interface, &self.peers.1);
        if own != self.own {
            let filter = program(self.interface.link_type, &own, self.watch.config.payload_bytes)?;
            self.capture.set_filter(&filter)?;
            self.own = own;
            self.watch.counters.addresses.store(self.own.addresses.len() as u64, Ordering::Relaxed);
        }
        self.watch.peers.know(self.peers.0);
        Ok(())
    }

    /// Whether the interface is still the one that the ring is of.
    fn is_there(&mut self, is_hasty: bool) -> anyhow::Result<bool> {
        if is_hasty {
            std::thread::sleep(LOOK / 2);
        }
        self.checked = Instant::now();
        // What came before the ring was open has been taken out by now.
        self.since_us = None;
        match look(&self.watch.interface) {
            Ok(found) if found.is_up && found.index == self.interface.index => {
                self.interface = found;
                self.follow_own()?;
                Ok(true)
            }
            Ok(_) => Ok(false),
            Err(error) => {
                tracing::warn!("{error:#}");
                Ok(false)
            }
        }
    }
}
