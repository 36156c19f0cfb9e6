//! Tables: CSV with a comma, a tab, a semicolon or a bar between columns that the caller names.
//!
//! The delimiter is the one that finds the named columns in the header. Addresses are dotted, integers
//! (IPv4) or IPv6; protocols numbers or names. An empty field, `-`, `?`, `NULL` or `NA` tells nothing; time,
//! source, protocol and, where there are columns for them, destination port and ICMP type must be told. A
//! field that can't be read makes its row a problem: a row with one wrong field has slipped more often than
//! not.

use std::io::Read;

use super::columns::{Columns, Key, Places};
use super::record::{Header, Record};
use super::row::{Fields, Row};
use super::source::{Line, Lines};
use super::syslog_time::Times;
use super::value::{Ip, address, flags, is_nothing, number, protocol};
use super::{Output, Reason, Sensors, readable};
use crate::read::Sink;
use capture::proto;

/// What may stand between columns; the first that fits best is taken.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The most bytes of a row that goes over several lines. A quote that is not closed within them is damage,
/// and only its own line is lost; raising it lets such damage cost more time and memory.
const LONGEST_ROW: usize = 1 << 16;

/// How many bytes of a row over several lines are kept to be shown.
const SHOWN: usize = 800;

/// How the rows of one table are read.
struct Table<'a, N> {
    places: Places,
    /// How many columns the header has; none without a header.
    width: Option<usize>,
    times: Times,
    default_sensor: u16,
    sensors: &'a mut N,
    /// The sensor of the row before, since most rows have the same.
    last_sensor: Option<(Vec<u8>, u16)>,
}

/// Reads a table.
pub(super) fn read<R: Read, S: Sink>(
    lines: &mut Lines<R>,
    columns: &Columns,
    times: Times,
    default_sensor: u16,
    sensors: &mut impl Sensors,
    output: &mut Output<'_, S>,
) {
    let mut row = Row::default();
    let Some((places, delimiter, width)) = header(lines, columns, &mut row, output) else { return };
    let mut table = Table { places, width, times, default_sensor, sensors, last_sensor: None };
    // Before this offset a quote that is not closed on its line is known to be closed nowhere.
    let mut unclosed_until = 0;
    loop {
        let line = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => break,
            Err(error) => {
                output.broken(lines, &error);
                continue;
            }
        };
        let place = line.place;
        let Some(clean) = readable(line, output) else { continue };
        if memchr::memchr(b'"', clean.bytes).is_none() {
            row.split(clean.bytes, delimiter);
            if let Err(reason) = table.row(row.fields(clean.bytes), output) {
                output.problem(place, line.bytes, reason);
            }
            continue;
        }
        row.begin();
        if row.go_on(clean.bytes, delimiter) {
            if let Err(reason) = table.row(row.unquoted_fields(), output) {
                output.problem(place, line.bytes, reason);
            }
            continue;
        }
        let first = line.bytes[..line.bytes.len().min(SHOWN)].to_vec();
        let mut fits = false;
        if place.offset >= unclosed_until {
            lines.hold();
            let closed = go_on(lines, &mut row, delimiter, output);
            if !closed {
                unclosed_until = lines.offset();
            }
            // A stray quote is closed by the next row's: the rows between must not be lost with it.
            fits = closed && !row.has_stray_quote() && table.fits(row.unquoted_fields());
            if !fits {
                lines.go_back();
            }
            lines.release();
        }
        let read = match fits {
            true => text(row.unquoted_fields()).and_then(|fields| table.row(fields, output)),
            false => Err("a quote that is not closed".into()),
        };
        if let Err(reason) = read {
            output.problem(place, &first, reason);
        }
    }
}

