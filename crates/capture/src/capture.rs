//! A capture of either container.

use std::io::Read;

use crate::notes::Notes;
use crate::pcap::Pcap;
use crate::pcapng::Pcapng;
use crate::problem::Reading;
use crate::sink::Sink;
use crate::sniff::{Kind, SNIFF, sniff};
use crate::source::Source;

/// Reads a capture (pcap or pcapng, not compressed: see [`open`](super::open)) to its end.
///
/// The packets get `sensor`. The memory taken does not depend on the length of the input.
pub fn capture<S: Sink>(mut input: impl Read, sensor: u16, sink: &mut S) -> Reading {
    let input: &mut dyn Read = &mut input;
    read(Source::new(input, 0), sensor, sink).into_reading()
}

fn read<S: Sink>(mut source: Source<&mut dyn Read>, sensor: u16, sink: &mut S) -> Notes {
    match sniff(source.at_least(SNIFF)) {
        Some(Kind::Pcap) => {
            let mut pcap = Pcap::open(source, sensor);
            pcap.run(u64::MAX, sink);
            pcap.into_notes()
        }
        Some(Kind::Pcapng) => {
            let mut pcapng = Pcapng::new(source, sensor);
            pcapng.run(sink);
            pcapng.into_notes()
        }
        _ => {
            let mut notes = Notes::default();
            match source.take_failure() {
                Some(failure) => notes.problem(source.offset(), format!("cannot read on: {failure}")),
                None => notes.problem(0, "this is no capture: it begins like neither pcap nor pcapng"),
            }
            notes
        }
    }
}
