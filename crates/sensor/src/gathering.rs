//! The open batch: packets that are not yet in a frame.

use capture::frame::{Outcome, Seen, decode};
use capture::{Packet, Sink};
use wire::{Batch, Cause, Loss, MAX_FRAME, MAX_PACKETS};

use crate::payload;

/// Gathers packets until they are closed into a batch.
#[derive(Debug, Default)]
pub struct Gathering {
    v4: Vec<Packet<u32>>,
    v6: Vec<Packet<u128>>,
    payloads_v4: Vec<Vec<u8>>,
    payloads_v6: Vec<Vec<u8>>,
    payload_bytes: usize,
    not_ip: u64,
    unreadable: u64,
    losses: Vec<Loss>,
}

impl Sink for Gathering {
    #[inline]
    fn v4(&mut self, packet: &Packet<u32>) {
        self.v4.push(*packet);
    }

    #[inline]
    fn v6(&mut self, packet: &Packet<u128>) {
        self.v6.push(*packet);
    }
}

impl Gathering {
    /// Takes a frame off an interface, keeping the first `payload` bytes behind its headers.
    #[inline]
    pub fn frame(&mut self, link_type: u16, frame: &[u8], ts: i64, payload: usize) {
        let before = self.v4.len();
        match decode(link_type, frame, Seen { ts, sensor: 0 }, self) {
            Outcome::Packet if payload > 0 => self.payload(link_type, frame, payload, self.v4.len() > before),
            Outcome::Packet => {}
            Outcome::NotIp(_) => self.not_ip += 1,
            Outcome::Bad(_) => self.unreadable += 1,
        }
    }

    #[cold]
    fn payload(&mut self, link_type: u16, frame: &[u8], most: usize, is_v4: bool) {
        let payload = payload::behind_headers(link_type, frame);
        let kept = payload[..payload.len().min(most)].to_vec();
        self.payload_bytes += kept.len();
        if is_v4 { &mut self.payloads_v4 } else { &mut self.payloads_v6 }.push(kept);
    }

    /// Counts what was no packet.
    pub fn count(&mut self, not_ip: u64, unreadable: u64) {
        self.not_ip += not_ip;
        self.unreadable += unreadable;
    }

    /// Notes packets that were lost before they came here.
    pub fn lost(&mut self, cause: Cause, packets: u64, from_us: i64, until_us: i64) {
        if packets > 0 {
            self.losses.push(Loss { cause, packets, from_us, until_us });
        }
    }

    /// Packets in it.
    pub fn len(&self) -> usize {
        self.v4.len() + self.v6.len()
    }

    /// Whether it has no packets.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a frame of it would say nothing.
    pub fn has_nothing(&self) -> bool {
        self.is_empty() && self.losses.is_empty() && self.not_ip == 0 && self.unreadable == 0
    }

    /// Whether a frame would take no more: at `most` packets, or when contents fill it.
    #[inline]
    pub fn is_full(&self, most: usize) -> bool {
        self.len() >= most.min(MAX_PACKETS) || self.payload_bytes > MAX_FRAME / 4
    }

    /// Times of the first and the last packet, by time.
    pub fn times(&self) -> Option<(i64, i64)> {
        let times = || self.v4.iter().map(|packet| packet.ts).chain(self.v6.iter().map(|packet| packet.ts));
        Some((times().min()?, times().max()?))
    }

    /// Closes it: what is gathered becomes a batch over `[from_us, until_us)`, and nothing is left here.
    pub fn close(&mut self, from_us: i64, until_us: i64, made_us: i64) -> Batch {
        let (v4, v6) = (self.v4.len(), self.v6.len());
        let closed = std::mem::take(self);
        // As much will come again; without a packet nothing is asked for.
        self.v4.reserve(v4);
        self.v6.reserve(v6);
        let mut payloads = closed.payloads_v4;
        payloads.extend(closed.payloads_v6);
        Batch {
            made_us,
            from_us,
            until_us,
            losses: closed.losses,
            not_ip: closed.not_ip,
            unreadable: closed.unreadable,
            v4: closed.v4,
            v6: closed.v6,
            payloads,
            ..Batch::default()
        }
    }
}
