//! From inputs to counters: what reads what, and on which thread.

use std::io::{self, Cursor, Read};
use std::path::PathBuf;

use super::counter::Counter;
use super::{Counts, Options};
use crate::problem::{Problem, Reading};
use crate::read::{self, Kind, SNIFF};

/// Something to count.
pub enum Input {
    /// A file.
    File(PathBuf),
    /// A stream, such as the standard input.
    Stream(Box<dyn Read + Send>),
}

/// Counts all inputs.
///
/// What an input says never fails: that is in its [`Reading`], as is that it cannot be opened.
///
/// # Errors
///
/// Where hours cannot be put aside in a temporary file.
pub fn count(inputs: Vec<Input>, options: &Options) -> io::Result<Counts> {
    let mut counter = Counter::new(options.memory);
    let readings = inputs.into_iter().map(|input| read_input(input, &mut counter)).collect();
    Ok(Counts { readings, counted: vec![counter.finish()?], memory: options.memory })
}

fn read_input(input: Input, counter: &mut Counter) -> Reading {
    let opened = match input {
        Input::File(path) => read::open(&path),
        Input::Stream(stream) => read::decompressed(stream),
    };
    match opened {
        Ok(input) => dispatch(input, counter),
        Err(failure) => cannot(&failure),
    }
}

/// Hands an input to the reader of its kind. New kinds go here.
fn dispatch(mut input: Box<dyn Read + Send>, counter: &mut Counter) -> Reading {
    let mut first = Vec::with_capacity(SNIFF);
    let peeked = input.by_ref().take(SNIFF as u64).read_to_end(&mut first);
    let kind = read::sniff(&first);
    let whole = Cursor::new(first).chain(input);
    match (kind, peeked) {
        (Some(Kind::Text), _) => Reading::default(),
        (_, Ok(_)) => read::capture(whole, 0, counter),
        (_, Err(failure)) => cannot(&failure),
    }
}

fn cannot(failure: &io::Error) -> Reading {
    let mut reading = Reading::default();
    reading.problem(Problem {
        offset: 0,
        line: None,
        reason: format!("cannot be opened: {failure}"),
        excerpt: None,
    });
    reading
}
