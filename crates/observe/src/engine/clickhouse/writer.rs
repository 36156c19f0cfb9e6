//! Packets on their way to the shards, all under one number.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use capture::{Address, Packet, Sink};
use tokio::task::JoinSet;

use super::row_binary::put_string;
use super::servers::Servers;
use crate::engine::{PacketWriter, Staged};
use crate::lake::{LakeError, Names};

/// Rows that are held before they are sent, some 60 bytes each; so many again are under way. More, and an import takes
/// more memory; fewer, and the servers get more and smaller parts to merge.
const HELD: usize = 500_000;

/// Days of one INSERT. Today's ClickHouse takes no more than 100 partitions in one.
const DAYS: usize = 64;

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;

/// Columns of a row of IPv4, in the row's order.
const FOUR: &str = "load, day, ts, sensor, class, proto, dport, six, src, dst, \
                    sport, seq, ip_id, window, length, ttl, flags, known";

/// Columns of a row of IPv6, in the row's order.
const SIX: &str = "load, day, ts, sensor, class, proto, dport, six, src6, dst6, \
                   sport, seq, ip_id, window, length, ttl, flags, known";

/// Rows of one shard, by day.
#[derive(Debug, Default)]
struct Held {
    four: BTreeMap<u16, Vec<u8>>,
    six: BTreeMap<u16, Vec<u8>>,
}

/// Takes packets for the shards.
#[derive(Debug)]
pub(super) struct ClusterWriter {
    servers: Arc<Servers>,
    load: i64,
    names: Names,
    /// Names as they are written, by number.
    sensors: Vec<Vec<u8>>,
    shards: Vec<Held>,
    held: usize,
    /// Rows of each shard.
    rows: Vec<u64>,
    sent: u64,
    under_way: JoinSet<Result<(), LakeError>>,
    outcome: Result<(), LakeError>,
}

impl ClusterWriter {
    pub(super) fn new(servers: Arc<Servers>, load: i64, names: Names) -> Self {
        let shards = servers.shards();
        Self {
            servers,
            load,
            names,
            sensors: Vec::new(),
            shards: std::iter::repeat_with(Held::default).take(shards).collect(),
            held: 0,
            rows: vec![0; shards],
            sent: 0,
            under_way: JoinSet::new(),
            outcome: Ok(()),
        }
    }

    /// Takes one packet. After an error nothing more is held: [`PacketWriter::finish`] tells.
    fn take<A: Stored>(&mut self, packet: &Packet<A>) {
        if self.outcome.is_err() {
            return;
        }
        let number = usize::from(packet.sensor);
        if number >= self.sensors.len() {
            self.sensors = self.names.all().iter().map(|name| stored_name(name)).collect();
        }
        let Some(sensor) = self.sensors.get(number) else {
            self.outcome = Err(LakeError::Unnamed(packet.sensor));
            return;
        };
        let Ok(day) = u16::try_from(packet.ts.div_euclid(DAY_US)) else {
            let (server, reason) = ("the cluster".to_owned(), format!("can't keep the time {}", packet.ts));
            self.outcome = Err(LakeError::Cluster { server, reason });
            return;
        };
        let shard = shard_of(packet.src.folded(), self.shards.len());
        let row = A::rows(&mut self.shards[shard]).entry(day).or_default();
        row.extend_from_slice(&self.load.to_le_bytes());
        row.extend_from_slice(&day.to_le_bytes());
        row.extend_from_slice(&packet.ts.to_le_bytes());
        row.extend_from_slice(sensor);
        row.extend_from_slice(&[packet.class as u8, packet.proto]);
        row.extend_from_slice(&packet.dport.to_le_bytes());
        packet.src.put(packet.dst, row);
        row.extend_from_slice(&packet.sport.to_le_bytes());
        row.extend_from_slice(&packet.seq.to_le_bytes());
        row.extend_from_slice(&packet.ip_id.to_le_bytes());
        row.extend_from_slice(&packet.window.to_le_bytes());
        row.extend_from_slice(&packet.length.to_le_bytes());
        row.extend_from_slice(&[packet.ttl, packet.flags, packet.known.bits()]);
        self.rows[shard] += 1;
        self.held += 1;
        if self.held >= HELD {
            self.outcome = self.send();
        }
    }

