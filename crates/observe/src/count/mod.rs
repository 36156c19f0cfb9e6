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

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::mpsc::sync_channel;

use counter::Counted;
pub use input::{Input, count};
use merge::Part;

use crate::read::lines::LineOptions;
use capture::Reading;

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
        self.in_order(|rows| rows, |rows| each(&rows))
    }

    /// Writes rows of `hour,proto,port,packets,sources`, without a header.
    ///
    /// # Errors
    ///
    /// As [`Self::each_hour`], and where writing fails.
    pub fn write_csv(self, out: &mut impl Write) -> io::Result<()> {
        self.in_order(|rows| csv(&rows), |text| out.write_all(&text))
    }

    /// Makes something of each hour's rows, on as many threads as counted, and hands it on in the hours' order.
    /// A thread is at most one hour ahead of what is handed on.
    fn in_order<T: Send>(
        self,
        make: impl Fn(Vec<Row>) -> T + Sync,
        mut each: impl FnMut(T) -> io::Result<()>,
    ) -> io::Result<()> {
        let Self { mut counted, memory, .. } = self;
        let threads = counted.len();
        let live: Vec<_> = counted.iter_mut().map(|part| std::mem::take(&mut part.live)).collect();
        let mut hours: BTreeMap<i32, Vec<Part<'_>>> = BTreeMap::new();
        for (hour, tally) in live.into_iter().flatten() {
            hours.entry(hour).or_default().push(Part::Live(tally));
        }
        for Counted { chunks, shelf, .. } in &counted {
            for (hour, chunk) in
                chunks.iter().flat_map(|(hour, chunks)| chunks.iter().map(|chunk| (*hour, *chunk)))
            {
                hours.entry(hour).or_default().extend(shelf.as_ref().map(|shelf| Part::Chunk(shelf, chunk)));
            }
        }
        let make =
            |hour, mut parts: Vec<Part<'_>>| merge::rows(hour, &mut parts, memory / threads).map(&make);
        if threads == 1 {
            return hours.into_iter().try_for_each(|(hour, parts)| each(make(hour, parts)?));
        }
        let total = hours.len();
        let mut shares: Vec<Vec<_>> = (0..threads).map(|_| Vec::new()).collect();
        for (place, hour) in hours.into_iter().enumerate() {
            shares[place % threads].push(hour);
        }
        let make = &make;
        std::thread::scope(|scope| {
            let made: Vec<_> = shares
                .into_iter()
                .map(|share| {
                    let (done, made) = sync_channel(0);
                    // Nobody takes it any more where another hour has failed.
                    scope.spawn(move || {
                        share.into_iter().all(|(hour, parts)| done.send(make(hour, parts)).is_ok())
                    });
                    made
                })
                .collect();
            let ended = |_| io::Error::other("a thread that makes rows ended early");
            (0..total).try_for_each(|place| each(made[place % threads].recv().map_err(ended)??))
        })
    }
}

/// Rows as lines of CSV.
fn csv(rows: &[Row]) -> Vec<u8> {
    // A row of ports and small counts has about twenty bytes.
    let mut text = Vec::with_capacity(rows.len() * 24);
    for row in rows {
        if row.hour < 0 {
            text.push(b'-');
        }
        let numbers =
            [row.hour.unsigned_abs().into(), row.proto.into(), row.port.into(), row.packets, row.sources];
        for (place, number) in numbers.into_iter().enumerate() {
            if place > 0 {
                text.push(b',');
            }
            decimal(&mut text, number);
        }
        text.push(b'\n');
    }
    text
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
