//! How the sensor is: a small file that the service writes every few seconds, and what `status` reads out of it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use wire::{Cause, SensorId};

use crate::clock::Clock;
use crate::deliver::Standing;
use crate::identity::Identity;
use crate::live::Counters;
use crate::spool::Spool;

const FILE: &str = "status.json";

/// Older than this, the file was written by a service that does not run any more, in seconds.
const STALE: i64 = 30;

/// So long may a collector be out of reach before that is unhealthy, in seconds: it may be restarted.
const PATIENCE: i64 = 300;

/// A clock as far off as this is worth mending, in microseconds: from there on the collector corrects the times.
const CLOCK_OFF_US: i64 = 1_000_000;

/// The file's content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Which sensor.
    pub sensor: SensorId,
    /// What staff call it.
    pub name: String,
    /// The program's version.
    pub version: String,
    /// The collector's place.
    pub collector: String,
    /// SHA-256 of the sensor's certificate.
    pub certificate: String,
    /// The interface.
    pub interface: String,
    /// Whether it is listened on.
    pub is_listening: bool,
    /// Whether the service has ended.
    pub has_ended: bool,
    /// Addresses and networks that are the sensor's, counted.
    pub addresses: u64,
    /// When the service began, microseconds by the machine's clock.
    pub started_us: i64,
    /// When this was written, likewise.
    pub written_us: i64,
    /// Packets since the service began.
    pub packets: u64,
    /// Packets that the kernel dropped, likewise.
    pub dropped: u64,
    /// The last frame that the collector has.
    pub acknowledged: u64,
    /// Packets in all frames that the collector has.
    pub delivered: u64,
    /// Frames that wait.
    pub waiting_frames: u64,
    /// Bytes that these take on the disk.
    pub waiting_bytes: u64,
    /// From when the oldest of them is.
    pub waiting_since_us: Option<i64>,
    /// Packets lost since enrolment, by cause.
    pub lost: BTreeMap<Cause, u64>,
    /// Packets lost that could not be told yet.
    pub untold: u64,
    /// How delivering goes.
    pub delivery: Standing,
}

impl Report {
    /// How things are at this moment.
    pub(crate) fn of(
        identity: &Identity,
        interface: &str,
        started_us: i64,
        clock: &dyn Clock,
        spool: &Spool,
        standing: &Standing,
        counters: &Counters,
    ) -> Self {
        let account = spool.account();
        Self {
            sensor: identity.sensor,
            name: identity.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            collector: identity.collector.clone(),
            certificate: identity.fingerprint().unwrap_or_default(),
            interface: interface.to_owned(),
            is_listening: counters.is_listening.load(Ordering::Relaxed),
            has_ended: false,
            addresses: counters.addresses.load(Ordering::Relaxed),
            started_us,
            written_us: clock.wall_us(),
            packets: counters.packets.load(Ordering::Relaxed),
            dropped: counters.dropped.load(Ordering::Relaxed),
            acknowledged: account.acknowledged,
            delivered: account.packets,
            waiting_frames: spool.waiting().len() as u64,
            waiting_bytes: spool.space(),
            waiting_since_us: spool.waiting().next().map(|oldest| oldest.from_us),
            lost: account.lost.clone(),
            untold: spool.untold(),
            delivery: standing.clone(),
        }
    }

    /// The last words.
    pub(crate) fn ended(self) -> Self {
        Self { has_ended: true, is_listening: false, ..self }
    }

