//! Captured frames and capture files: bytes in, packets and problems out.
//!
//! A tool: it knows what a packet's header says, and nothing of what a CSIRT does with it. The observation reads
//! captures with it, the sensor decodes what its interface hands it.
//!
//! - Readers never panic and never fail on what the bytes say; what they can't read is a [`Problem`] with its place.
//! - Readers stream: memory does not grow with the file.
//! - A [`Packet`] is header fields only. No payload ever is in one.

mod capture;
mod class;
mod compressed;
pub mod frame;
mod notes;
mod packet;
mod pcap;
mod pcapng;
mod problem;
mod records;
mod sink;
mod sniff;
mod source;

pub use capture::capture;
pub use class::Class;
pub use compressed::{decompressed, open};
pub use packet::{Address, Known, Packet, proto};
pub use pcap::Pcap;
pub use problem::{Problem, Reading};
pub use records::Format;
pub use sink::Sink;
pub use sniff::{Kind, SNIFF, sniff};
pub use source::Source;
