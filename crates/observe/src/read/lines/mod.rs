//! Text formats: firewall lines, DShield's tabs, and tables whose columns the caller names.
//!
//! A line becomes a packet, or several, or a [`Problem`] with its number, its offset and its beginning; then
//! the next line is read. Lines may be blank; nothing else is passed over in silence. Memory does not grow
//! with the input.
//!
//! Every packet of the input is handed on, of any direction: a firewall that logs what its machine sends
//! should be told so in its rules.

mod columns;
mod dshield;
mod firewall;
mod record;
mod row;
mod source;
mod syslog_time;
mod table;
mod value;

use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::str::FromStr;

use jiff::tz::TimeZone;

pub use columns::{Columns, ColumnsError};

use crate::read::Sink;
use capture::{Problem, Reading};
use dshield::Dshield;
use firewall::{Firewall, Found};
use record::Record;
use source::{LONGEST, Line, Lines, Place};
use syslog_time::Times;

/// Why a line is a problem.
type Reason = Cow<'static, str>;

/// A text format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Lines of the Linux firewall (iptables, nftables) in syslog.
    Firewall,
    /// DShield's tab format.
    Dshield,
    /// A CSV whose columns [`LineOptions::columns`] names.
    Table,
}

impl Format {
    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Firewall => "firewall",
            Self::Dshield => "dshield",
            Self::Table => "csv",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A format that there is not.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("no format {0:?}: firewall (or iptables, nftables), dshield or csv")]
pub struct FormatError(String);

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        match text {
            "firewall" | "iptables" | "nftables" => Ok(Self::Firewall),
            "dshield" => Ok(Self::Dshield),
            "csv" => Ok(Self::Table),
            _ => Err(FormatError(text.to_owned())),
        }
    }
}

/// How lines are read.
#[derive(Debug, Clone)]
pub struct LineOptions {
    /// The format; recognised by content where none, a CSV by its columns being given.
    pub format: Option<Format>,
    /// Which column of a CSV is what.
    pub columns: Option<Columns>,
    /// The year of the first time that does not tell its own (RFC 3164).
    pub year: Option<i16>,
    /// The zone of times that do not tell theirs.
    pub zone: TimeZone,
}

impl Default for LineOptions {
    fn default() -> Self {
        Self { format: None, columns: None, year: None, zone: TimeZone::UTC }
    }
}

/// Knows the sensors by name; a table may name one in each row.
pub trait Sensors {
    /// The index of the sensor of this name; a new one where it was not named before.
    fn index(&mut self, name: &str) -> u16;
}

impl<F: FnMut(&str) -> u16> Sensors for F {
    fn index(&mut self, name: &str) -> u16 {
        self(name)
    }
}

/// The format of text that begins with `first`, by its content: some 10 KiB are enough. Never a CSV, which
/// nothing but its columns tells from any other.
pub fn sniff(first: &[u8]) -> Option<Format> {
    let mut lines =
        first.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end).filter(|line| !line.is_empty());
    let begins_with_time = lines.clone().next().is_some_and(|line| {
        let header = Times::new(TimeZone::UTC, Some(2000)).header(line);
        header.is_ok_and(|(_, length)| line.get(length) == Some(&b' '))
    });
    lines
        .find_map(|line| match line {
            line if firewall::looks_like_it(line) => Some(Format::Firewall),
            line if dshield::looks_like_it(line) => Some(Format::Dshield),
            _ => None,
        })
        // Syslog, whose first firewall line comes later.
        .or(begins_with_time.then_some(Format::Firewall))
}

/// Reads all lines of `input`, handing packets to `sink`.
///
/// Packets are of `default_sensor`, but where a table names their sensor, which `sensors` knows.
pub fn read(
    input: impl Read,
    options: &LineOptions,
    default_sensor: u16,
    sensors: &mut impl Sensors,
    sink: &mut impl Sink,
) -> Reading {
    let mut lines = Lines::new(input);
    let mut output = Output { reading: Reading::default(), sink };
    if let Err(error) = lines.skip_byte_order_mark() {
        output.broken(&lines, &error);
    }
    let format = options.format.or(options.columns.is_some().then_some(Format::Table));
    // Whatever could be read before the input broke is still there.
    let first = lines.peek().unwrap_or_default();
    let format = format.or_else(|| sniff(first));
    let times = Times::new(options.zone.clone(), options.year);
    match (format, &options.columns) {
        (Some(Format::Firewall), _) => {
            let mut firewall = Firewall::new(times, default_sensor);
            each_line(&mut lines, &mut output, |line, output| {
                match firewall.line(line.bytes, line.ended)? {
                    Found::Packet(record) => output.packets(&record, 1)?,
                    Found::NotIp(name) => *output.reading.not_ip.entry(name.to_owned()).or_default() += 1,
                }
                Ok(())
            });
        }
        (Some(Format::Dshield), _) => {
            let mut dshield = Dshield::new(times, default_sensor);
            each_line(&mut lines, &mut output, |line, output| match dshield.line(line.bytes)? {
                Some((record, count)) => output.packets(&record, count),
                None => Ok(()),
            });
        }
        (Some(Format::Table), Some(columns)) => {
            table::read(&mut lines, columns, times, default_sensor, sensors, &mut output);
        }
        (Some(Format::Table), None) => {
            output.problem(
                START,
                first,
                "a CSV is read by its columns: say which is what with --columns".into(),
            );
        }
        (None, _) if first.is_empty() => {}
        (None, _) => {
            let reason = "no known format: neither firewall lines nor DShield's; a CSV needs --columns";
            output.problem(START, first, reason.into());
        }
    }
    output.reading
}

