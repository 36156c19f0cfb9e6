//! The exact counter: packets and distinct sources of each hour, protocol and port, straight from originals.
//!
//! Needs no lake, and never more memory than it is given: hours that were not touched for a while are put aside
//! in a file without a name, and parts of the same hour are united at the end. The result does not depend on the
//! order of the packets, the number of threads, or the memory.

mod counter;
mod input;
mod key;
mod merge;
mod pieces;
mod set;
mod spill;
mod tally;

use std::collections::BTreeSet;
use std::io::{self, Write};

use counter::Counted;
pub use input::{Input, count};
use merge::Part;

use crate::problem::Reading;
use crate::read::lines::LineOptions;

/// One row of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Unix time div 3600.
    pub hour: i32,
    /// IP protocol number.
    pub proto: u8,
    /// Destination port of TCP and UDP, type of ICMP and ICMPv6, else 0.
    pub port: u16,
    /// Packets.
    pub packets: u64,
    /// Distinct source addresses, exact.
    pub sources: u64,
}

/// How to count.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads, at least 1.
    pub threads: usize,
    /// Bytes for the tables and sets of all threads together; buffers come on top, about 3 MiB for each thread.
    pub memory: usize,
    /// Bytes of a capture that are worth a thread of its own.
    pub piece: u64,
    /// How lines are read, for formats that have lines.
    pub lines: LineOptions,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: 1, memory: 40 << 20, piece: 16 << 20, lines: LineOptions::default() }
    }
}

/// What was counted.
#[derive(Debug)]
pub struct Counts {
    /// What reading each input came to, in the order of the inputs.
    pub readings: Vec<Reading>,
    counted: Vec<Counted>,
    memory: usize,
}

impl Counts {
    /// Hands on the rows of each hour, the hours in order and the rows of each by protocol and port.
    ///
    /// # Errors
    ///
    /// Where hours that were put aside cannot be read again, and what `each` fails with.
    pub fn each_hour(self, mut each: impl FnMut(&[Row]) -> io::Result<()>) -> io::Result<()> {
        let mut counted = self.counted;
        let hours: BTreeSet<i32> =
            counted.iter().flat_map(|part| part.live.keys().chain(part.chunks.keys()).copied()).collect();
        for hour in hours {
            let mut parts = Vec::new();
            for Counted { live, chunks, shelf } in &mut counted {
                parts.extend(live.remove(&hour).map(Part::Live));
                if let (Some(chunks), Some(shelf)) = (chunks.remove(&hour), &*shelf) {
                    parts.extend(chunks.into_iter().map(|chunk| Part::Chunk(shelf, chunk)));
                }
            }
            each(&merge::rows(hour, &mut parts, self.memory)?)?;
        }
        Ok(())
    }

    /// Writes rows of `hour,proto,port,packets,sources`, without a header.
    ///
    /// # Errors
    ///
    /// As [`Self::each_hour`], and where writing fails.
    pub fn write_csv(self, out: &mut impl Write) -> io::Result<()> {
        let mut text = Vec::with_capacity(1 << 16);
        self.each_hour(|rows| {
            for row in rows {
                if row.hour < 0 {
                    text.push(b'-');
                }
                let numbers = [
                    row.hour.unsigned_abs().into(),
                    row.proto.into(),
                    row.port.into(),
                    row.packets,
                    row.sources,
                ];
                for (place, number) in numbers.into_iter().enumerate() {
                    if place > 0 {
                        text.push(b',');
                    }
                    decimal(&mut text, number);
                }
                text.push(b'\n');
                if text.len() > (1 << 16) - 128 {
                    out.write_all(&text)?;
                    text.clear();
                }
            }
            out.write_all(&text)?;
            text.clear();
            Ok(())
        })?;
        out.write_all(&text)
    }
}

/// Appends a number's digits; `write!` takes longer for a row than counting its packets did.
fn decimal(text: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.extend_from_slice(&digits[first..]);
}