/// Reads on until the row ends; false where it does not.
fn go_on<R: Read, S: Sink>(
    lines: &mut Lines<R>,
    row: &mut Row,
    delimiter: u8,
    output: &mut Output<'_, S>,
) -> bool {
    while row.size() <= LONGEST_ROW {
        match lines.next() {
            Ok(Some(Line { too_long: false, bytes, .. })) => {
                if row.go_on(bytes, delimiter) {
                    return true;
                }
            }
            Ok(Some(long)) => {
                let _none = readable(long, output);
                return false;
            }
            Ok(None) => return false,
            Err(error) => output.broken(lines, &error),
        }
    }
    false
}

/// The fields, if they are text.
fn text(fields: Fields<'_>) -> Result<Fields<'_>, Reason> {
    match std::str::from_utf8(fields.text()) {
        Ok(text) if !text.contains('\0') => Ok(fields),
        Ok(_) => Err("NUL bytes: the file was damaged here".into()),
        Err(_) => Err("no UTF-8".into()),
    }
}

/// Finds the places of the columns, the delimiter, and the width of the header if there is one.
fn header<R: Read, S: Sink>(
    lines: &mut Lines<R>,
    columns: &Columns,
    row: &mut Row,
    output: &mut Output<'_, S>,
) -> Option<(Places, u8, Option<usize>)> {
    loop {
        lines.hold();
        let line = match lines.next() {
            Ok(Some(line)) => line,
            Ok(None) => return None,
            Err(error) => {
                output.broken(lines, &error);
                continue;
            }
        };
        let before = output.noted();
        let Some(line) = readable(line, output) else { continue };
        let (mut best, mut fewest) = (None, (usize::MAX, usize::MAX));
        for delimiter in DELIMITERS {
            row.begin();
            row.go_on(line.bytes, delimiter);
            let titles: Vec<String> = row
                .unquoted_fields()
                .iter()
                .map(|title| String::from_utf8_lossy(title).into_owned())
                .collect();
            let (places, missing) = columns.places(&titles);
            // The fewest columns missing; then the most columns.
            let rank = (missing.len(), usize::MAX - titles.len());
            if rank < fewest {
                fewest = rank;
                best = Some((places, delimiter, titles, missing));
            }
        }
        let (places, delimiter, titles, missing) = best?;
        if !columns.has_header() {
            // It is read again, as a row, and must not be noted twice.
            output.forget_since(before);
            lines.go_back();
            return Some((places, delimiter, None));
        }
        if !missing.is_empty() {
            output.problem(line.place, line.bytes, missing_columns(&missing, &titles));
            return None;
        }
        lines.release();
        return Some((places, delimiter, Some(titles.len())));
    }
}

fn missing_columns(missing: &[&str], titles: &[String]) -> Reason {
    let missing: Vec<String> = missing.iter().map(|name| format!("{name:?}")).collect();
    format!("no column {} in the header, nothing is read: it has {}", missing.join(", "), titles.join(", "))
        .into()
}

impl<N: Sensors> Table<'_, N> {
    fn row<S: Sink>(&mut self, fields: Fields<'_>, output: &mut Output<'_, S>) -> Result<(), Reason> {
        if let Some(width) = self.width
            && !self.fits(fields)
        {
            return Err(format!("{} columns, and the header has {width}", fields.len()).into());
        }
        let record = self.record(fields)?;
        output.packets(&record, 1)
    }

    /// Whether the row is as wide as the header. Spreadsheets leave empty columns behind the last one; other
    /// widths are rows that have slipped.
    fn fits(&self, fields: Fields<'_>) -> bool {
        self.width
            .is_none_or(|width| fields.len() >= width && fields.iter().skip(width).all(<[u8]>::is_empty))
    }

    fn record(&mut self, fields: Fields<'_>) -> Result<Record, Reason> {
        let time = self.needed(fields, Key::Time)?;
        let ts = self.times.whole(time).map_err(|error| format!("{}: {error}", shown(Key::Time, time)))?;
        let src = self.needed(fields, Key::Src)?;
        let src = any_address(src).ok_or_else(|| wrong(Key::Src, src, "address"))?;
        let name = self.needed(fields, Key::Proto)?;
        let protocol = match (protocol(name).ok_or_else(|| wrong(Key::Proto, name, "protocol"))?, src) {
            // Who writes ICMP of an IPv6 packet means ICMPv6; there is no other.
            (proto::ICMP, Ip::V6(_)) if !name[0].is_ascii_digit() => proto::ICMPV6,
            (number, _) => number,
        };
        let mut record = Record::new(ts, self.default_sensor, src, protocol);
        if let Some(dst) = self.told(fields, Key::Dst)? {
            record.dst = Some(any_address(dst).ok_or_else(|| wrong(Key::Dst, dst, "address"))?);
        }
        match Header::of(protocol) {
            Header::Ports => {
                record.dport = self.told_where_named(fields, Key::Dport)?;
                record.sport = self.told_number(fields, Key::Sport)?;
            }
            Header::Icmp => {
                record.dport = self.told_where_named::<u8>(fields, Key::IcmpType)?.map(u16::from);
                record.sport = self.told_number::<u8>(fields, Key::IcmpCode)?.map(u16::from);
            }
            Header::Neither => record.dport = Some(0),
        }
        record.ttl = self.told_number(fields, Key::Ttl)?;
        record.length = self.told_number(fields, Key::Length)?;
        if protocol == proto::TCP
            && let Some(told) = self.told(fields, Key::Flags)?
        {
            record.flags = Some(flags(told).ok_or_else(|| wrong(Key::Flags, told, "TCP flags"))?);
        }
        if let Some(name) = self.told(fields, Key::Sensor)? {
            record.sensor = self.sensor(name)?;
        }
        Ok(record)
    }

    /// The index of the sensor of this name.
    fn sensor(&mut self, name: &[u8]) -> Result<u16, Reason> {
        if let Some((last, index)) = &self.last_sensor
            && last == name
        {
            return Ok(*index);
        }
        let text = std::str::from_utf8(name).map_err(|_| wrong(Key::Sensor, name, "name"))?;
        let index = self.sensors.index(text);
        self.last_sensor = Some((name.to_vec(), index));
        Ok(index)
    }

    /// A field that every row must have.
    fn needed<'a>(&self, fields: Fields<'a>, key: Key) -> Result<&'a [u8], Reason> {
        self.told(fields, key)?.ok_or_else(|| format!("no {}", key.name()).into())
    }

    /// A field, if the table has it and the row tells it.
    fn told<'a>(&self, fields: Fields<'a>, key: Key) -> Result<Option<&'a [u8]>, Reason> {
        let Some(place) = self.places[key as usize] else { return Ok(None) };
        match fields.get(place) {
            Some(field) => Ok((!is_nothing(field)).then_some(field)),
            None => {
                Err(format!("no {}: the row has {} columns, not {}", key.name(), fields.len(), place + 1)
                    .into())
            }
        }
    }

    fn told_number<T: TryFrom<u64>>(&self, fields: Fields<'_>, key: Key) -> Result<Option<T>, Reason> {
        match self.told(fields, key)? {
            None => Ok(None),
            Some(field) => number(field).map(Some).ok_or_else(|| wrong(key, field, "number in its range")),
        }
    }

    /// A number that every row must tell, if the table has a column for it.
    fn told_where_named<T: TryFrom<u64>>(&self, fields: Fields<'_>, key: Key) -> Result<Option<T>, Reason> {
        match self.told_number(fields, key)? {
            None if self.places[key as usize].is_some() => Err(format!("no {}", key.name()).into()),
            told => Ok(told),
        }
    }
}

/// An address in any notation; an integer is IPv4.
fn any_address(field: &[u8]) -> Option<Ip> {
    number::<u32>(field).map(Ip::V4).or_else(|| address(field))
}

#[cold]
fn wrong(key: Key, field: &[u8], what: &str) -> Reason {
    format!("{} is no {what}", shown(key, field)).into()
}

fn shown(key: Key, field: &[u8]) -> String {
    format!("{} {:?}", key.name(), String::from_utf8_lossy(&field[..field.len().min(80)]))
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