/// Where an input begins.
const START: Place = Place { offset: 0, line: 1 };

/// Where packets and problems go.
struct Output<'a, S> {
    reading: Reading,
    sink: &'a mut S,
}

impl<S: Sink> Output<'_, S> {
    fn packets(&mut self, record: &Record, count: u64) -> Result<(), Reason> {
        record.hand_on(count, self.sink)?;
        self.reading.packets += count;
        Ok(())
    }

    #[cold]
    fn problem(&mut self, place: Place, bytes: &[u8], reason: Reason) {
        const CHARACTERS: usize = 200;
        let beginning = &bytes[..bytes.len().min(4 * CHARACTERS)];
        let beginning = beginning.split(|&byte| byte == b'\n').next().unwrap_or_default();
        self.reading.problem(Problem {
            offset: place.offset,
            line: Some(place.line),
            reason: reason.into_owned(),
            excerpt: Some(String::from_utf8_lossy(beginning).chars().take(CHARACTERS).collect()),
        });
    }

    /// How many problems were noted, and how many of them with their places.
    fn noted(&self) -> (u64, usize) {
        (self.reading.problem_count, self.reading.problems.len())
    }

    /// Forgets the problems that were noted since.
    fn forget_since(&mut self, (count, kept): (u64, usize)) {
        self.reading.problem_count = count;
        self.reading.problems.truncate(kept);
    }

    /// Notes that the input can't be read any further.
    #[cold]
    fn broken<R: Read>(&mut self, lines: &Lines<R>, error: &std::io::Error) {
        self.reading.problem(Problem {
            offset: lines.offset(),
            line: None,
            reason: format!("can't be read further: {error}"),
            excerpt: None,
        });
    }
}

/// Reads line by line, where a line is a record.
fn each_line<R: Read, S: Sink>(
    lines: &mut Lines<R>,
    output: &mut Output<'_, S>,
    mut read: impl FnMut(Line<'_>, &mut Output<'_, S>) -> Result<(), Reason>,
) {
    loop {
        let line = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(error) => {
                output.broken(lines, &error);
                continue;
            }
        };
        let Some(clean) = readable(line, output) else { continue };
        if let Err(reason) = read(clean, output) {
            output.problem(line.place, line.bytes, reason);
        }
    }
}

/// The line without NUL bytes around it, if it can be read; none for blank lines and, noted as problems, those
/// that are no text.
fn readable<'a, S: Sink>(line: Line<'a>, output: &mut Output<'_, S>) -> Option<Line<'a>> {
    if line.too_long {
        output.problem(line.place, line.bytes, format!("longer than {LONGEST} bytes").into());
        return None;
    }
    let mut bytes = line.bytes;
    if memchr::memchr(0, bytes).is_some() {
        // A machine that goes down while its file system is busy leaves NUL bytes before the next line.
        let nul = |byte: &u8| *byte == 0;
        let start = bytes.iter().position(|byte| !nul(byte)).unwrap_or(bytes.len());
        let end = bytes.iter().rposition(|byte| !nul(byte)).map_or(start, |last| last + 1);
        bytes = &bytes[start..end];
        output.problem(line.place, bytes, "NUL bytes: the file was damaged here".into());
        if bytes.contains(&0) {
            return None;
        }
    }
    if let Err(error) = std::str::from_utf8(bytes) {
        output.problem(line.place, bytes, format!("no UTF-8 from byte {}", error.valid_up_to()).into());
        return None;
    }
    if bytes.trim_ascii().is_empty() {
        return None;
    }
    Some(Line { bytes, ..line })
}
