//! Gzip (RFC 1952) and Zstandard (RFC 8878) around an input, recognised by magic.
//!
//! Members and frames that follow one another are one input. What was decompressed before damage is handed on; the
//! damage then comes as a read error, which the readers note as a problem.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

/// How deep compression may be nested: `.pcap.gz` in a `.zst` happens, more is a bomb.
const NESTED: usize = 2;

/// Opens a file and takes its compression off.
///
/// # Errors
///
/// Where the file cannot be opened, or its first bytes cannot be read.
pub fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    decompressed(File::open(path)?)
}

/// Takes the compression off an input.
///
/// # Errors
///
/// Where the first bytes cannot be read.
pub fn decompressed(input: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let mut input: Box<dyn Read + Send> = Box::new(input);
    for _ in 0..NESTED {
        let (first, whole) = peek(input, 4)?;
        input = match *first {
            [0x1f, 0x8b, ..] => Box::new(MultiGzDecoder::new(io::BufReader::with_capacity(1 << 16, whole))),
            // Magic of a frame, and of a skippable frame.
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => {
                Box::new(zstd::Decoder::new(whole)?)
            }
            _ => return Ok(whole),
        };
    }
    Ok(input)
}

/// The first bytes of an input, and the input with them still to be read.
///
/// A read error among them is left for the reader of the input to meet.
fn peek(mut input: Box<dyn Read + Send>, want: usize) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut first = Vec::with_capacity(want);
    let outcome = input.by_ref().take(want as u64).read_to_end(&mut first);
    let rest: Box<dyn Read + Send> = match outcome {
        Ok(_) => input,
        Err(failure) if first.is_empty() => return Err(failure),
        Err(failure) => Box::new(Failing(Some(failure))),
    };
    Ok((first.clone(), Box::new(Cursor::new(first).chain(rest))))
}

/// An input that only fails.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
