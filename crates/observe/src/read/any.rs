//! An input of any kind, handed to the reader that knows it. New kinds go here.

use std::io::{self, Cursor, Read};

use super::lines::{self, Columns, Format, LineOptions, Sensors};
use super::{Kind, SNIFF, Sink, capture, decompressed, sniff};
use capture::{Problem, Reading};

/// Nobody said which sensor made an input that does not say it itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSensor;

/// Reads `input` to its end, whatever it is: captures, text, compression around them. Gives the name of its
/// format, and what reading came to; that it is nothing known is a problem in it.
///
/// Packets are of `sensor`, except in rows that name their own.
///
/// # Errors
///
/// Where there is no `sensor` and the input needs one; nothing was handed to `sink` then.
pub fn any<S: Sink>(
    input: impl Read + Send + 'static,
    sensor: Option<u16>,
    options: &LineOptions,
    sensors: &mut impl Sensors,
    sink: &mut S,
) -> Result<(&'static str, Reading), NoSensor> {
    let mut input = match decompressed(input) {
        Ok(input) => input,
        Err(error) => return Ok(("unreadable", unreadable(format!("cannot be read: {error}")))),
    };
    let mut first = Vec::with_capacity(SNIFF);
    let failure = input.by_ref().take(SNIFF as u64).read_to_end(&mut first).err();
    let said_to_be_text = options.format.is_some() || options.columns.is_some();
    let kind = if said_to_be_text { Some(Kind::Text) } else { sniff(&first) };
    let format = options
        .format
        .or(options.columns.is_some().then_some(Format::Table))
        .or_else(|| lines::sniff(&first));
    let empty = first.is_empty() && failure.is_none();
    let rest = Cursor::new(first).chain(Broken(failure)).chain(input);
    match kind {
        Some(kind @ (Kind::Pcap | Kind::Pcapng)) => {
            let name = if kind == Kind::Pcap { "pcap" } else { "pcapng" };
            Ok((name, capture(rest, sensor.ok_or(NoSensor)?, sink)))
        }
        Some(Kind::Text) => {
            let rows_say = options.columns.as_ref().is_some_and(Columns::names_sensor);
            let sensor = if rows_say { sensor.unwrap_or(0) } else { sensor.ok_or(NoSensor)? };
            let reading = lines::read(rest, options, sensor, sensors, sink);
            Ok((format.map_or("text", Format::name), reading))
        }
        None if empty => Ok(("unknown", unreadable("this is empty".to_owned()))),
        None => Ok(("unknown", unreadable("this is neither a capture nor text".to_owned()))),
    }
}

fn unreadable(reason: String) -> Reading {
    let mut reading = Reading::default();
    reading.problem(Problem { offset: 0, line: None, reason, excerpt: None });
    reading
}

/// A failure that was met while looking at the beginning, to be met again in its place.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}
