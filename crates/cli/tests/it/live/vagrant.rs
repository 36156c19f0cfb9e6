//! Two sensors that the test itself is, made of `wire` alone: one whose clock jumps, and one that repeats and mixes up
//! what another has made.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use kernel::{Clock, SystemClock};
use observe::Packet;
use observe::read::{Sink, capture};
use wire::http::DELIVER_PATH;
use wire::{Batch, Delivery, Frame, Status};

use super::peer::{Failure, Peer, Said};
use super::sensor::Identity;
use crate::world::draw;

/// Delivers these frames once, over a connection of its own. What comes of it is the caller's business.
pub fn deliver(
    identity: &Identity,
    collector: SocketAddr,
    frames: &[(Vec<u8>, Option<i64>)],
) -> Result<Said, Failure> {
    let mut delivery = Delivery::new(&Status { version: "vagrant".to_owned(), ..Status::default() });
    for (frame, offset_us) in frames {
        if !delivery.add(&Frame::read(frame)?, *offset_us) {
            break;
        }
    }
    let body = delivery.into_bytes();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut peer = Peer::connect(&identity.authority, collector, Some(&identity.credentials)).await?;
        let answer = peer.post(DELIVER_PATH, body);
        tokio::time::timeout(std::time::Duration::from_secs(30), answer).await?
    })
}

/// A sensor whose clock is set to something else again and again. It knows by how much it is wrong, as one does that has
/// heard the collector's time since; so in the lake its packets have the times at which they came.
pub struct Jumping {
    identity: Identity,
    made: u64,
    waiting: Vec<(u64, Vec<u8>, Option<i64>)>,
    offset_us: i64,
    from_us: i64,
}

impl Jumping {
    pub fn new(identity: Identity) -> Self {
        let from_us = SystemClock.now().as_microsecond();
        Self { identity, made: 0, waiting: Vec::new(), offset_us: 0, from_us }
    }

    /// Sets its clock: back or ahead by up to twenty years, or right.
    pub fn jump(&mut self, random: &mut u64) {
        let most: i64 =
            [0, 5_000_000, 3_600_000_000, 86_400_000_000, 7_300 * 86_400_000_000][draw(random, 5) as usize];
        self.offset_us = if draw(random, 2) == 0 { most } else { -most };
    }

    /// Makes a frame of a capture's packets.
    pub fn observe(&mut self, path: &Path) {
        let mut packets = Taken::default();
        capture(std::fs::File::open(path).unwrap(), 0, &mut packets);
        let offset = self.offset_us;
        let until_us = SystemClock.now().as_microsecond();
        self.made += 1;
        let mut batch = Batch {
            sensor: self.identity.sensor,
            first: self.made,
            last: self.made,
            made_us: until_us + offset,
            from_us: self.from_us + offset,
            until_us: until_us + offset,
            v4: packets.v4,
            v6: packets.v6,
            ..Batch::default()
        };
        batch.v4.iter_mut().for_each(|packet| packet.ts += offset);
        batch.v6.iter_mut().for_each(|packet| packet.ts += offset);
        self.from_us = until_us;
        self.waiting.push((self.made, batch.encode().unwrap(), Some(offset)));
    }

    /// Tries to deliver; forgets what is acknowledged. Says whether nothing waits.
    pub fn deliver(&mut self, collector: SocketAddr) -> bool {
        let frames: Vec<_> = self.waiting.iter().map(|(_, frame, offset)| (frame.clone(), *offset)).collect();
        if let Ok(said) = deliver(&self.identity, collector, &frames)
            && let (200 | 409, Some(acknowledged)) = (said.status, said.acknowledged())
        {
            assert!(acknowledged <= self.made, "{acknowledged} of {} frames", self.made);
            self.waiting.retain(|(number, ..)| *number > acknowledged);
        }
        self.waiting.is_empty()
    }
}

/// Packets of a capture.
#[derive(Default)]
pub struct Taken {
    pub v4: Vec<Packet<u32>>,
    pub v6: Vec<Packet<u128>>,
}

impl Sink for Taken {
    fn v4(&mut self, packet: &Packet<u32>) {
        self.v4.push(*packet);
    }

    fn v6(&mut self, packet: &Packet<u128>) {
        self.v6.push(*packet);
    }
}

/// Frames of a sensor, kept by somebody else who delivers them under the sensor's name: again, too early, in any order.
#[derive(Default)]
pub struct Repeating {
    kept: Vec<Vec<u8>>,
}

/// Frames that are kept: the older ones are as good as any.
const KEPT: usize = 200;

impl Repeating {
    /// Takes copies of what waits in a spool, and delivers some of all that it has.
    pub fn deliver(
        &mut self,
        identity: &Identity,
        waiting: &[PathBuf],
        collector: SocketAddr,
        random: &mut u64,
    ) {
        // Meanwhile the sensor may have deleted them.
        self.kept.extend(waiting.iter().take(20).filter_map(|path| std::fs::read(path).ok()));
        while self.kept.len() > KEPT {
            let at = draw(random, self.kept.len() as u64) as usize;
            self.kept.swap_remove(at);
        }
        if self.kept.is_empty() {
            return;
        }
        let some: Vec<_> = (0..1 + draw(random, 8))
            .map(|_| (self.kept[draw(random, self.kept.len() as u64) as usize].clone(), None))
            .collect();
        // Whatever is answered: the real one must not suffer from it.
        let _ = deliver(identity, collector, &some);
    }
}
