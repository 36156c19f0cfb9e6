//! What waits, into the lake: one transaction.

use std::collections::{BTreeSet, HashMap};

use capture::Packet;
use kernel::Hour;
use wire::{Batch, Cause};

use super::clock::{ClockState, timely};
use super::queue::{Queue, Standing, Waiting};
use crate::engine::{PacketWriter, Staged};
use crate::error::Error;
use crate::inner::Inner;
use crate::lake::Names;
use crate::lock::LakeLock;
use crate::store::{self, live, loss};

/// Stretches of listening that lie no further apart are one, in microseconds: a sensor that was restarted at once.
const SAME_STRETCH_US: i64 = 60_000_000;

/// How long after its end a UTC day still takes packets into the series of its hours, in microseconds. Later ones are
/// derived with the whole day.
const DAY_OPEN_US: i64 = 1_800_000_000;

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;

/// When a sensor should come again after a commit that failed, in seconds.
const RETRY_SECONDS: u32 = 5;

/// What is lost by the collector's own rule.
const UNTIMELY: &str = "untimely";

/// What a commit brings to the database, besides packets.
#[derive(Default)]
struct Books {
    states: HashMap<String, live::Model>,
    ended: Vec<(i64, i64, i64)>,
    losses: Vec<loss::New>,
    hours: BTreeSet<Hour>,
    /// The earliest hour that somebody listened in or has packets of.
    earliest: Option<Hour>,
}

/// Commits everything that waits and answers it.
pub(super) async fn run(inner: &Inner, queue: &Queue, lock: &LakeLock) {
    let (waiting, standings) = queue.take();
    match commit(inner, lock, waiting, &standings).await {
        Ok((done, states)) => queue.committed(done, states),
        Err((undone, error)) => {
            tracing::error!(%error, "deliveries could not be written; their sensors keep them");
            queue.failed(undone, RETRY_SECONDS, &error.to_string());
        }
    }
}

type Done = (Vec<Waiting>, Vec<(String, live::Model)>);

async fn commit(
    inner: &Inner,
    lock: &LakeLock,
    mut waiting: Vec<Waiting>,
    standings: &HashMap<String, Standing>,
) -> Result<Done, (Vec<Waiting>, Error)> {
    let now_us = inner.clock.now().as_microsecond();
    let names = Names::default();
    let writer = match begin(inner, &names).await {
        Ok(writer) => writer,
        Err(error) => return Err((waiting, error)),
    };
    let (standings, of_names) = (standings.clone(), names.clone());
    let written = tokio::task::spawn_blocking(move || {
        let outcome = write(writer, &mut waiting, &standings, &of_names, now_us);
        (waiting, outcome)
    });
    let (waiting, outcome) = match written.await {
        Ok(written) => written,
        Err(error) => return Err((Vec::new(), error.into())),
    };
    let recorded = match outcome {
        Ok((staged, books)) => record(inner, lock, staged, books, &names, now_us).await,
        Err(error) => Err(error),
    };
    match recorded {
        Ok(states) => Ok((waiting, states)),
        Err(error) => Err((waiting, error)),
    }
}

/// A writer under a name that no committed file has: every commit moves the generation on.
async fn begin(inner: &Inner, names: &Names) -> Result<Box<dyn PacketWriter>, Error> {
    let generation = store::generation::get(inner.database.connection()).await?;
    inner.engine.writer(inner, names, &format!("l{generation:010}")).await
}

/// Hands all packets to the writer and keeps the books.
fn write(
    mut writer: Box<dyn PacketWriter>,
    waiting: &mut [Waiting],
    standings: &HashMap<String, Standing>,
    names: &Names,
    now_us: i64,
) -> Result<(Staged, Books), Error> {
    let mut books = Books::default();
    for delivery in waiting {
        let Some(standing) = standings.get(&delivery.wire_id) else { continue };
        let number = names.number_or_add(&standing.fleet.name)?;
        let state = books.states.entry(delivery.wire_id.clone());
        let state =
            state.or_insert_with(|| standing.state.clone().unwrap_or_else(|| nothing_yet(standing.fleet.id)));
        state.seen_us = now_us;
        state.version = delivery.condition.version.chars().take(64).collect();
        state.waiting_frames = delivery.condition.waiting_frames.cast_signed().max(0);
        state.waiting_bytes = delivery.condition.waiting_bytes.cast_signed().max(0);
        for frame in &delivery.frames {
            let batch = &frame.batch;
            let untimely = hand_over(&mut *writer, batch, number, now_us, &mut books.hours);
            note_losses(state, batch, untimely, &mut books.losses);
            let packets = (batch.v4.len() + batch.v6.len()) as u64 - untimely;
            state.acknowledged = batch.last.cast_signed();
            state.made_us = batch.made_us;
            state.offset_us = frame.offset_us.or(state.offset_us);
            state.clock = frame.clock.name().to_owned();
            state.packets = state.packets.saturating_add_unsigned(packets);
            state.not_ip = state.not_ip.saturating_add_unsigned(batch.not_ip);
            state.unreadable = state.unreadable.saturating_add_unsigned(batch.unreadable);
            listened(state, batch, &mut books.ended);
            let begun = Hour::of_micros(batch.from_us);
            books.earliest = Some(books.earliest.map_or(begun, |earliest| earliest.min(begun)));
        }
    }
    books.earliest = books.earliest.into_iter().chain(books.hours.first().copied()).min();
    Ok((writer.finish()?, books))
}

