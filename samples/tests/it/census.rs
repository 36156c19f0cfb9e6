//! All captures of the sample, read once and counted. The reader is the test's own and as plain as can be.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

/// Header fields of one packet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) ts: Timestamp,
    pub(crate) src: u32,
    pub(crate) proto: u8,
    /// Destination port or ICMP type.
    pub(crate) port: u16,
    pub(crate) answer: bool,
}

/// The packets of a capture, each with its bytes.
pub(crate) fn records(capture: &[u8]) -> impl Iterator<Item = (Row, &[u8])> {
    let mut rest = &capture[24..];
    std::iter::from_fn(move || {
        let (head, tail) = rest.split_at_checked(16)?;
        let word = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().unwrap());
        let ts = Timestamp::from_microsecond(i64::from(word(0)) * 1_000_000 + i64::from(word(4))).unwrap();
        let (frame, tail) = tail.split_at(word(8) as usize);
        rest = tail;
        let half = |at: usize| u16::from_be_bytes([frame[at], frame[at + 1]]);
        let proto = frame[23];
        let src = u32::from_be_bytes(frame[26..30].try_into().unwrap());
        let (port, answer) = match proto {
            1 => (u16::from(frame[34]), frame[34] != 8),
            6 => (half(36), frame[47] != 2),
            _ => (half(36), false),
        };
        Some((Row { ts, src, proto, port, answer }, frame))
    })
}

/// What the whole sample counts up to.
#[derive(Debug, Default)]
pub(crate) struct Census {
    /// Packets by day, protocol and port or type, and index of the sensor.
    packets: BTreeMap<(Date, u8, u16), [u32; 10]>,
    /// Distinct sources by day and sensor.
    pub(crate) sources: BTreeMap<(Date, usize), usize>,
    /// Hours of the day, as bits, in which there is a packet, by day and sensor.
    pub(crate) hours: BTreeMap<(Date, usize), u32>,
    /// Of all packets, those that answer something.
    pub(crate) answers: u64,
    pub(crate) total: u64,
    /// Packets by hour of the day in Tokyo.
    pub(crate) by_hour: [u64; 24],
}

impl Census {
    fn take() -> Self {
        let zone = TimeZone::fixed(Offset::constant(9));
        let mut census = Self::default();
        let mut seen: BTreeMap<(Date, usize), HashSet<u32>> = BTreeMap::new();
        for capture in samples::quarter().captures() {
            let sensor = samples::sensors().iter().position(|s| s.name == capture.sensor).unwrap();
            let mut bytes = Vec::new();
            let written = capture.write_to(&mut bytes).unwrap();
            let mut read = 0;
            for (row, _) in records(&bytes) {
                let local = zone.to_datetime(row.ts);
                census.packets.entry((local.date(), row.proto, row.port)).or_default()[sensor] += 1;
                seen.entry((local.date(), sensor)).or_default().insert(row.src);
                *census.hours.entry((local.date(), sensor)).or_default() |= 1 << local.hour();
                census.by_hour[local.hour() as usize] += 1;
                census.answers += u64::from(row.answer);
                read += 1;
            }
            assert_eq!(read, written, "{}", capture.name);
            census.total += read;
        }
        census.sources = seen.into_iter().map(|(key, sources)| (key, sources.len())).collect();
        census
    }

    /// Packets to one port or type in these days, by sensor.
    pub(crate) fn by_sensor(&self, proto: u8, port: u16, from: Date, to: Date) -> [u32; 10] {
        let mut sum = [0; 10];
        for day in days(from, to) {
            if let Some(counts) = self.packets.get(&(day, proto, port)) {
                sum.iter_mut().zip(counts).for_each(|(s, c)| *s += c);
            }
        }
        sum
    }

    /// Packets of everything in these days, by sensor.
    pub(crate) fn all_by_sensor(&self, from: Date, to: Date) -> [u32; 10] {
        let mut sum = [0; 10];
        for (_, counts) in self.packets.range((from, 0, 0)..=(to, u8::MAX, u16::MAX)) {
            sum.iter_mut().zip(counts).for_each(|(s, c)| *s += c);
        }
        sum
    }

    /// Packets to one port or type per sensor and day, the outage left aside.
    pub(crate) fn level(&self, proto: u8, port: u16, from: Date, to: Date) -> f64 {
        let packets: u32 = self.by_sensor(proto, port, from, to).iter().sum();
        f64::from(packets) / (10 * days(from, to).count()) as f64
    }

    /// Ports and types by their packets in these days, the most first.
    pub(crate) fn top(&self, from: Date, to: Date) -> Vec<((u8, u16), u32)> {
        let mut sums: BTreeMap<(u8, u16), u32> = BTreeMap::new();
        for ((_, proto, port), counts) in self.packets.range((from, 0, 0)..=(to, u8::MAX, u16::MAX)) {
            *sums.entry((*proto, *port)).or_default() += counts.iter().sum::<u32>();
        }
        let mut top: Vec<_> = sums.into_iter().collect();
        top.sort_by_key(|(_, packets)| std::cmp::Reverse(*packets));
        top
    }
}

/// The census, taken once for all tests.
pub(crate) fn census() -> &'static Census {
    static CENSUS: OnceLock<Census> = OnceLock::new();
    CENSUS.get_or_init(Census::take)
}

/// Each day, both ends included.
pub(crate) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(1.day()).take_while(move |day| *day <= to)
}
