//! What readers hand packets to.

use crate::packet::Packet;

/// Takes packets as they are read. Inlined into the readers, so that what a sink does not look at is never
/// decoded.
pub trait Sink {
    /// Takes an IPv4 packet.
    fn v4(&mut self, packet: &Packet<u32>);
    /// Takes an IPv6 packet.
    fn v6(&mut self, packet: &Packet<u128>);
}