/// A sensor before its first delivery.
fn nothing_yet(fleet_id: i64) -> live::Model {
    live::Model {
        fleet_id,
        acknowledged: 0,
        seen_us: 0,
        made_us: 0,
        since_us: 0,
        until_us: 0,
        version: String::new(),
        waiting_frames: 0,
        waiting_bytes: 0,
        offset_us: None,
        clock: ClockState::Unknown.name().to_owned(),
        packets: 0,
        lost: 0,
        not_ip: 0,
        unreadable: 0,
    }
}

/// Hands a frame's packets to the writer; gives how many were left out because of their time.
fn hand_over(
    writer: &mut dyn PacketWriter,
    batch: &Batch,
    sensor: u16,
    now_us: i64,
    hours: &mut BTreeSet<Hour>,
) -> u64 {
    let mut untimely = 0;
    let mut last = None;
    let mut taken = |ts: i64| {
        if !timely(ts, now_us) {
            untimely += 1;
            return false;
        }
        let hour = Hour::of_micros(ts);
        if last != Some(hour) {
            hours.insert(hour);
            last = Some(hour);
        }
        true
    };
    for packet in &batch.v4 {
        if taken(packet.ts) {
            writer.v4(&Packet { sensor, ..*packet });
        }
    }
    for packet in &batch.v6 {
        if taken(packet.ts) {
            writer.v6(&Packet { sensor, ..*packet });
        }
    }
    untimely
}

/// Notes what a frame says was lost, and what is lost of it here.
fn note_losses(state: &mut live::Model, batch: &Batch, untimely: u64, losses: &mut Vec<loss::New>) {
    let told =
        batch.losses.iter().map(|loss| (cause_name(loss.cause), loss.packets, loss.from_us, loss.until_us));
    let own = (untimely > 0).then_some((UNTIMELY, untimely, batch.from_us, batch.until_us));
    for (cause, packets, since_us, until_us) in told.chain(own) {
        state.lost = state.lost.saturating_add_unsigned(packets);
        let (fleet_id, frame) = (state.fleet_id, batch.first);
        losses.push(loss::New { fleet_id, cause, packets, since_us, until_us, frame });
    }
}

const fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::Kernel => "kernel",
        Cause::SpoolFull => "spool-full",
        Cause::Disk => "disk",
        Cause::Damaged => "damaged",
        Cause::Forgotten => "forgotten",
    }
}

/// A frame covers at most this long, in microseconds. One that says more was made while its clock was set: believed,
/// it would make its sensor alive for years.
const LONGEST_US: i64 = 7 * DAY_US;

/// Notes that the sensor listened during a frame. A frame that ends before it begins was made while its clock was set
/// back; its neighbours tell when the sensor listened.
fn listened(state: &mut live::Model, batch: &Batch, ended: &mut Vec<(i64, i64, i64)>) {
    if batch.until_us <= batch.from_us || batch.until_us.saturating_sub(batch.from_us) > LONGEST_US {
        return;
    }
    let begun = state.since_us < state.until_us;
    let goes_on = batch.from_us <= state.until_us.saturating_add(SAME_STRETCH_US)
        && batch.until_us >= state.since_us.saturating_sub(SAME_STRETCH_US);
    if begun && goes_on {
        state.since_us = state.since_us.min(batch.from_us);
        state.until_us = state.until_us.max(batch.until_us);
        return;
    }
    if begun {
        ended.push((state.fleet_id, state.since_us, state.until_us));
    }
    (state.since_us, state.until_us) = (batch.from_us, batch.until_us);
}

/// The commit.
async fn record(
    inner: &Inner,
    _lock: &LakeLock,
    staged: Staged,
    books: Books,
    names: &Names,
    now_us: i64,
) -> Result<Vec<(String, live::Model)>, Error> {
    let Books { states, ended, losses, hours, earliest } = books;
    let transaction = inner.database.begin_write().await?;
    store::sensor::add(&transaction, &names.all()).await?;
    inner.engine.record(&transaction, &staged, &hours, &|hour| is_open(hour.utc_day(), now_us)).await?;
    store::covered::add(&transaction, &ended).await?;
    store::loss::add(&transaction, &losses, now_us).await?;
    let rows: Vec<live::Model> = states.values().cloned().collect();
    store::live::put(&transaction, &rows).await?;
    if earliest.is_some_and(|earliest| earliest < Hour::of_micros(now_us)) {
        store::generation::advance(&transaction).await?;
    } else {
        store::generation::advance_now(&transaction).await?;
    }
    transaction.commit().await?;
    // It is in the lake now, whether or not this comes to an end.
    if let Err(error) = inner.engine.publish(inner, staged).await {
        tracing::warn!(%error, "committed packets could not be brought to their place yet");
    }
    Ok(states.into_iter().collect())
}

/// Whether a UTC day still takes live packets into the series of its hours.
pub(super) fn is_open(day: i32, now_us: i64) -> bool {
    (i64::from(day) + 1) * DAY_US + DAY_OPEN_US > now_us
}