    /// Sends what is held, after what is under way has arrived.
    fn send(&mut self) -> Result<(), LakeError> {
        self.arrived()?;
        self.held = 0;
        for shard in 0..self.shards.len() {
            let Held { four, six } = std::mem::take(&mut self.shards[shard]);
            for (columns, days) in [(FOUR, four), (SIX, six)] {
                let mut days = days.into_values();
                loop {
                    let some: Vec<Vec<u8>> = days.by_ref().take(DAYS).collect();
                    if some.is_empty() {
                        break;
                    }
                    self.spawn(shard, columns, Bytes::from(some.concat()));
                }
            }
        }
        Ok(())
    }

    /// Sends rows to all servers of a shard.
    fn spawn(&mut self, shard: usize, columns: &'static str, rows: Bytes) {
        for (place, server) in self.servers.of_shard(shard).iter().enumerate() {
            let id = format!("{}-{}-{shard}-{place}", query_id(&self.servers, self.load), self.sent);
            let (servers, server, rows) = (Arc::clone(&self.servers), Arc::clone(server), rows.clone());
            let insert = async move { servers.insert(&server, "packets_local", columns, &id, rows).await };
            self.under_way.spawn_on(insert, self.servers.handle());
        }
        self.sent += 1;
    }

    /// Waits for what is under way.
    fn arrived(&mut self) -> Result<(), LakeError> {
        let under_way = std::mem::take(&mut self.under_way);
        self.servers.handle().block_on(super::servers::first_error(under_way))
    }
}

impl Sink for ClusterWriter {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.take(packet);
    }

    fn v6(&mut self, packet: &Packet<u128>) {
        self.take(packet);
    }
}

impl PacketWriter for ClusterWriter {
    fn finish(mut self: Box<Self>) -> Result<Staged, LakeError> {
        std::mem::replace(&mut self.outcome, Ok(()))?;
        self.send()?;
        self.arrived()?;
        Ok(Staged::Load { number: self.load, packets: std::mem::take(&mut self.rows) })
    }
}

/// The beginning of the ids of all queries that put in rows under a number.
pub(super) fn query_id(servers: &Servers, load: i64) -> String {
    format!("{}-load-{load}", servers.config.database)
}

fn stored_name(name: &str) -> Vec<u8> {
    let mut stored = Vec::new();
    put_string(&mut stored, name.as_bytes());
    stored
}

/// An address as a row holds it.
trait Stored: Address {
    fn rows(held: &mut Held) -> &mut BTreeMap<u16, Vec<u8>>;
    /// The family, and both addresses.
    fn put(self, dst: Self, row: &mut Vec<u8>);
    fn folded(self) -> u64;
}

impl Stored for u32 {
    fn rows(held: &mut Held) -> &mut BTreeMap<u16, Vec<u8>> {
        &mut held.four
    }

    fn put(self, dst: Self, row: &mut Vec<u8>) {
        row.push(0);
        row.extend_from_slice(&self.to_le_bytes());
        row.extend_from_slice(&dst.to_le_bytes());
    }

    fn folded(self) -> u64 {
        u64::from(self)
    }
}

impl Stored for u128 {
    fn rows(held: &mut Held) -> &mut BTreeMap<u16, Vec<u8>> {
        &mut held.six
    }

    fn put(self, dst: Self, row: &mut Vec<u8>) {
        row.push(1);
        row.extend_from_slice(&self.to_be_bytes());
        row.extend_from_slice(&dst.to_be_bytes());
    }

    fn folded(self) -> u64 {
        (self >> 64) as u64 ^ self as u64
    }
}

/// The shard of a source. It must never change: a source on two shards would be counted twice.
fn shard_of(source: u64, shards: usize) -> usize {
    // Fibonacci hashing (Knuth, The Art of Computer Programming, volume 3, section 6.4): the upper half of a product
    // is even where sources are neighbours.
    let spread = source.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    ((spread * shards as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_stay_where_they_are_and_spread_evenly() {
        let fixed = [(0x0A00_0001, 6), (0xC000_0201, 1), (0xCB00_7105, 4), (0, 0)];
        for (source, shard) in fixed {
            assert_eq!(shard_of(source, 7), shard, "{source:x}");
        }
        for shards in [1, 2, 3, 16] {
            let mut counts = vec![0_u32; shards];
            (0..16_000_u64).for_each(|n| counts[shard_of(0xC633_6400 + n * 3, shards)] += 1);
            let (low, high) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
            assert!(high - low <= 16_000 / shards as u32 / 4, "{counts:?}");
        }
    }
}
