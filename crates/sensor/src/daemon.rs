//! The sensor as a service: listens, writes, delivers, and says how it is.
//!
//! Three threads: one takes packets off the ring, one writes frames to the disk, and this one delivers, for what
//! waits on the network must never hold up what must not wait.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Notify, oneshot, watch};

use crate::clock::Clock;
use crate::config::Config;
use crate::deliver::{Courier, Peers, Standing, errand};
use crate::identity::{Identity, State};
use crate::live::{self, Closed, Counters, Watch};
use crate::notify::Supervisor;
use crate::spool::Spool;
use crate::status::Report;

/// How often the status file is written.
const TELL: Duration = Duration::from_secs(5);

/// Frames that wait before batches stay open longer: an hour of them at the usual ten seconds.
const MANY: u64 = 360;

/// The longest that batches stay open for that reason, in seconds. It is what a kill can lose.
const STRETCHED: u64 = 60;

/// Runs until SIGTERM or SIGINT. Then what is open is on the disk, and delivered if the collector is there.
///
/// # Errors
///
/// Where it can't begin, or can't go on.
pub async fn run(
    config: Config,
    state: State,
    identity: Identity,
    clock: Arc<dyn Clock>,
    notify_socket: Option<PathBuf>,
) -> anyhow::Result<()> {
    let interface = config.interface.clone();
    let interface =
        interface.context("no interface is named: set `interface` in the configuration, or --interface")?;
    let spool = Arc::new(Mutex::new(state.spool(&identity, config.spool_size.0)?));
    let (peers, wake) = (Arc::new(Peers::default()), Arc::new(Notify::new()));
    let courier = Courier::new(Arc::clone(&clock), Arc::clone(&spool), &identity, Arc::clone(&peers))?;
    let counters = Arc::new(Counters::default());
    counters.batch_seconds.store(config.batch_seconds, Ordering::Relaxed);
    let stop = Arc::new(AtomicBool::new(false));
    // One in hand, one on the way: more would only be more memory before the kernel's ring fills.
    let (batches, closed) = sync_channel(1);

    let (is_ready, ready) = oneshot::channel();
    let watching = Watch {
        config: config.clone(),
        interface: interface.clone(),
        clock: Arc::clone(&clock),
        peers,
        batches,
        counters: Arc::clone(&counters),
        stop: Arc::clone(&stop),
    };
    let capture = std::thread::Builder::new().name("capture".to_owned()).spawn(move || {
        live::watch(watching, || {
            let _ = is_ready.send(());
        })
    })?;
    if ready.await.is_err() {
        return end(capture);
    }
    tracing::info!("sensor {} listens on {interface}", identity.name);
    let writer = {
        let (spool, wake, counters) = (Arc::clone(&spool), Arc::clone(&wake), Arc::clone(&counters));
        std::thread::Builder::new()
            .name("spool".to_owned())
            .spawn(move || write(&closed, &spool, &wake, &counters, config.batch_seconds))?
    };
    let (tell_stop, stopped) = watch::channel(false);
    let standing = Arc::new(Mutex::new(Standing::default()));
    let errand = tokio::spawn(errand::run(courier, wake, stopped, Arc::clone(&standing)));

    let supervisor = Supervisor::new(notify_socket);
    supervisor.ready();
    let started_us = clock.wall_us();
    let report = || {
        let standing = standing.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let spool = spool.lock().unwrap_or_else(PoisonError::into_inner);
        Report::of(&identity, &interface, started_us, &*clock, &spool, &standing, &counters)
    };
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let mut tick = tokio::time::interval(TELL);
    loop {
        tokio::select! {
            _ = term.recv() => break,
            _ = int.recv() => break,
            _ = tick.tick() => {}
        }
        if capture.is_finished() || writer.is_finished() {
            break;
        }
        // A full disk must not end the sensor: its losses are told by frames.
        if let Err(error) = report().write(state.folder()) {
            tracing::warn!("the status file can't be written: {error}");
        }
        supervisor.alive();
    }
    supervisor.stopping();
    stop.store(true, Ordering::Relaxed);
    let (captured, written) = tokio::task::spawn_blocking(|| (end(capture), writer.join())).await?;
    tell_stop.send_replace(true);
    errand.await?;
    let _ = report().ended().write(state.folder());
    written.map_err(|_| anyhow!("writing to the spool ended"))?;
    captured
}

fn end(capture: JoinHandle<anyhow::Result<()>>) -> anyhow::Result<()> {
    capture.join().map_err(|_| anyhow!("listening ended"))?
}

/// Writes batches to the disk until no more come.
fn write(
    closed: &Receiver<Closed>,
    spool: &Mutex<Spool>,
    wake: &Notify,
    counters: &Counters,
    batch_seconds: u64,
) {
    while let Ok((batch, timing)) = closed.recv() {
        let mut spool = spool.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = spool.put(batch, timing) {
            tracing::error!("{error}");
        }
        let waiting = spool.waiting().len() as u64;
        drop(spool);
        let stretched = (batch_seconds * (1 + waiting / MANY)).min(STRETCHED).max(batch_seconds);
        counters.batch_seconds.store(stretched, Ordering::Relaxed);
        wake.notify_one();
    }
}
