//! One pcap on several threads.
//!
//! Where a record begins in the middle of a file can only be guessed. So each thread but the first begins at a
//! guess, and the guess is believed only when the thread before arrives at exactly that byte, reading the same
//! format. Where it does not, what was counted from there is thrown away, and the thread before reads on: the
//! result is that of one thread, always.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::Options;
use super::counter::Counter;
use capture::Format;
use capture::Pcap;
use capture::Reading;
use capture::Source;

/// Bytes in which the beginning of a record is looked for.
const LOOK: usize = 1 << 20;

/// A thread's reader, its counter, and the byte where its piece begins.
struct Piece {
    begin: u64,
    pcap: Pcap<File>,
    counter: Counter,
}

/// Counts a plain pcap in pieces; none where it is not one, or not long enough to be worth it.
pub(super) fn count(path: &Path, options: &Options) -> Option<(Reading, Vec<Counter>)> {
    let mut pieces = cut(path, options)?;
    let stops: Vec<u64> = pieces.iter().skip(1).map(|piece| piece.begin).chain([u64::MAX]).collect();
    std::thread::scope(|scope| {
        for (piece, stop) in pieces.iter_mut().zip(&stops) {
            scope.spawn(|| piece.pcap.run(*stop, &mut piece.counter));
        }
    });
    Some(join(pieces))
}

fn cut(path: &Path, options: &Options) -> Option<Vec<Piece>> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok().filter(std::fs::Metadata::is_file)?.len();
    let count = (length / options.piece.max(1)).min(options.threads as u64);
    let mut header = [0; Format::LENGTH];
    file.read_exact(&mut header).ok()?;
    let format = Format::parse(&header)?;
    let mut begins = vec![0];
    for piece in 1..count {
        let middle = length / count * piece;
        let mut view = Vec::with_capacity(LOOK);
        file.seek(SeekFrom::Start(middle)).ok()?;
        file.by_ref().take(LOOK as u64).read_to_end(&mut view).ok()?;
        begins.extend(format.guess(&view).map(|at| middle + at as u64));
    }
    begins.dedup();
    if begins.len() < 2 {
        return None;
    }
    let budget = options.memory / begins.len();
    let piece = |begin| {
        let mut file = File::open(path).ok()?;
        file.seek(SeekFrom::Start(begin)).ok()?;
        let source = Source::new(file, begin);
        let pcap = if begin == 0 { Pcap::open(source, 0) } else { Pcap::at(source, format, 0) };
        Some(Piece { begin, pcap, counter: Counter::new(budget) })
    };
    begins.into_iter().map(piece).collect()
}

/// Puts the pieces together, from the first on.
fn join(pieces: Vec<Piece>) -> (Reading, Vec<Counter>) {
    let mut pieces = pieces.into_iter().peekable();
    let mut reading = Reading::default();
    let mut counters = Vec::new();
    while let Some(mut piece) = pieces.next() {
        while let Some(next) = pieces.peek() {
            if piece.pcap.arrived(next.begin, &next.pcap) {
                break;
            }
            pieces.next();
            let stop = pieces.peek().map_or(u64::MAX, |next| next.begin);
            piece.pcap.run(stop, &mut piece.counter);
        }
        reading.add(piece.pcap.into_reading());
        counters.push(piece.counter);
    }
    (reading, counters)
}