    /// Writes the file; a reader sees the old one or the new one.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        let next = folder.join("status.next");
        fs::write(&next, serde_json::to_vec_pretty(self)?)?;
        fs::rename(next, folder.join(FILE))
    }

    /// Reads the file of a state folder.
    ///
    /// # Errors
    ///
    /// Where there is none, or it can't be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        Ok(serde_json::from_slice(&fs::read(folder.join(FILE))?)?)
    }

    /// What is not as it should be, for the host. Nothing: the sensor is well.
    pub fn complaints(&self, now_us: i64) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut complain = |is_so: bool, text: String| complaints.extend(is_so.then_some(text));
        let seconds = |since_us: i64| (now_us - since_us) / 1_000_000;
        let is_running = !self.has_ended && seconds(self.written_us) <= STALE;
        complain(self.has_ended, "the service was stopped".to_owned());
        let silent =
            format!("the service does not run: it last said something {} s ago", seconds(self.written_us));
        complain(!self.has_ended && !is_running, silent);
        let down = format!("the interface {} is down or gone", self.interface);
        complain(is_running && !self.is_listening, down);
        let no_address = format!("the interface {} has no address: nothing is seen", self.interface);
        complain(is_running && self.is_listening && self.addresses == 0, no_address);
        complain(
            self.delivery.is_refused,
            "the collector does not take deliveries of this sensor".to_owned(),
        );
        let since_us = self.delivery.answered_us.unwrap_or(self.started_us);
        if let Some(trouble) = &self.delivery.trouble {
            let text = format!("nothing was delivered for {} s: {trouble}", seconds(since_us));
            complain(seconds(since_us) > PATIENCE, text);
        }
        complain(self.untold > 0, format!("the disk does not take frames: {} packets lost", self.untold));
        if let Some(offset_us) = self.delivery.offset_us.filter(|offset| offset.abs() > CLOCK_OFF_US) {
            let (seconds, way) = (offset_us.abs() / 1_000_000, if offset_us > 0 { "fast" } else { "slow" });
            complain(true, format!("the clock is {seconds} s {way}; the collector corrects for it"));
        }
        complaints
    }

    /// For people.
    pub fn text(&self, now_us: i64) -> String {
        let mut text = String::new();
        let ago = |us: i64| format!("{} s ago", (now_us - us) / 1_000_000);
        let mut line = |name: &str, value: String| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name:<12} {value}");
        };
        line("sensor", format!("{} ({})", self.name, self.sensor));
        line("program", format!("hinomi-sensor {}, started {}", self.version, ago(self.started_us)));
        let listening = if self.is_listening { "listening" } else { "not listening" };
        line(
            "interface",
            format!("{}: {listening}, {} addresses or networks", self.interface, self.addresses),
        );
        line("packets", format!("{} since the start, {} dropped by the kernel", self.packets, self.dropped));
        let answered = self.delivery.answered_us.map_or("never yet".to_owned(), ago);
        line("collector", format!("{}, last answered {answered}", self.collector));
        line("delivered", format!("frame {}, {} packets", self.acknowledged, self.delivered));
        let since =
            self.waiting_since_us.map(|us| format!(", the oldest from {}", ago(us))).unwrap_or_default();
        line("waiting", format!("{} frames, {} KiB{since}", self.waiting_frames, self.waiting_bytes / 1024));
        let lost: Vec<String> =
            self.lost.iter().map(|(cause, packets)| format!("{packets} {}", words(*cause))).collect();
        line("lost", if lost.is_empty() { "nothing".to_owned() } else { lost.join(", ") });
        let offset =
            self.delivery.offset_us.map(|us| format!("{:+.3} s against the collector", us as f64 / 1e6));
        line("clock", offset.unwrap_or_else(|| "not yet compared".to_owned()));
        line("certificate", format!("SHA-256 {}", self.certificate));
        if let Some(trouble) = &self.delivery.trouble {
            line("trouble", trouble.clone());
        }
        for complaint in self.complaints(now_us) {
            line("NOT WELL", complaint);
        }
        text
    }
}

/// Why packets were lost, for people.
fn words(cause: Cause) -> &'static str {
    match cause {
        Cause::Kernel => "dropped by the kernel",
        Cause::SpoolFull => "because the spool was full",
        Cause::Disk => "because the disk would not take them",
        Cause::Damaged => "in files that were damaged",
        Cause::Forgotten => "that the collector had and lost",
    }
}

#[cfg(test)]
mod tests;
