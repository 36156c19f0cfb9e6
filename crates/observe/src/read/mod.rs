//! Foreign bytes in, packets and problems out.
//!
//! Every reader is a pure step: it takes bytes, hands packets to a [`Sink`] and never fails on what the bytes
//! say; what it can't read it notes as a [`Problem`](crate::Problem) with its place.

mod any;
mod capture;
mod compressed;
pub mod frame;
pub mod lines;
mod notes;
pub(crate) mod pcap;
pub(crate) mod records;
mod sniff;
pub(crate) mod source;

use crate::packet::Packet;

pub use any::{NoSensor, any};
pub use capture::capture;
pub use compressed::{decompressed, open};
pub use sniff::{Kind, SNIFF, sniff};

/// Takes packets as they are read. Inlined into the readers, so that what a sink does not look at is never
/// decoded.
pub trait Sink {
    /// Takes an IPv4 packet.
    fn v4(&mut self, packet: &Packet<u32>);
    /// Takes an IPv6 packet.
    fn v6(&mut self, packet: &Packet<u128>);
}
