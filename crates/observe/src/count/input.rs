//! From inputs to counters: what reads what, and on which thread.
//!
//! Several inputs are shared out among the threads, a counter each. A single plain pcap is cut into pieces instead
//! (see [`pieces`]).

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::counter::Counter;
use super::{Counts, Options, pieces};
use crate::read::{self, lines::LineOptions};
use capture::{Problem, Reading};

/// Something to count.
pub enum Input {
    /// A file.
    File(PathBuf),
    /// A stream, such as the standard input.
    Stream(Box<dyn Read + Send>),
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}

/// Counts all inputs.
///
/// What an input says never fails: that is in its [`Reading`], as is that it cannot be opened.
///
/// # Errors
///
/// Where hours cannot be put aside in a temporary file.
pub fn count(inputs: Vec<Input>, options: &Options) -> io::Result<Counts> {
    let threads = options.threads.max(1);
    let memory = options.memory;
    if let [Input::File(path)] = &*inputs
        && threads > 1
        && let Some((reading, counters)) = pieces::count(path, options)
    {
        let counted = counters.into_iter().map(Counter::finish).collect::<io::Result<_>>()?;
        return Ok(Counts { readings: vec![reading], counted, memory });
    }
    let threads = threads.min(inputs.len()).max(1);
    let (counters, mut readings) = shared_out(inputs, threads, options);
    readings.sort_unstable_by_key(|&(place, _)| place);
    Ok(Counts {
        readings: readings.into_iter().map(|(_, reading)| reading).collect(),
        counted: counters.into_iter().map(Counter::finish).collect::<io::Result<_>>()?,
        memory,
    })
}

/// Each thread takes the next input until there is none; readings come with the place of their input.
fn shared_out(
    inputs: Vec<Input>,
    threads: usize,
    options: &Options,
) -> (Vec<Counter>, Vec<(usize, Reading)>) {
    let queue = Mutex::new(inputs.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        let mut counter = Counter::new(options.memory / threads);
        let mut readings = Vec::new();
        while let Some((place, input)) = next() {
            readings.push((place, read_input(input, &options.lines, &mut counter)));
        }
        (counter, readings)
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let (counter, mut readings) = work();
        let mut counters = vec![counter];
        for other in others {
            match other.join() {
                Ok((counter, more)) => {
                    counters.push(counter);
                    readings.extend(more);
                }
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        (counters, readings)
    })
}

fn read_input(input: Input, lines: &LineOptions, counter: &mut Counter) -> Reading {
    let input: Box<dyn Read + Send> = match input {
        Input::File(path) => match File::open(&path) {
            Ok(file) => Box::new(file),
            Err(failure) => return failed(format!("cannot be opened: {failure}")),
        },
        Input::Stream(stream) => stream,
    };
    // Nothing is counted by sensor, so all are one.
    match read::any(input, Some(0), lines, &mut |_: &str| 0, counter) {
        Ok((_, reading)) => reading,
        Err(read::NoSensor) => failed("it does not say its sensor".to_owned()),
    }
}

fn failed(reason: String) -> Reading {
    let mut reading = Reading::default();
    reading.problem(Problem { offset: 0, line: None, reason, excerpt: None });
    reading
}
