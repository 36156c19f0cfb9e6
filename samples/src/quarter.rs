//! The sample as a row of capture files.

use std::io::{self, BufWriter, Write};
use std::iter;

use jiff::civil::Date;

use crate::pcap::Pcap;
use crate::sensors::{Sensor, sensors};
use crate::stories::{FIRST_DAY, LAST_DAY};
use crate::traffic;

/// The sample's captures of some days.
///
/// A day's packets are the same whatever period it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleQuarter {
    from: Date,
    to: Date,
}

impl SampleQuarter {
    /// The days from `from` to `to`, both included; days that the stories do not tell of
    /// (before [`FIRST_DAY`], after [`LAST_DAY`]) are left out.
    pub fn over(from: Date, to: Date) -> Self {
        Self { from: from.max(FIRST_DAY), to: to.min(LAST_DAY) }
    }

    /// The first day.
    pub fn from(&self) -> Date {
        self.from
    }

    /// The last day.
    pub fn to(&self) -> Date {
        self.to
    }

    /// One capture for each sensor and month of Asia/Tokyo: sensor by sensor, months in order.
    pub fn captures(&self) -> impl Iterator<Item = Capture> + use<> {
        let Self { from, to } = *self;
        sensors().iter().enumerate().flat_map(move |(index, sensor)| {
            months(from, to).map(move |(first, last)| Capture::new(index, sensor, first, last))
        })
    }
}

impl Default for SampleQuarter {
    fn default() -> Self {
        Self::over(FIRST_DAY, LAST_DAY)
    }
}

/// The parts of months that lie between two days, both included.
fn months(from: Date, to: Date) -> impl Iterator<Item = (Date, Date)> {
    let mut next = Some(from);
    iter::from_fn(move || {
        let first = next.filter(|day| *day <= to)?;
        let last = first.last_of_month();
        next = last.tomorrow().ok();
        Some((first, last.min(to)))
    })
}

/// What one sensor recorded in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// Name of the sensor.
    pub sensor: &'static str,
    /// Name for the file, as `sample-01-2007-04.pcap`.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    index: usize,
}

impl Capture {
    fn new(index: usize, sensor: &'static Sensor, from: Date, to: Date) -> Self {
        let name = format!("{}-{:04}-{:02}.pcap", sensor.name, from.year(), from.month());
        Self { sensor: sensor.name, name, from, to, index }
    }

    /// Writes the capture as classic pcap; returns how many packets it has.
    pub fn write_to(&self, to: impl Write) -> io::Result<u64> {
        let mut file = Pcap::begin(BufWriter::with_capacity(1 << 16, to))?;
        let mut count = 0;
        let mut day = Some(self.from);
        while let Some(today) = day.filter(|day| *day <= self.to) {
            let packets = traffic::of_day(self.index, today);
            for packet in &packets {
                file.packet(packet)?;
            }
            count += packets.len() as u64;
            day = today.tomorrow().ok();
        }
        file.end()?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_are_cut_at_the_periods_ends() {
        let check = |from: Date, to: Date, expected: &[&str]| {
            let quarter = SampleQuarter::over(from, to);
            let first_sensor = quarter.captures().filter(|c| c.sensor == "sample-01");
            let names: Vec<_> = first_sensor.map(|c| format!("{} {} {}", c.name, c.from, c.to)).collect();
            assert_eq!(names, expected);
        };
        check(
            date(2007, 4, 10),
            date(2007, 5, 2),
            &["sample-01-2007-04.pcap 2007-04-10 2007-04-30", "sample-01-2007-05.pcap 2007-05-01 2007-05-02"],
        );
        check(date(2001, 1, 1), date(2006, 11, 1), &["sample-01-2006-11.pcap 2006-11-01 2006-11-01"]);
        check(date(2008, 3, 31), date(2050, 1, 1), &["sample-01-2008-03.pcap 2008-03-31 2008-03-31"]);
        check(date(2007, 4, 10), date(2007, 4, 9), &[]);
        assert_eq!(SampleQuarter::default().captures().count(), 170);
    }
}
