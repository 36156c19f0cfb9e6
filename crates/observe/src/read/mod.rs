//! Foreign bytes in, packets and problems out.
//!
//! Every reader is a pure step: it takes bytes, hands packets to a [`Sink`] and never fails on what the bytes
//! say; what it can't read it notes as a [`Problem`](crate::Problem) with its place.

pub mod lines;

use crate::packet::Packet;

/// Takes packets as they are read. Inlined into the readers, so that what a sink does not look at is never
/// decoded.
pub trait Sink {
    /// Takes an IPv4 packet.
    fn v4(&mut self, packet: &Packet<u32>);
    /// Takes an IPv6 packet.
    fn v6(&mut self, packet: &Packet<u128>);
}
